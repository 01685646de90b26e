// SPDX-License-Identifier: Apache-2.0
#include "feed/feed.hpp"

namespace goen::feed {

void MadeOf::add(Shown const &shown) {
    people.push_back(shown.author.id.value);
    for (auto const &person : shown.mentions) people.push_back(person.id.value);
    topics.push_back(store::mark_of(of_author, shown.author.id.value));
    topics.push_back(store::mark_of(of_post, shown.post.id.value));
    if (!shown.post.quote) return;
    if (shown.quoted) {
        add(*shown.quoted);
    } else {
        can_be_kept = false;
    }
}

void MadeOf::add(FeedPage const &page) {
    for (auto const &item : page.items) {
        if (item.post) add(*item.post);
        if (!item.moves) continue;
        for (auto const &move : item.moves->moves) people.push_back(move.person.id.value);
    }
}

void MadeOf::add(Comment const &comment) {
    people.push_back(comment.author.id.value);
    for (auto const &person : comment.mentions) people.push_back(person.id.value);
}

} // namespace goen::feed
