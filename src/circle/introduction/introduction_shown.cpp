// SPDX-License-Identifier: Apache-2.0
#include "introduction/introduction_shown.hpp"

namespace goen::introduction {

using i18n::Words;

std::unordered_map<MemberId, std::string> names_of(Rooms const &rooms, MemberId me,
                                                   Words const &words, store::Reader &reader,
                                                   std::vector<MemberId> const &ids) {
    std::unordered_map<MemberId, std::string> names;
    auto const sights = rooms.policy.look(reader, me, ids);
    std::vector<ContactId> in_my_book;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const card = sights[i].card();
        names[ids[i]] = exchange::name_for(card, words);
        if (card.name.empty()) in_my_book.push_back(ContactId{ids[i].value});
    }
    for (auto const &contact : rooms.contacts.find_all(me, in_my_book))
        names[MemberId{contact.id.value}] = exchange::name_for(contact.body, words);
    names[me] = {}; // nobody is named to herself
    return names;
}

std::vector<Shown> shown_to(Rooms const &rooms, MemberId me, Words const &words,
                            store::Reader &reader, std::vector<Introduction> found) {
    std::vector<MemberId> people;
    std::vector<Introductions::Party> parties; // of each who would be shown: from, to, the other
    for (auto const &i : found) {
        people.insert(people.end(), {i.from, i.bridge, i.to});
        parties.push_back({i.from, !i.proposed, i.shown});
        parties.push_back({i.to});
        parties.push_back({i.other(), !i.proposed, i.shown});
    }
    auto names = names_of(rooms, me, words, reader, people);
    auto const cards = rooms.introductions.shown_of(parties);
    std::vector<Shown> lines;
    for (std::size_t n = 0; n < found.size(); ++n) {
        Shown shown{std::move(found[n]), {}, {}, {}, {}, {}, {}};
        auto const &i = shown.one;
        shown.from = names[i.from];
        shown.bridge = names[i.bridge];
        shown.to = names[i.to];
        if (i.role == Role::bridge) {
            shown.from_card = cards[n * 3];
            shown.to_card = cards[n * 3 + 1];
        } else if (i.role == Role::party) {
            shown.card = cards[n * 3 + 2];
            // Whom the reader is introduced to is named by the card that is held out.
            if (!shown.card.name.empty()) {
                auto &name = i.other() == i.from ? shown.from : shown.to;
                name = exchange::name_for(shown.card, words);
            }
        }
        lines.push_back(std::move(shown));
    }
    return lines;
}

std::vector<std::string> headings(Rooms const &rooms, MemberId me, Words const &words,
                                  store::Reader &reader, Time now,
                                  std::vector<Introduction> const &found) {
    std::vector<std::string> out;
    for (auto const &shown : shown_to(rooms, me, words, reader, found))
        out.push_back(heading(words, now, shown));
    return out;
}

} // namespace goen::introduction
