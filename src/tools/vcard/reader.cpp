// SPDX-License-Identifier: Apache-2.0
// A file -> cards: where each begins and ends, and what its bytes mean. What its properties say is
// person.cpp.
#include "vcard/person_reader.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::vcard {
namespace {

Refusal refuse(Reason reason, Sentence why) { return {reason, std::move(why), {}, {}}; }

bool is_word(std::string_view text, std::string_view lower_case) {
    return text.size() == lower_case.size() && lower_ascii(text) == lower_case;
}
bool is_wide(i18n::Charset charset) {
    return charset == i18n::Charset::utf16le || charset == i18n::Charset::utf16be ||
           charset == i18n::Charset::iso_2022_jp;
}
bool has_high(std::string_view bytes) {
    return std::any_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// Every line's bytes that do not say themselves what they are, also those hidden in
// quoted-printable.
i18n::Charset charset_of_lines(std::string_view file, Limits const &limits) {
    i18n::CharsetVote vote;
    std::optional<i18n::Charset> said;
    Lines lines{file, limits.value};
    while (lines.next()) {
        auto const line = parsed(lines.text());
        if (line.is_broken) continue;
        if (auto const label = line.parameter("charset"); !label.empty()) {
            if (!said) said = i18n::charset_of_label(label);
            continue;
        }
        if (is_word(line.parameter("encoding"), "quoted-printable")) {
            vote.hear(from_quoted_printable(line.value));
        } else {
            vote.hear(line.value);
        }
    }
    if (vote.is_silent() && said && !is_wide(*said)) return *said;
    return vote.answer().value_or(i18n::Charset::utf8);
}

// C0 and C1 but tab and line feed, and what no text holds: U+FFFE, U+FFFF. Every kind of line end
// is \n.
std::string without_controls(std::string text, bool &had_some) {
    bool const may = std::any_of(text.begin(), text.end(), [](char c) {
        auto const u = static_cast<unsigned char>(c);
        return (u < 0x20 && c != '\n' && c != '\t') || u == 0x7F || u == 0xC2 || u == 0xE2 ||
               u == 0xEF;
    });
    if (!may) return text;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if (c == '\r') {
            // CR LF and CR alone are one line end.
            if (at >= text.size() || text[at] != '\n') out += '\n';
        } else if (c == 0x85 || c == 0x2028 || c == 0x2029) {
            out += '\n';
        } else if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) ||
                   c == 0xFFFE || c == 0xFFFF) {
            had_some = true;
        } else {
            append_utf8(out, c);
        }
    }
    return out;
}

class CardReader {
public:
    CardReader(std::string_view file, i18n::Charset charset, Each const &each, Limits const &limits)
        : lines_(file, limits.value), charset_(charset), each_(each), limits_(limits) {}

    Read read() {
        Read out;
        out.charset = charset_;
        while (lines_.next()) {
            auto const line = parsed(lines_.text());
            bool const is_begin =
                is_word(line.name, "begin") && is_word(trimmed(line.value), "vcard");
            bool const is_end = is_word(line.name, "end") && is_word(trimmed(line.value), "vcard");
            if (depth_ > 1) {
                depth_ += is_begin ? 1u : 0u;
                depth_ -= is_end ? 1u : 0u;
                continue;
            }
            if (is_begin) {
                if (depth_ == 1 && after_agent_) {
                    depth_ = 2;
                    continue;
                }
                if (depth_ == 1) {
                    warn(Fault::no_end);
                    if (!finish(out)) return out;
                }
                if (out.cards == limits_.cards) {
                    out.was_cut = true;
                    return out;
                }
                depth_ = 1;
                begin_ = lines_.number();
                after_agent_ = false;
                bytes_ = 0;
                properties_.clear();
                warnings_.clear();
            } else if (is_end) {
                if (depth_ == 1 && !finish(out)) return out;
                depth_ = 0;
            } else if (depth_ == 1) {
                property(line);
            }
        }
        if (depth_ >= 1) {
            warn(Fault::no_end);
            finish(out);
        }
        return out;
    }

private:
    void warn(Fault fault, std::string_view property = {}) {
        if (warnings_.size() >= limits_.warnings) return;
        std::string name;
        for (char const c : property.substr(0, 60))
            name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        Warning warning{fault, lines_.number(), std::move(name)};
        for (auto const &other : warnings_) {
            if (other.fault == fault && other.property == warning.property) return;
        }
        warnings_.push_back(std::move(warning));
    }

    bool finish(Read &out) {
        ++out.cards;
        return each_(person_of(properties_), std::move(warnings_), begin_);
    }

    void property(ContentLine const &line) {
        if (line.is_broken) {
            auto const text = lines_.text();
            if (!properties_.empty() && text.find(':') == text.npos) {
                auto &last = properties_.back();
                // "street\" and the town on the next line; and notes that were never folded.
                bool const is_escaped = last.value.ends_with('\\');
                if (is_escaped || is_word(last.name, "note")) {
                    if (auto more = decoded(text, "", "NOTE")) {
                        if (is_escaped) last.value.pop_back();
                        bool had_controls = false;
                        auto const clean = without_controls(std::move(*more), had_controls);
                        if (last.value.size() + clean.size() < limits_.value)
                            last.value += "\n" + clean;
                        bytes_ += clean.size();
                        if (is_escaped) return;
                    }
                }
            }
            return warn(Fault::broken_line);
        }
        after_agent_ = is_word(line.name, "agent") && trimmed(line.value).empty();
        if (is_word(line.name, "agent")) return warn(Fault::nested_card, line.name);
        auto const encoding = lower_ascii(line.parameter("encoding"));
        bool const is_binary = encoding == "b" || encoding == "base64";
        bool const is_picture =
            is_word(line.name, "photo") || is_word(line.name, "logo") ||
            is_word(line.name, "key") || is_word(line.name, "x-ms-cardpicture") ||
            (is_word(line.name, "sound") && (is_binary || line.parameter("value") == "uri"));
        if (is_picture || is_binary) return warn(Fault::picture, line.name);
        if (lines_.was_cut()) return warn(Fault::too_long, line.name);
        if (trimmed(line.value).empty()) return;
        if (properties_.size() >= limits_.properties || bytes_ > limits_.card)
            return warn(Fault::too_many, line.name);

        bool const is_quoted = encoding == "quoted-printable";
        auto value = is_quoted ? decoded(from_quoted_printable(line.value),
                                         line.parameter("charset"), line.name)
                               : decoded(line.value, line.parameter("charset"), line.name);
        if (!value) return warn(Fault::wrong_characters, line.name);
        bool had_controls = false;
        value = without_controls(std::move(*value), had_controls);
        if (had_controls) warn(Fault::control_characters, line.name);

        Property kept;
        kept.group = lower_ascii(line.group);
        kept.name = lower_ascii(line.name);
        kept.value = std::move(*value);
        bytes_ += kept.value.size() + kept.name.size();
        for (auto const &parameter : line.parameters) {
            // In the file's own characters; one that is not text says nothing.
            if (auto text = decoded(parameter.value, "", line.name)) {
                bool ignored = false;
                bytes_ += parameter.name.size() + text->size();
                kept.parameters.push_back(
                    {parameter.name, without_controls(std::move(*text), ignored)});
            }
        }
        properties_.push_back(std::move(kept));
    }

    std::optional<std::string> decoded(std::string_view bytes, std::string_view label,
                                       std::string_view property) {
        if (!has_high(bytes) && bytes.find('\x1B') == bytes.npos) return std::string{bytes};
        auto charset = charset_;
        if (!label.empty()) {
            auto const said = i18n::charset_of_label(label);
            if (!said) warn(Fault::unknown_charset, property);
            charset = said.value_or(charset_);
        }
        if (charset != i18n::Charset::utf8) {
            // Files were saved anew as UTF-8 and kept saying SHIFT_JIS. Three bytes that make one
            // character in UTF-8 do not come about by chance.
            bool const has_three = std::any_of(bytes.begin(), bytes.end(), [](char c) {
                return static_cast<unsigned char>(c) >= 0xE0;
            });
            if (has_three && is_utf8(bytes)) {
                warn(Fault::wrong_charset, property);
                return std::string{bytes};
            }
            if (auto text = i18n::decoded(bytes, charset)) return text;
        }
        if (is_utf8(bytes)) return std::string{bytes};
        if (charset != charset_ && charset_ != i18n::Charset::utf8) {
            if (auto text = i18n::decoded(bytes, charset_)) {
                warn(Fault::wrong_charset, property);
                return text;
            }
        }
        return {};
    }

    Lines lines_;
    i18n::Charset charset_;
    Each const &each_;
    Limits const &limits_;
    std::vector<Property> properties_;
    std::vector<Warning> warnings_;
    std::size_t depth_ = 0, begin_ = 0, bytes_ = 0;
    bool after_agent_ = false;
};

bool begins_with(std::string_view file, std::string_view lower_case) {
    while (!file.empty() && (file.front() == ' ' || file.front() == '\t' || file.front() == '\r' ||
                             file.front() == '\n'))
        file.remove_prefix(1);
    return lower_ascii(file.substr(0, lower_case.size())) == lower_case;
}

} // namespace

bool looks_like_vcard(std::string_view file) {
    auto head = file.substr(0, 4000);
    std::string narrow;
    if (auto const charset = i18n::charset_of(head); charset && is_wide(*charset)) {
        // Only its ASCII matters here.
        for (char const c : head) {
            if (c != 0 && static_cast<unsigned char>(c) < 0x80) narrow += c;
        }
        head = narrow;
    }
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    if (begins_with(head, "mecard:") || begins_with(head, "memory:")) return true;
    auto const lower = lower_ascii(head);
    for (auto at = lower.find("begin"); at != lower.npos; at = lower.find("begin", at + 1)) {
        bool const at_start = at == 0 || lower[at - 1] == '\n' || lower[at - 1] == '\r';
        auto rest = std::string_view{lower}.substr(at + 5, 40);
        if (at_start && !rest.empty() && (rest[0] == ':' || rest[0] == ' ') &&
            rest.find("vcard") != rest.npos)
            return true;
    }
    return false;
}

Result<Read> read(std::string_view file, std::optional<i18n::Charset> charset, Each const &each,
                  Limits const &limits) {
    if (file.size() > limits.file) {
        return refuse(Reason::too_large, {N_("This file is larger than {1} MB."),
                                          {std::to_string(limits.file >> 20)}});
    }
    auto const found = charset ? charset : i18n::charset_of(file);
    auto as = found.value_or(i18n::Charset::utf8);
    std::string whole;
    if (is_wide(as)) {
        auto text = i18n::decoded(file, as);
        if (!text)
            return refuse(Reason::invalid,
                          {N_("This file could not be read as {1}."), {std::string{name_of(as)}}});
        whole = std::move(*text);
        file = whole;
    } else if (file.starts_with("\xEF\xBB\xBF")) {
        file.remove_prefix(3);
    } else if (!charset &&
               !(as == i18n::Charset::utf8 && is_utf8(file) &&
                 lower_ascii(file.substr(0, 4000)).find("quoted-printable") == std::string::npos)) {
        as = charset_of_lines(file, limits);
    }
    auto const told = is_wide(as) ? i18n::Charset::utf8 : as;

    Read out;
    if (begins_with(file, "mecard:") || begins_with(file, "memory:")) {
        auto const text = i18n::decoded(file.substr(0, limits.value), told);
        if (!text)
            return refuse(Reason::invalid, {N_("This file could not be read as {1}."),
                                            {std::string{name_of(told)}}});
        bool had_controls = false;
        auto clean = without_controls(*text, had_controls);
        out.cards = 1;
        each(person_of_phone_text(clean), {}, 1);
    } else {
        CardReader reader{file, told, each, limits};
        out = reader.read();
    }
    if (out.cards == 0) return refuse(Reason::invalid, N_("This file contains no vCard."));
    out.charset = as;
    return out;
}

std::string_view to_string(Fault fault) {
    switch (fault) {
    case Fault::no_end: return "no_end";
    case Fault::broken_line: return "broken_line";
    case Fault::wrong_characters: return "wrong_characters";
    case Fault::unknown_charset: return "unknown_charset";
    case Fault::wrong_charset: return "wrong_charset";
    case Fault::control_characters: return "control_characters";
    case Fault::picture: return "picture";
    case Fault::nested_card: return "nested_card";
    case Fault::too_long: return "too_long";
    case Fault::too_many: return "too_many";
    }
    return "";
}

Sentence sentence_of(Fault fault) {
    switch (fault) {
    case Fault::no_end: return N_("The card has no proper end.");
    case Fault::broken_line: return N_("A line could not be read and was skipped.");
    case Fault::wrong_characters:
        return N_("An entry was skipped because its characters could not be read.");
    case Fault::unknown_charset: return N_("An entry specifies an unknown character encoding.");
    case Fault::wrong_charset:
        return N_(
            "An entry specifies the wrong character encoding. It was read in its actual encoding.");
    case Fault::control_characters: return N_("Control characters were removed.");
    case Fault::picture: return N_("Pictures and other attachments are not imported.");
    case Fault::nested_card: return N_("A card inside this card was skipped.");
    case Fault::too_long: return N_("An entry was too long and was skipped.");
    case Fault::too_many: return N_("The card has too many entries. The last ones were skipped.");
    }
    return {};
}

} // namespace goen::vcard
