// SPDX-License-Identifier: Apache-2.0
// Photographs of posts over HTTP, by the same rule as their posts.
#include "feed/feed_doors.hpp"
#include "picture/picture_doors.hpp"

namespace goen::feed {

http::Response serve_picture(web::Visit const &visit, Feed &feed) {
    auto const id = visit.path_id<PostPictureId>();
    auto const size = parse_id(visit.path_param("size")).value_or(0);
    auto const format = picture::format_for(visit);
    bool const is_webp = format == picture::Format::webp;
    auto bytes = size > 10'000 ? std::nullopt
                               : feed.print(visit.member, id, static_cast<int>(size),
                                            is_webp ? "webp" : "jpeg");
    return picture::print_response(visit, std::move(bytes), format,
                                   id.text() + "-" + std::to_string(size),
                                   picture::Keeping::never_unasked);
}

} // namespace goen::feed
