// SPDX-License-Identifier: Apache-2.0
// What a notice says.
#include "notice/notice_state.hpp"

namespace goen::notice {

using i18n::Words;

std::string name_of(card::CardBody const &seen, Words const &w) {
    return seen.name.empty() ? w("A member") : seen.name.display(w.language());
}

std::string polite(std::string const &name, Words const &w) {
    return w.is_ja() && name != w("A member") ? name + "さん" : name;
}

std::string who_of(std::vector<Named> const &names, int count, Words const &w) {
    std::string who;
    std::size_t named = 0;
    for (auto const &one : names) {
        if (named == named_in_text) break;
        if (named++ > 0) who += w.is_ja() ? "、" : ", ";
        who += polite(one.name, w);
    }
    auto const others = count - static_cast<int>(named);
    return others > 0 ? w("{1} and {2} more", {who, std::to_string(others)}) : who;
}

std::string sentence(Kind kind, std::string const &who, int count, Words const &w) {
    switch (kind) {
    case Kind::request: return w("{1} asks to exchange cards with you", {who});
    case Kind::introduction: return who; // says it itself
    case Kind::message:
        return w("{1}: {2}", {who, w.n("{1} unread message", "{1} unread messages", count)});
    case Kind::mention: return w("{1} mentioned you", {who});
    case Kind::reply: return w("{1} answered your comment", {who});
    case Kind::comment: return w("{1} commented on your post", {who});
    case Kind::exchange: return w("You and {1} have exchanged cards", {who});
    case Kind::guest: return w("{1} left a card with you", {who});
    case Kind::reaction: return w("{1} reacted to your post", {who});
    case Kind::move: return w("New positions: {1}", {who});
    case Kind::reminder: return w.n("{1} reminder is due", "{1} reminders are due", count);
    }
    return {};
}

} // namespace goen::notice
