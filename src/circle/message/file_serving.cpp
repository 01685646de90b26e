// SPDX-License-Identifier: Apache-2.0
// Attachments over HTTP, by the same rule as their messages.
#include "base/text.hpp"
#include "message/message_doors.hpp"
#include "picture/picture_doors.hpp"
#include "web/page.hpp"

namespace goen::message {

http::Response serve_photo(web::Visit const &visit, Messages &messages) {
    auto const id = visit.path_id<FileId>();
    auto const size = parse_id(visit.path_param("size")).value_or(0);
    auto const format = picture::format_for(visit);
    bool const is_webp = format == picture::Format::webp;
    std::optional<std::string> bytes;
    if (size > 0 && size <= 10'000) {
        auto found =
            messages.content(visit.member, id, static_cast<int>(size), is_webp ? "webp" : "jpeg");
        if (found) bytes = std::move(found->bytes);
    }
    return picture::print_response(visit, std::move(bytes), format,
                                   id.text() + "-" + std::to_string(size),
                                   picture::Keeping::never_unasked);
}

// Whatever is in it, no browser shows it as a page of this site: it is saved, its type is not
// guessed, and a page made of it in spite of that would be allowed nothing.
http::Response serve_file(web::Visit const &visit, Messages &messages) {
    auto found = messages.content(visit.member, visit.path_id<FileId>(), 0, "");
    if (!found)
        return web::refused(visit, {Reason::not_found,
                                    N_("This file was not found, or you do not have access to it."),
                                    {},
                                    {}});
    http::Response response;
    response.body = std::move(found->bytes);
    response.set("content-type",
                 found->file.type == "text/plain" ? "text/plain; charset=utf-8" : found->file.type);
    response.set("content-disposition", "attachment; filename=\"file\"; filename*=UTF-8''" +
                                            percent_encoded(found->file.name));
    response.set("x-content-type-options", "nosniff");
    response.set("content-security-policy", "default-src 'none'; sandbox");
    response.set("cache-control", "no-store");
    return response;
}

} // namespace goen::message
