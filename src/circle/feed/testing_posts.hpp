// SPDX-License-Identifier: Apache-2.0
// What the tests of posts and of the feed share.
#pragma once

#include "feed/testing_feed.hpp"
#include "support/samples.hpp"

namespace goen::feed::testing {

using Texts = std::vector<std::string>;
using To = Audience::To;
using tests::sample_picture;

inline std::int64_t count(store::Database &database, store::Query const &query) {
    return database.read(
        [&](store::Reader &reader) { return *reader.one<std::int64_t>(query, {}); });
}

#define GOEN_TEST_QUERY(name, text)                                                                \
    inline constexpr store::Query name { "test." #name, text, text }
GOEN_TEST_QUERY(all_posts, "select count(*) from post");
GOEN_TEST_QUERY(all_versions, "select count(*) from post_version");
GOEN_TEST_QUERY(all_prints, "select count(*) from post_print");
GOEN_TEST_QUERY(all_pictures, "select count(*) from post_picture");
GOEN_TEST_QUERY(all_comments, "select count(*) from post_comment");
GOEN_TEST_QUERY(all_reactions, "select count(*) from post_reaction");
GOEN_TEST_QUERY(links_due, "select count(*) from post_link where due_at is not null");
GOEN_TEST_QUERY(all_drafts, "select count(*) from post_draft");

} // namespace goen::feed::testing
