// SPDX-License-Identifier: Apache-2.0
// Words: the language a person reads, as a value. English sentences are the message ids; Japanese
// comes from po/ja.po, compiled and embedded in the binary (Boost.Locale's gettext reader). Cheap
// to copy; shared freely.
//
//     w("My cards")    w("{1} asked for your card", {name})    w.n("{1} person", "{1} people",
//     count)
//
// xgettext collects w(...), w.n(...) and N_(...).
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace goen::i18n {

enum class Language { ja, en };
std::string_view code(Language language); // "ja", "en"
Language language_of(std::string_view code, Language otherwise = Language::ja);

class Words {
public:
    explicit Words(Language language) : language_(language) {}
    Language language() const { return language_; }
    bool is_ja() const { return language_ == Language::ja; }

    // The sentence in this language; the English one when it is missing. Valid for ever.
    char const *operator()(char const *msgid) const;
    std::string operator()(char const *msgid, std::vector<std::string> const &args) const;
    std::string operator()(Sentence const &sentence) const;
    // By number: Japanese has one form. {1} is the number with thousands separators.
    std::string n(char const *one, char const *many, std::int64_t count) const;
    // For words that need telling apart: p("button", "Close")
    char const *p(char const *context, char const *msgid) const;

private:
    Language language_;
};

// {1} {2} … replaced.
std::string filled(std::string_view text, std::vector<std::string> const &args);

} // namespace goen::i18n
