// SPDX-License-Identifier: Apache-2.0
// THE policy of posts: who may read one, now. Every door asks it.
#include "feed/feed_state.hpp"

namespace goen::feed {

Readable::Readable(store::Reader &reader, policy::Policy &policy, MemberId viewer,
                   std::vector<MemberId> const &authors)
    : viewer_(viewer) {
    if (!viewer_) return;
    ties_ = policy.ties(reader, viewer_, authors);
    reader.each(sql::blocks_of, {{"member", viewer_}},
                [&](store::Row const &row) { blocked_.insert(row.get<MemberId>(0)); });
    reader.each(sql::with_tag, {{"authors", store::id_list(authors)}, {"me", viewer_}},
                [&](store::Row const &row) {
                    tags_.emplace(row.get<MemberId>(0), row.get<std::string>(1));
                });
}

bool Readable::is_tied_with(MemberId author) const {
    auto const found = ties_.find(author);
    return found != ties_.end() && found->second.is_live();
}

bool Readable::may_read(Post const &post) const {
    if (!viewer_ || post.deleted) return false;
    if (post.author == viewer_) return true;
    if (has_blocked(post.author)) return false;
    if (post.audience.to == Audience::To::everyone) return true;
    if (!is_tied_with(post.author)) return false;
    auto const sees = ties_.at(post.author).sees;
    switch (post.audience.to) {
    case Audience::To::exchanged: return true;
    case Audience::To::colleague: return sees >= card::Tier::colleague;
    case Audience::To::close: return sees >= card::Tier::close;
    case Audience::To::tag: return tags_.count({post.author, post.audience.key}) > 0;
    case Audience::To::everyone:
    case Audience::To::group: break; // nobody is a member of a group before there are groups
    }
    return false;
}

} // namespace goen::feed
