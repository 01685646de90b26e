// SPDX-License-Identifier: Apache-2.0
#include "names/prefix_key.hpp"

#include "base/text.hpp"
#include "names/search_key.hpp"

namespace goen::names {
namespace {

constexpr std::size_t longest_key = 60; // bytes before hex

std::string cut(std::string text) {
    if (text.size() <= longest_key) return text;
    std::size_t end = longest_key;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

std::string without_spaces(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const start = at;
        auto const c = next_code_point(text, at);
        if (c != U' ' && c != U'\u3000' && c != U'\u00a0') out += text.substr(start, at - start);
    }
    return out;
}

void add_forms(std::set<std::string> &to, std::string_view word) {
    auto const bare = without_spaces(word);
    if (bare.empty()) return;
    for (auto const &form : {folded(bare), loose_romaji(bare)}) {
        if (auto key = cut(without_spaces(form)); !key.empty()) to.insert(hex(key));
    }
}

} // namespace

std::set<std::string> prefix_keys(PersonName const &name) {
    std::set<std::string> keys;
    for (auto const &[family, given] :
         {std::pair{&name.family, &name.given}, std::pair{&name.family_kana, &name.given_kana},
          std::pair{&name.family_romaji, &name.given_romaji}}) {
        add_forms(keys, *family + *given);
        add_forms(keys, *given + *family);
        // One finds Garcia in García Márquez, too.
        for (auto const *part : {family, given}) {
            for (auto const word : split(*part, ' ')) add_forms(keys, word);
        }
    }
    add_forms(keys, name.middle);
    return keys;
}

std::set<std::string> prefixes_of(std::string_view query) {
    std::set<std::string> prefixes;
    add_forms(prefixes, query);
    std::size_t words = 0;
    std::string spaced{query};
    for (auto at = spaced.find("\u3000"); at != spaced.npos; at = spaced.find("\u3000", at)) {
        spaced.replace(at, 3, " ");
    }
    for (auto const word : split(spaced, ' ')) {
        if (!trimmed(word).empty() && ++words <= 4) add_forms(prefixes, trimmed(word));
    }
    return prefixes;
}

} // namespace goen::names
