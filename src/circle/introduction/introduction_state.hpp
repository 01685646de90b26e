// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "introduction/introduction.hpp"
#include "introduction/queries.hpp"
#include "letter/letter.hpp"
#include "push/push.hpp"
#include "store/kept.hpp"

#include <algorithm>
#include <array>

namespace goen::introduction {

struct Introductions::State {
    store::Database &database;
    policy::Policy &policy;
    card::Cards &cards;
    exchange::Exchange &exchange;
    account::Accounts &accounts;
    IdMaker &ids;
    Clock &clock;
    store::Kept<int, MemberId> waiting{16'384, seconds{60}};
    letter::Letters *letters = nullptr; // see use()
    push::Push *pushes = nullptr;       // see use()

    void put_letter(store::Writer &writer, MemberId to, IntroductionId id) {
        if (letters) letters->put(writer, to, letter::Kind::introduction, id.value);
        if (pushes) pushes->put(writer, to, push::Kind::introduction, id.value);
    }

    bool are_tied(store::Reader &reader, MemberId a, MemberId b) {
        auto const tie = policy.tie(reader, a, b);
        return tie && tie->is_live();
    }
    Settings settings(store::Reader &reader, MemberId of);
    // Her row, also one that she is not shown any more.
    std::optional<Introduction> row(store::Reader &reader, MemberId me, IntroductionId id);
    // The same with all three locked, as it stands now that nobody else can move it.
    std::optional<Introduction> locked_row(store::Writer &writer, MemberId me, IntroductionId id);
    void put(store::Writer &writer, Introduction const &one);
    void move(store::Writer &writer, MemberId whose, IntroductionId id, introduction::State to,
              Time since);
    // Whether she has no part in it any more because of a block.
    bool is_cut_off(store::Reader &reader, Introduction const &mine);
};

Introduction introduction_from(store::Row const &row);

inline void lock_all(store::Writer &writer, MemberId a, MemberId b, MemberId c) {
    std::array keys{a.value, b.value, c.value};
    std::sort(keys.begin(), keys.end());
    for (auto const key : keys) writer.lock(key);
}

inline Refusal no_such_introduction() {
    return {Reason::not_found, N_("This introduction is no longer available.")};
}
inline Refusal not_my_card() {
    return {Reason::invalid,
            N_("Choose one of your cards."),
            {{"card", N_("Choose one of your cards.")}}};
}

} // namespace goen::introduction
