// SPDX-License-Identifier: Apache-2.0
// A post and an article: whatever was typed, the markup holds the known tags alone, all closed,
// with links to http, https and mailto; it is no deeper and not much longer than it may be.
#include "markup/markup.hpp"
#include "base/text.hpp"
#include "markup/testing_tags.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const *>(data), size};
    if (!is_clean_utf8(text)) return 0;
    for (auto const format : {markup::Format::plain, markup::Format::article}) {
        auto const shape = markup::shape_of(markup::written(text, format).markup());
        if (!shape || shape->deepest > 30) std::abort();
        if (markup::written(text, format).markup().size() > 25 * size + 1000) std::abort();
        for (auto const &link : markup::links(text, format)) {
            if (!link.starts_with("http://") && !link.starts_with("https://")) std::abort();
        }
        for (auto const id : markup::mentions(text, format)) {
            if (text.find("[" + id.text() + "]") == text.npos && format == markup::Format::plain)
                std::abort();
        }
        auto const words = markup::excerpt(text, format, 20);
        if (!is_clean_utf8(words) || words.find('\n') != words.npos) std::abort();
    }
    return 0;
}
