// SPDX-License-Identifier: Apache-2.0
// A page that somebody linked to: its first line is the charset of the header, the rest its HTML.
// What is read of it is clean text in one line, a picture of the web, an address of the same host.
// Each line read as an address is written so that it reads the same.
#include "fetch/preview.hpp"
#include "base/text.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const input{reinterpret_cast<char const *>(data), size};
    auto const charset = input.substr(0, input.find('\n'));
    auto const html = input.substr(std::min(size, charset.size() + 1));
    auto const base = *fetch::Url::parse("http://a.example/b/c?d");
    auto const preview = fetch::read_preview(html, base, charset);
    for (auto const *text : {&preview.title, &preview.description, &preview.site}) {
        if (!is_clean_utf8(*text) || text->find_first_of("\r\n\t") != text->npos) std::abort();
        if (text->size() > 4000) std::abort();
    }
    if (preview.canonical.host() != base.host()) std::abort();
    for (auto const line : split(input.substr(0, 300), '\n')) {
        for (auto const &url : {fetch::Url::parse(line), base.resolve(line)}) {
            if (!url) continue;
            auto const text = url->text();
            auto const again = fetch::Url::parse(text);
            if (!again || again->text() != text || !(*again == *url)) std::abort();
            if (!text.starts_with("http://") && !text.starts_with("https://")) std::abort();
            if (text.find_first_of(" \t\r\n\"<>\\#") != text.npos) std::abort();
            if (text.substr(0, text.find('/', 8)).find('@') != text.npos) std::abort();
        }
    }
    return 0;
}
