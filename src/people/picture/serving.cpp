// SPDX-License-Identifier: Apache-2.0
// One print over HTTP. Whether it may be seen is asked before anything else, also before "you have
// it already".
#include "base/text.hpp"
#include "http/conditional.hpp"
#include "picture/picture_doors.hpp"

#include <charconv>

namespace goen::picture {
namespace {

// WebP for those who name it. "*/*" of an old phone is no promise, so it gets what every browser
// has always read.
bool takes_webp(std::string_view accept) {
    for (auto const one : split(accept, ',')) {
        auto const parts = split(one, ';');
        if (lower_ascii(trimmed(parts[0])) != "image/webp") continue;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto const weight = lower_ascii(trimmed(parts[i]));
            if (weight.starts_with("q=0") && weight.find_first_of("123456789", 2) == weight.npos)
                return false;
        }
        return true;
    }
    return false;
}

http::Response nothing() {
    auto response = http::text("There is no such picture, or it is not for you.\n", 404);
    response.set("cache-control", "private, no-store");
    response.set("x-content-type-options", "nosniff");
    return response;
}

} // namespace

Format format_for(web::Visit const &visit) {
    return takes_webp(visit.request.header("accept")) ? Format::webp : Format::jpeg;
}

http::Response print_response(web::Visit const &visit, std::optional<std::string> bytes,
                              Format format, std::string const &tag, Keeping keeping) {
    if (!bytes) return nothing();
    http::Response response;
    response.body = std::move(*bytes);
    response.set("content-type", format == Format::webp ? "image/webp" : "image/jpeg");
    response.set("cache-control", keeping == Keeping::for_long
                                      ? "private, max-age=2592000, immutable"
                                      : "private, no-cache");
    response.set("vary", "Accept, Cookie, Authorization");
    response.set("x-content-type-options", "nosniff");
    response.set("content-security-policy", "default-src 'none'; sandbox");
    response.set("cross-origin-resource-policy", "same-origin");
    auto const etag = "\"" + tag + (format == Format::webp ? "w\"" : "j\"");
    response.set("etag", etag);
    if (http::has_already(visit.request, etag)) return http::not_modified(response);
    return response;
}

http::Response serve(web::Visit const &visit, Pictures &pictures) {
    auto const owner = visit.path_id<MemberId>("member");
    auto const hash = visit.path_param("hash");
    auto const typed = visit.path_param("size");
    int size = 0;
    auto const [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), size);
    if (error != std::errc{} || end != typed.data() + typed.size()) return nothing();
    auto const format = format_for(visit);
    // The address says what is in it, so it never changes; but it is for this reader alone, and
    // only as long as she is logged in.
    return print_response(visit, pictures.print(visit.member, owner, hash, size, format), format,
                          std::string{hash} + "-" + std::to_string(size), Keeping::for_long);
}

} // namespace goen::picture
