// SPDX-License-Identifier: Apache-2.0
#include "http/compress.hpp"

#include "base/result.hpp"
#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/conditional.hpp"

#include <brotli/encode.h>
#include <zlib.h>

namespace goen::http {
namespace {

constexpr std::size_t worth_it = 1024;

} // namespace

Coding coding_for(std::string_view accept_encoding) {
    int br = -1, gz = -1, any = -1;
    for (auto const &[what, quality] : preferences(accept_encoding)) {
        if (equal_ignoring_case(what, "br")) br = quality;
        if (equal_ignoring_case(what, "gzip") || equal_ignoring_case(what, "x-gzip")) gz = quality;
        if (what == "*") any = quality;
    }
    if (br < 0) br = any;
    if (gz < 0) gz = any;
    if (br > 0 && br >= gz) return Coding::brotli;
    return gz > 0 ? Coding::gzip : Coding::none;
}

std::string_view to_string(Coding coding) {
    switch (coding) {
    case Coding::brotli: return "br";
    case Coding::gzip: return "gzip";
    case Coding::none: break;
    }
    return "";
}

std::string brotli(std::string_view bytes, int quality) {
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()) + 16, '\0');
    std::size_t size = out.size();
    auto const done =
        BrotliEncoderCompress(quality, quality < 9 ? 18 : BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                              bytes.size(), reinterpret_cast<std::uint8_t const *>(bytes.data()),
                              &size, reinterpret_cast<std::uint8_t *>(out.data()));
    if (done != BROTLI_TRUE) throw Trouble{"brotli could not compress"};
    out.resize(size);
    return out;
}

std::string gzip(std::string_view bytes, int level) {
    z_stream stream{};
    // 15 bits of window, +16: a gzip header instead of a zlib one (RFC 1952).
    if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw Trouble{"zlib could not start"};
    }
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int const done = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (done != Z_STREAM_END) throw Trouble{"zlib could not compress"};
    return out;
}

bool is_compressible(std::string_view content_type) {
    auto const type = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           type == "application/json" || type == "application/javascript" ||
           type == "application/xml";
}

void vary_on(Response &response, std::string_view name) {
    for (auto &[each, value] : response.headers) {
        if (each != "vary") continue;
        for (auto const part : split(value, ',')) {
            if (trimmed(part) == "*" || equal_ignoring_case(trimmed(part), name)) return;
        }
        value += ", ";
        value += name;
        return;
    }
    response.add("vary", std::string{name});
}

void compress(Request const &request, Response &response) {
    if (response.status < 200 || response.status == 204 || response.status == 206 ||
        response.status == 304)
        return;
    if (!response.header("content-encoding").empty() || response.content().size() <= worth_it)
        return;
    if (!is_compressible(response.header("content-type"))) return;
    if (response.header("cache-control").find("no-transform") != std::string_view::npos) return;

    vary_on(response, "Accept-Encoding");
    auto const coding = coding_for(request.header("accept-encoding"));
    if (coding == Coding::none) return;
    auto smaller = coding == Coding::brotli ? brotli(response.content()) : gzip(response.content());
    response.shared_body.reset();
    response.body = std::move(smaller);
    response.set("content-encoding", std::string{to_string(coding)});
    // Other bytes than those the strong tag was made of. The tag stays strong: If-Match takes no
    // other.
    if (auto const tag = response.header("etag"); !tag.empty() && !tag.starts_with("W/"))
        response.set("etag", etag_in(tag, to_string(coding)));
}

} // namespace goen::http
