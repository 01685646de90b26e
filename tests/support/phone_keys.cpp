// SPDX-License-Identifier: Apache-2.0
// Prints the key of each line's telephone number: "number<TAB>home<TAB>extension". For
// tests/api/phones.mjs, which holds them against another program's opinion.
#include "names/phone_key.hpp"

#include <iostream>

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        auto const key = goen::names::PhoneKey::of(line);
        std::cout << key.number << '\t' << key.home << '\t' << key.extension << '\n';
    }
}
