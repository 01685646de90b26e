// SPDX-License-Identifier: Apache-2.0
// What the invented people wrote within the last month, and who answered.
#pragma once

#include "feed/feed.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace goen::demo {

// Who does something: the two who can log in, whoever wrote the post, or the n-th of the others.
// Of a post: people both of the two know, from 50 on those who read English. Of an answer: people
// whom the author of the post knows.
namespace who {
inline constexpr int hana = -1, eleanor = -2, author = -3, english = 50;
}

struct ScriptedAnswer {
    int by = 0;
    int minutes = 0; // after the post
    std::string_view text;
    int to = -1; // an earlier answer in the list
};

struct ScriptedPost {
    int days = 0; // ago; 0: so many hours and minutes ago
    int hour = 0, minute = 0;
    int by = 0;
    std::string_view text; // @{hana} @{eleanor}: mentions
    feed::Audience::To audience = feed::Audience::To::exchanged;
    std::string_view tag = {};
    feed::Kind kind = feed::Kind::text;
    int photograph = -1; // of photograph_files()
    std::string_view alt = {};
    int quote = -1; // an earlier post in the list
    std::vector<ScriptedAnswer> answers = {};
    int reactions = 0;
    feed::Reaction kind_of_reaction = feed::Reaction::like;
};
// Oldest first.
std::span<ScriptedPost const> scripted_posts();

} // namespace goen::demo
