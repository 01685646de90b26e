// SPDX-License-Identifier: Apache-2.0
// A name as typed and a search as typed: accepted names come back byte for byte, folding twice is
// folding once.
#include "base/text.hpp"
#include "names/person_name.hpp"
#include "names/phone.hpp"
#include "names/search_key.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string const text{reinterpret_cast<char const *>(data), size};
    if (!is_clean_utf8(text)) return 0; // the door has refused it
    names::NameInput input;
    input.family = text;
    if (auto const name = names::PersonName::parse(input, names::NameRule::contact)) {
        if (name->family != trimmed(text)) std::abort();
        (void)names::sort_key(*name);
        (void)names::index_head(*name);
        (void)names::NameQuery{text}.rank(*name);
    }
    auto const once = names::folded(text);
    if (names::folded(once) != once) std::abort();
    (void)names::loose_romaji(text);
    (void)names::Phone::parse(text);
    return 0;
}
