// SPDX-License-Identifier: Apache-2.0
// What a name column of a list holds besides a name: degrees and licences (MBA, Ph.D., 弁護士),
// forms of address (Dr., 様), generations (Jr.), readings and other names in brackets or behind a
// bar. Nothing is lost: every letter of the text stands in exactly one part of the answer; only
// white space, commas, bars, quotation marks and the brackets that were opened are dropped.
//
// Words are taken off only where they cannot be a name: 博士 alone is a given name (ひろし), "Ma" a
// surname. Where nothing is taken off, the name is the text as it stands.
#pragma once

#include "names/person_name.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::names {

enum class NameColumn { whole, family, given };

struct NameParts {
    std::string name;                  // what is left; not blank unless the text is
    std::vector<std::string> prefixes; // Dr. Prof. 弁護士
    std::vector<std::string> suffixes; // MBA Ph.D. Jr. 様
    std::string kana, romaji;          // a reading in brackets beside the name: (さとう), (Sato)
    std::vector<std::string> others;   // whatever else stood beside it: (Bill), 旧姓 鈴木

    bool is_name_only() const {
        return prefixes.empty() && suffixes.empty() && kana.empty() && romaji.empty() &&
               others.empty();
    }
};

// A "Yamada, Hana" of a whole column becomes "Hana Yamada" (山田, 花子 becomes 山田 花子).
NameParts name_parts(std::string_view text, NameColumn column);

// A whole name without anything beside it, as family and given name. Latin names end with the
// family name, unless a first word in capitals says that it is the family name ("YAMADA Hana"). A
// single word in kanji is taken for a family name unless it is known as a given name only, one in
// kana when some surname is read so, and any other for a given name: that is where people with one
// name are asked to enter it.
struct FullName {
    std::string family, given;
    Order order = Order::family_first;
};
FullName full_name(std::string_view name);

} // namespace goen::names
