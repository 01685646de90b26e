// SPDX-License-Identifier: Apache-2.0
// Posts and what hangs on them as the API answers them; what it takes.
#pragma once

#include "card/card_json.hpp"
#include "feed/feed.hpp"
#include "web/record.hpp"

namespace goen::feed {

constexpr auto values_of(Reaction) { return reactions; }
constexpr auto values_of(Kind) { return std::array{Kind::text, Kind::article}; }

// {"to":"exchanged"}, {"tag":"…"} or {"group":"…"}
struct AudienceJson {
    std::optional<std::string> to, tag;
    std::optional<Id<struct GroupMeaning>> group;
    // Refused unless it says exactly one of the three.
    static Result<Audience> parse(AudienceJson const &typed);
    static AudienceJson of(Audience const &audience);
};
web::Record const &record_of(AudienceJson const *);

struct PersonJson { // PostAuthor: name and photo null when they are not shown
    Person person;
};
web::Record const &record_of(PersonJson const *);

struct PictureJson {
    Picture picture;
};
web::Record const &record_of(PictureJson const *);

struct PostJson { // Post
    Shown shown;
    std::string url;
};
web::Record const &record_of(PostJson const *);

struct VersionJson {
    PostVersion version;
};
web::Record const &record_of(VersionJson const *);

struct CommentJson { // PostComment
    Comment comment;
};
web::Record const &record_of(CommentJson const *);

struct ReactedJson {
    Person person;
    Reaction kind{};
};
web::Record const &record_of(ReactedJson const *);

struct ItemJson { // FeedItem
    Item item;
    std::string public_url;
};
web::Record const &record_of(ItemJson const *);

} // namespace goen::feed
