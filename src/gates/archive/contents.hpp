// SPDX-License-Identifier: Apache-2.0
// What is in an archive, said in plain words: the same on the page and in its README.txt.
#pragma once

#include "i18n/words.hpp"

namespace goen::archive {

struct Item {
    std::string files, what;
};
std::vector<Item> contents(i18n::Words const &w);
std::string readme(i18n::Words const &w, std::string_view network, Time made);

} // namespace goen::archive
