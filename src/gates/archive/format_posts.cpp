// SPDX-License-Identifier: Apache-2.0
// What a line of a post, a comment and a reaction looks like.
#include "archive/format.hpp"

namespace goen::archive {

namespace json = boost::json;
namespace shape = web::shape;

std::string photograph_file(feed::PostPictureId id) {
    return "post-pictures/" + id.text() + ".jpg";
}

json::object audience_json(feed::Audience const &audience) {
    using To = feed::Audience::To;
    if (audience.to == To::tag) return {{"tag", audience.tag}};
    if (audience.to == To::group) return {{"group", std::to_string(audience.group)}};
    return {{"to", feed::to_string(audience.to)}};
}

web::Schema const &post_line_schema() {
    static auto const schema = [] {
        auto const audience = shape::object(
            "ArchiveAudience",
            {shape::optional("to", shape::words({"everyone", "exchanged", "colleague", "close"})),
             shape::optional("tag", shape::text(100)), shape::optional("group", shape::id())});
        auto const mention = shape::object(
            "ArchiveMention", {shape::required("member", shape::id()),
                               shape::required("name", archived_name_schema().or_null())});
        auto const picture = shape::object("ArchivePhotograph",
                                           {shape::required("file", shape::text(100)),
                                            shape::required("alt", shape::text(feed::most_alt)),
                                            shape::required("width", shape::integer(1, 10'000)),
                                            shape::required("height", shape::integer(1, 10'000))});
        return shape::object(
            "ArchivePost", {shape::required("id", shape::id()),
                            shape::required("kind", shape::words({"text", "article"})),
                            shape::required("audience", audience),
                            shape::required("text", shape::text(feed::most_article)),
                            shape::required("mentions", shape::list(mention, 1000)),
                            shape::required("pictures", shape::list(picture, feed::most_pictures)),
                            shape::required("quote", shape::id().or_null()),
                            shape::required("version", shape::integer(1, INT32_MAX)),
                            shape::required("made_at", shape::time()),
                            shape::required("edited_at", shape::time().or_null()),
                            shape::required("comments_closed", shape::boolean())});
    }();
    return schema;
}

web::Schema const &comment_line_schema() {
    static auto const schema = shape::object(
        "ArchiveComment", {shape::required("id", shape::id()), shape::required("post", shape::id()),
                           shape::required("author", archived_name_schema().or_null()),
                           shape::required("reply_to", shape::id().or_null()),
                           shape::required("text", shape::text(feed::most_comment)),
                           shape::required("made_at", shape::time())});
    return schema;
}

web::Schema const &reaction_line_schema() {
    static auto const schema = [] {
        std::vector<std::string> kinds;
        for (auto const reaction : feed::reactions) kinds.emplace_back(feed::to_string(reaction));
        return shape::object("ArchiveReaction",
                             {shape::required("post", shape::id()),
                              shape::required("author", archived_name_schema().or_null()),
                              shape::required("kind", shape::words(std::move(kinds))),
                              shape::required("made_at", shape::time())});
    }();
    return schema;
}

} // namespace goen::archive
