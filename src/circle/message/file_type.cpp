// SPDX-License-Identifier: Apache-2.0
// What a file is, by its first bytes alone: neither its name nor what its sender claims. Whatever
// comes out, a file is only ever handed out to be saved.
#include "base/text.hpp"
#include "media/darkroom.hpp"
#include "message/message_state.hpp"

namespace goen::message {
namespace {

struct Beginning {
    std::string_view bytes, type;
    std::size_t at = 0;
};
using namespace std::literals;
constexpr Beginning beginnings[]{
    {"%PDF-"sv, "application/pdf"sv},
    {"PK\x03\x04"sv, "application/zip"sv}, // also the documents of today's office programs
    {"PK\x05\x06"sv, "application/zip"sv},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"sv}, // and yesterday's
    {"7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"sv},
    {"\x1F\x8B"sv, "application/gzip"sv},
    {"{\\rtf"sv, "application/rtf"sv},
    {"ID3"sv, "audio/mpeg"sv},
    {"OggS"sv, "audio/ogg"sv},
    {"ftyp"sv, "video/mp4"sv, 4},
    {"\x1A\x45\xDF\xA3"sv, "video/webm"sv},
};

} // namespace

std::string type_of(std::string_view bytes) {
    switch (media::file_kind(bytes)) {
    case media::FileKind::jpeg: return "image/jpeg";
    case media::FileKind::png: return "image/png";
    case media::FileKind::webp: return "image/webp";
    case media::FileKind::gif: return "image/gif";
    case media::FileKind::heif: return "image/heif";
    case media::FileKind::none: break;
    }
    for (auto const &one : beginnings) {
        if (bytes.size() >= one.at && bytes.substr(one.at).starts_with(one.bytes))
            return std::string{one.type};
    }
    // HTML, SVG and scripts are text like any other here.
    return is_clean_utf8(bytes) ? "text/plain" : "application/octet-stream";
}

} // namespace goen::message
