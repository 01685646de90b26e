// SPDX-License-Identifier: Apache-2.0
#include "i18n/words.hpp"

#include "i18n/catalogue.hpp"

#include <boost/locale/gnu_gettext.hpp>

#include <charconv>
#include <locale>

namespace goen::i18n {

namespace {

using Catalogue = boost::locale::message_format<char>;

// The Japanese catalogue, read once from the bytes in the binary; immutable from then on.
std::locale with_japanese() {
    namespace gettext = boost::locale::gnu_gettext;
    gettext::messages_info info;
    info.language = "ja";
    info.encoding = "UTF-8";
    info.paths.push_back("embedded");
    info.domains.push_back(gettext::messages_info::domain{"goen"});
    info.callback = [](std::string const &file, std::string const &) {
        auto const bytes =
            file == "embedded/ja/LC_MESSAGES/goen.mo" ? japanese_catalogue() : std::string_view{};
        return std::vector<char>{bytes.begin(), bytes.end()};
    };
    return {std::locale::classic(), gettext::create_messages_facet<char>(info)};
}

Catalogue const &japanese() {
    static std::locale const locale = with_japanese();
    static Catalogue const &catalogue = std::use_facet<Catalogue>(locale);
    return catalogue;
}

std::string grouped(std::int64_t number) {
    auto text = std::to_string(number);
    std::size_t const first = text[0] == '-' ? 1 : 0;
    for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

} // namespace

std::string_view code(Language language) { return language == Language::ja ? "ja" : "en"; }

Language language_of(std::string_view code, Language otherwise) {
    auto const primary = code.substr(0, code.find_first_of("-_"));
    if (primary == "ja") return Language::ja;
    if (primary == "en") return Language::en;
    return otherwise;
}

char const *Words::operator()(char const *msgid) const {
    if (language_ == Language::en || !*msgid)
        return msgid; // the empty msgid is the catalogue's own header
    auto const *found = japanese().get(0, nullptr, msgid);
    return found ? found : msgid;
}

std::string Words::operator()(char const *msgid, std::vector<std::string> const &args) const {
    return filled((*this)(msgid), args);
}

std::string Words::operator()(Sentence const &sentence) const {
    return filled((*this)(sentence.msgid.c_str()), sentence.args);
}

std::string Words::n(char const *one, char const *many, std::int64_t count) const {
    char const *text = count == 1 ? one : many;
    if (language_ == Language::ja) {
        if (auto const *found = japanese().get(0, nullptr, one)) text = found;
    }
    return filled(text, {grouped(count)});
}

char const *Words::p(char const *context, char const *msgid) const {
    if (language_ == Language::en) return msgid;
    auto const *found = japanese().get(0, context, msgid);
    return found ? found : msgid;
}

std::string filled(std::string_view text, std::vector<std::string> const &args) {
    std::string out;
    out.reserve(text.size() + 16 * args.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const open = text.find('{', at);
        if (open == text.npos) {
            out += text.substr(at);
            break;
        }
        out += text.substr(at, open - at);
        std::size_t number = 0;
        auto const *end = text.data() + text.size();
        auto const [after, error] = std::from_chars(text.data() + open + 1, end, number);
        if (error == std::errc{} && after != end && *after == '}' && number >= 1 &&
            number <= args.size()) {
            out += args[number -
                        1]; // never looked at again: an argument with {1} in it stays as it is
            at = static_cast<std::size_t>(after - text.data()) + 1;
        } else {
            out += '{';
            at = open + 1;
        }
    }
    return out;
}

} // namespace goen::i18n
