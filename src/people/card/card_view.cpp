// SPDX-License-Identifier: Apache-2.0
#include "card/card_view.hpp"

#include "base/text.hpp"
#include "card/card_print.hpp"
#include "names/kana.hpp"

#include <algorithm>

namespace goen::card {

using namespace html;

namespace {

std::string joined(std::vector<std::string> const &levels, std::string_view by) {
    std::string out;
    for (auto const &level : levels) {
        if (!out.empty()) out += by;
        out += level;
    }
    return out;
}

char const *code_of(Language language) { return language == Language::ja ? "ja" : "en"; }

// 山田 with やまだ above it. A part that is its own reading (やまだ, Maria) stands alone.
Html with_reading(std::string const &part, std::string const &kana) {
    if (part.empty()) return {};
    auto const over = names::furigana(part, kana);
    if (over.empty()) return span(cls("name-part"), part);
    return ruby(cls("name-part"), part, rp("("), rt(over), rp(")"));
}

// Japanese characters say in which language a name is written; the names room orders it.
bool is_japanese(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
            (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000) {
            return true;
        }
    }
    return false;
}

Html written_name(names::PersonName const &name, Language side) {
    if (side == Language::en) {
        auto const romaji = name.latin();
        if (!romaji.empty()) return span(cls("name-part"), lang("en"), romaji);
    }
    // Letters need no kana above them where letters are read.
    bool const is_read = side == Language::ja || is_japanese(name.family + name.given);
    auto const family = with_reading(name.family, is_read ? name.family_kana : "");
    auto const given = with_reading(name.given, is_read ? name.given_kana : "");
    auto const middle = name.middle.empty() ? Html{} : span(cls("name-part"), name.middle);
    bool const is_family_first = name.order == names::Order::family_first;
    Html out;
    for (auto const &part : is_family_first ? std::vector{family, given, middle}
                                            : std::vector{given, middle, family}) {
        if (part.empty()) continue;
        if (!out.empty()) out += Html{" "};
        out += part;
    }
    return out;
}

// Numbers upright in vertical writing: 2 or 3 signs side by side (10F), longer ones in kanji
// numerals. A company's or a department's name keeps its digits.
enum class Digits { in_kanji, as_typed };
Html upright(std::string_view text, Digits digits) {
    std::u32string run;
    Html out;
    std::string plain;
    auto const flush_run = [&] {
        if (run.empty()) return;
        auto const ascii = to_utf8(run);
        bool const stays = digits == Digits::as_typed ||
                           std::any_of(run.begin(), run.end(), [](char32_t c) { return c > '9'; });
        if (stays && run.size() <= 3) {
            out += Html{plain};
            plain.clear();
            out += span(cls("tcy"), ascii);
        } else {
            plain += stays ? ascii : kanji_numerals(ascii);
        }
        run.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        bool const is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool const joins =
            (c >= '0' && c <= '9') || (is_letter && (!run.empty() || digits == Digits::as_typed));
        if (joins) {
            run += c;
        } else {
            bool const ends_number = !run.empty();
            flush_run();
            if (c == '-' && ends_number && digits == Digits::in_kanji)
                plain += "－";
            else
                append_utf8(plain, c);
        }
    }
    flush_run();
    out += Html{plain};
    return out;
}

struct Lines {
    Setting const &setting;
    i18n::Words const &w;

    Html text(std::string_view value) const {
        auto const line = cut_to(value, setting.longest);
        return setting.is_vertical ? upright(line, Digits::in_kanji) : Html{line};
    }
    // Company, department and title.
    Html post(std::string_view value) const {
        auto const line = cut_to(value, setting.longest);
        return setting.is_vertical ? upright(line, Digits::as_typed) : Html{line};
    }

    // 兼務 on one line. In English as English has it: Section Chief, Sales, Mihon K.K.
    Html other_position(Position const &position) const {
        auto const line = post(position_line(position, setting.language));
        if (setting.language == Language::en) return p(cls("also"), line);
        return p(cls("also"), span(cls("also-mark"), "兼"), " ", line);
    }

    Html address() const {
        if (!setting.address) return {};
        auto const &a = *setting.address;
        auto const language = lang(code_of(setting.language));
        if (setting.language == Language::en)
            return p(cls("place"), language,
                     cut_to(address_line(a, Language::en), setting.longest * 2));
        auto const code =
            a.postal_code.empty() ? std::string{} : (a.country == "JP" ? "〒" : "") + a.postal_code;
        auto const where = a.region + a.locality + a.street;
        return p(
            cls("place"), language,
            when(!code.empty(), [&] { return span(cls("postal"), text(code)); }),
            when(!where.empty(), [&] { return span(cls("where"), text(where)); }),
            when(!a.building.empty(), [&] { return span(cls("building"), text(a.building)); }));
    }

    Html phones() const {
        if (setting.phones.empty()) return {};
        return p(
            cls("numbers"), each(setting.phones, [&](Labelled const *phone) {
                auto const typed = cut_to(phone->value, setting.longest);
                auto const value = setting.is_vertical ? Html{kanji_numerals(typed)} : Html{typed};
                return span(cls("number"), span(cls("of"), short_label(phone->label)), " ", value);
            }));
    }

    // On a card the label is the side's, whoever reads it.
    std::string short_label(std::string const &label) const {
        return phone_label(label,
                           i18n::Words{setting.is_vertical ? Language::ja : setting.language});
    }

    Html links() const {
        auto const line = [&](Labelled const *one) {
            return p(cls("link"), cut_to(one->value, setting.longest * 3 / 2));
        };
        return all(each(setting.emails, line), each(setting.urls, line));
    }
};

char const *class_of(Style style) {
    switch (style) {
    case Style::mincho_white: return "";
    case Style::mincho_cream: return " cream";
    case Style::mincho_navy: return " navy";
    case Style::gothic_white: return " gothic";
    case Style::gothic_navy: return " gothic navy";
    }
    return "";
}

std::string face_class(Setting const &s, CardBody const &body, Size size, bool is_bare) {
    std::string name = "meishi ";
    name += s.is_vertical ? "tall vertical " : s.is_tall ? "tall " : "";
    name += size == Size::large ? "large" : size == Size::small ? "small" : "print";
    name += " fit-" + std::to_string(s.step) + " name-" + std::to_string(s.name_step);
    if (is_bare) name += " bare";
    if (!body.photo.empty()) name += " with-photo";
    if (!body.logo.empty()) name += " with-logo";
    return name + class_of(body.style);
}

} // namespace

bool has_side(CardBody const &body, Language side) {
    if (side == Language::ja) return !body.ja.empty() || body.en.empty();
    return !body.en.empty();
}

Html meishi(CardBody const &body, i18n::Words const &w, Language side, Size size) {
    auto const s = set_in_type(body, side);
    bool const is_bare =
        !s.main && !s.address && body.phones.empty() && body.emails.empty() && body.urls.empty();
    auto const name = body.name.display(side);
    auto const label =
        name.empty() ? std::string{w("A card without a name")} : w("{1}'s card", {name});
    auto const of_side = lang(code_of(s.language));
    Lines const lines{s, w};

    Html head, title, also;
    if (s.main) {
        head = all(when(!s.main->company.empty(),
                        [&] { return p(cls("company"), of_side, lines.post(s.main->company)); }),
                   when(!s.main->department.empty(), [&] {
                       return p(cls("department"), of_side,
                                lines.post(joined(s.main->department,
                                                  s.language == Language::ja ? "　" : ", ")));
                   }));
        if (!s.main->title.empty()) title = p(cls("title"), of_side, lines.post(s.main->title));
    }
    for (auto const *position : s.others) also += lines.other_position(*position);
    if (s.others_left_out > 0) {
        also += p(cls("also"), w.n("and {1} more", "and {1} more",
                                   static_cast<std::int64_t>(s.others_left_out)));
    }

    auto const romaji = side == Language::ja && !s.is_vertical && is_japanese(name)
                            ? (w.is_ja() ? body.name.romaji() : body.name.latin())
                            : std::string{};
    auto const how = body.name.is_latin_derived() && (side == Language::en || !w.is_ja())
                         ? attr("title", w("Romanized from the reading"))
                         : no_attribute();
    auto const name_language = is_japanese(name) ? "ja" : "en";
    auto const person =
        div(cls("person"), title,
            when(!name.empty(),
                 [&] {
                     return p(cls("name"), lang(name_language),
                              side == Language::en ? how : no_attribute(),
                              written_name(body.name, side));
                 }),
            when(name.empty(),
                 [&] { return p(cls("name unseen"), attr("aria-hidden", "true"), "―――"); }),
            when(!romaji.empty(), [&] { return p(cls("romaji"), lang("en"), how, romaji); }));

    auto const small_print = all(lines.address(), lines.phones(), lines.links());
    return article(
        cls(face_class(s, body, size, is_bare)), attr("aria-label", label),
        div(cls("face"),
            when(!head.empty() || !also.empty(), [&] { return div(cls("post"), head, also); }),
            person,
            // Read aloud from card_details(), where each is a link; here it is print.
            when(!small_print.empty(),
                 [&] { return div(cls("small-print"), attr("aria-hidden", "true"), small_print); }),
            pictures_on_face(body, w, size)));
}

Html card_of_reader(CardBody const &body, i18n::Words const &w) {
    auto const first = w.is_ja() ? Language::ja : Language::en;
    auto const second = w.is_ja() ? Language::en : Language::ja;
    return meishi(body, w, has_side(body, first) ? first : second);
}

Html card_with_back(CardBody const &body, i18n::Words const &w) {
    auto first = w.is_ja() ? Language::ja : Language::en;
    auto second = w.is_ja() ? Language::en : Language::ja;
    if (!has_side(body, first)) std::swap(first, second);
    bool const has_back = has_side(body, second) && has_side(body, first);
    return all(meishi(body, w, first), when(has_back, [&] {
                   return details(
                       summary(second == Language::en ? w("Back (English)") : w("Back (Japanese)")),
                       meishi(body, w, second));
               }));
}

Html both_sides(CardBody const &body, i18n::Words const &w) {
    auto const first = w.is_ja() ? Language::ja : Language::en;
    auto const second = w.is_ja() ? Language::en : Language::ja;
    Html faces;
    if (has_side(body, first)) faces += meishi(body, w, first);
    if (has_side(body, second)) faces += meishi(body, w, second);
    return div(cls("meishi-sides"), faces);
}

std::string position_line(Position const &position, Language language) {
    auto parts = position.department;
    if (language == Language::ja) {
        parts.insert(parts.begin(), position.company);
        parts.push_back(position.title);
    } else {
        std::reverse(parts.begin(), parts.end());
        parts.insert(parts.begin(), position.title);
        parts.push_back(position.company);
    }
    std::erase(parts, std::string{});
    return joined(parts, language == Language::ja ? " " : ", ");
}

std::string address_line(Address const &a, Language language) {
    if (language == Language::ja) {
        std::string out =
            a.postal_code.empty() ? "" : (a.country == "JP" ? "〒" : "") + a.postal_code;
        for (auto const &part : {a.region + a.locality + a.street, a.building}) {
            if (part.empty()) continue;
            if (!out.empty()) out += ' ';
            out += part;
        }
        if (!a.country.empty() && a.country != "JP") out += " " + a.country;
        return out;
    }
    // Small to big: Mihon Bldg. 10F, 1-2-3 Marunouchi, Chiyoda-ku, Tokyo 100-0005, JAPAN
    auto region = a.region;
    if (!a.postal_code.empty()) region += (region.empty() ? "" : " ") + a.postal_code;
    std::vector<std::string> parts{a.building, a.street, a.locality, region,
                                   a.country == "JP" ? "JAPAN" : a.country};
    std::erase(parts, std::string{});
    return joined(parts, ", ");
}

std::string phone_label(std::string_view label, i18n::Words const &w) {
    if (label == "main") return w.p("phone", "Main");
    if (label == "direct") return w.p("phone", "Direct");
    if (label == "mobile") return w.p("phone", "Mobile");
    if (label == "fax") return w.p("phone", "Fax");
    if (label == "extension") return w.p("phone", "Ext.");
    if (label == "home") return w.p("phone", "Home");
    return std::string{label};
}

std::string tier_label(Tier tier, i18n::Words const &w) {
    switch (tier) {
    case Tier::none: return w("Everyone, even before an exchange");
    case Tier::exchanged: return w("People I exchanged cards with");
    case Tier::colleague: return w("People I work with");
    case Tier::close: return w("People close to me");
    case Tier::owner: return w("Myself");
    }
    return {};
}

std::string style_label(Style style, i18n::Words const &w) {
    switch (style) {
    case Style::mincho_white: return w("Serif, white");
    case Style::mincho_cream: return w("Serif, cream");
    case Style::mincho_navy: return w("Serif, navy");
    case Style::gothic_white: return w("Sans serif, white");
    case Style::gothic_navy: return w("Sans serif, navy");
    }
    return {};
}

std::string kind_label(Kind kind, i18n::Words const &w) {
    switch (kind) {
    case Kind::company: return w("Company card");
    case Kind::own: return w("Own card");
    case Kind::private_: return w("Private card");
    }
    return {};
}

} // namespace goen::card
