// SPDX-License-Identifier: Apache-2.0
// A multipart form: the first line is the Content-Type, the rest is the body. What is read lies
// inside the body, and written out again it reads the same.
#include "http/multipart.hpp"
#include "base/text.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const input{reinterpret_cast<char const *>(data), size};
    auto const line = input.substr(0, input.find('\n'));
    auto const body = input.substr(std::min(size, line.size() + 1));
    auto const boundary = http::boundary_of(line);
    if (!boundary) return 0;
    auto const form = http::read_multipart(body, *boundary);
    if (!form) {
        if (form.why().message.empty()) std::abort();
        return 0;
    }
    std::string again;
    auto const quoted = [](std::string_view text) {
        std::string out;
        for (char const c : text) {
            if (c == '"')
                out += "%22";
            else if (c == '\r')
                out += "%0D";
            else if (c == '\n')
                out += "%0A";
            else
                out += c;
        }
        return '"' + out + '"';
    };
    for (auto const &[name, value] : form->fields.pairs()) {
        if (!is_clean_utf8(name) || !is_clean_utf8(value)) std::abort();
        again += "--" + *boundary + "\r\nContent-Disposition: form-data; name=" + quoted(name) +
                 "\r\n\r\n" + value + "\r\n";
    }
    for (auto const &file : form->files) {
        if (file.bytes.size() > 0 &&
            (file.bytes.data() < body.data() ||
             file.bytes.data() + file.bytes.size() > body.data() + body.size()))
            std::abort();
        if (file.name.find('/') != std::string::npos || !is_clean_utf8(file.name)) std::abort();
        again += "--" + *boundary +
                 "\r\nContent-Disposition: form-data; name=" + quoted(file.field) +
                 "; filename=" + quoted(file.name) + "\r\n\r\n" + std::string{file.bytes} + "\r\n";
    }
    again += "--" + *boundary + "--";
    auto const second = http::read_multipart(again, *boundary, {.parts = 1000, .head = 64 * 1024});
    if (!second || second->fields.pairs() != form->fields.pairs() ||
        second->files.size() != form->files.size())
        std::abort();
    for (std::size_t i = 0; i < form->files.size(); ++i) {
        if (second->files[i].bytes != form->files[i].bytes ||
            second->files[i].name != form->files[i].name)
            std::abort();
    }
    return 0;
}
