// SPDX-License-Identifier: Apache-2.0
// All that one member wrote and chose here, inside a snapshot that its caller holds: for the file
// she takes with her. Oldest first, in pieces; nothing that is deleted.
#pragma once

#include "feed/feed.hpp"

#include <unordered_map>

namespace goen::feed {

struct OwnPost {
    Post post;
    std::vector<Picture> pictures;
    std::vector<MemberId> mentions;
};
struct OwnReaction {
    PostId post;
    Reaction kind = Reaction::like;
    Time made{};
};
struct Hidden {
    MemberId other;
    Time since{};
};

std::vector<OwnPost> own_posts_after(store::Reader &reader, MemberId me, PostId after, int count);
// What one of them said before it was edited.
std::vector<PostVersion> earlier_versions_after(store::Reader &reader, PostId post, int after,
                                                int count);
// Also on posts that she may not read any more.
std::vector<Comment> own_comments_after(store::Reader &reader, MemberId me, CommentId after,
                                        int count);
std::vector<OwnReaction> own_reactions_after(store::Reader &reader, MemberId me, PostId after,
                                             int count);
// Who wrote these posts; only of those that she may read now.
std::unordered_map<PostId, MemberId> authors_of(store::Reader &reader, policy::Policy &policy,
                                                MemberId me, std::vector<PostId> const &posts);
std::vector<Hidden> hidden_in(store::Reader &reader, MemberId me); // newest first
std::optional<Draft> draft_in(store::Reader &reader, MemberId me);
// A photograph of hers, its largest print as JPEG.
std::optional<std::string> largest_print(store::Reader &reader, PostPictureId id);

struct OwnNumbers {
    std::int64_t posts = 0, comments = 0, pictures = 0;
};
OwnNumbers own_numbers(store::Reader &reader, MemberId me);

} // namespace goen::feed
