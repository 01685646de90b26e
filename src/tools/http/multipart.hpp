// SPDX-License-Identifier: Apache-2.0
// multipart/form-data (RFC 7578) read from a body that has already arrived. Copies nothing but
// names: a part's body is a view into the text that was read, which must outlive it.
//
// Strict by intent, like the head of a request: what browsers and curl never send (folded headers,
// bare line feeds, a preamble, filename*, a path as a file's name, two files under one name) is
// refused, not guessed at.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace goen::http {

// One file as it was sent. Name and type are what the sender claims: never trust them, and never
// use the file's name as one of ours.
struct UploadedFile {
    std::string field; // the form's field
    std::string name;  // "meishi.jpg", one segment, clean UTF-8; may be empty
    std::string type;  // "image/jpeg", lower case, no parameters; may be empty
    std::string_view bytes;
};

struct Multipart {
    Params fields;                   // parts that are no files, clean UTF-8
    std::vector<UploadedFile> files; // a file input left empty is not there
};

struct MultipartLimits {
    std::size_t parts = 1000;
    std::size_t head = 4 * 1024;     // bytes of one part's headers
    std::size_t field = 1024 * 1024; // bytes of one part that is no file
};

// The boundary parameter of a Content-Type: 1 to 70 characters of RFC 2046; nothing when it is
// missing, malformed or there twice.
std::optional<std::string> boundary_of(std::string_view content_type);

// Work is linear in the size of the body. Refusals are Reason::invalid, or too_large for the
// limits.
Result<Multipart> read_multipart(std::string_view body, std::string_view boundary,
                                 MultipartLimits const &limits = {});

} // namespace goen::http
