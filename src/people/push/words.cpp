// SPDX-License-Identifier: Apache-2.0
#include "push/words.hpp"

namespace goen::push {

std::string sentence(Kind kind, std::int64_t count, i18n::Words const &w) {
    switch (kind) {
    case Kind::request:
        return w.n("{1} request to exchange cards", "{1} requests to exchange cards", count);
    case Kind::introduction:
        return w.n("{1} introduction is waiting for your answer",
                   "{1} introductions are waiting for your answer", count);
    case Kind::exchange:
        return w.n("Cards exchanged with {1} person", "Cards exchanged with {1} people", count);
    case Kind::message: return w.n("{1} new message", "{1} new messages", count);
    case Kind::comment:
        return w.n("{1} comment on your posts", "{1} comments on your posts", count);
    case Kind::reply:
        return w.n("{1} reply to your comments", "{1} replies to your comments", count);
    case Kind::mention:
        return w.n("You were mentioned {1} time", "You were mentioned {1} times", count);
    case Kind::reaction:
        return w.n("{1} reaction to your posts", "{1} reactions to your posts", count);
    case Kind::move:
        return w.n("{1} of your contacts has a new position",
                   "{1} of your contacts have a new position", count);
    case Kind::guest:
        return w.n("{1} guest left a card for you", "{1} guests left a card for you", count);
    case Kind::reminder: return w.n("{1} reminder for today", "{1} reminders for today", count);
    }
    return {};
}

char const *question(Kind kind, i18n::Words const &w) {
    switch (kind) {
    case Kind::request: return w("Someone asks to exchange cards with me");
    case Kind::introduction: return w("An introduction is waiting for my answer");
    case Kind::exchange: return w("Someone accepted and we have exchanged cards");
    case Kind::message: return w("A message arrives");
    case Kind::comment: return w("Someone comments on my post");
    case Kind::reply: return w("Someone replies to my comment");
    case Kind::mention: return w("Someone mentions me");
    case Kind::reaction: return w("Someone reacts to my post");
    case Kind::move: return w("Someone I know has a new position");
    case Kind::guest: return w("A guest leaves a card for me");
    case Kind::reminder: return w("Reminders, on the morning of their day");
    }
    return "";
}

} // namespace goen::push
