// SPDX-License-Identifier: Apache-2.0
#include "leaving/leaving.hpp"

#include "store/before_commit.hpp"

namespace goen::leaving {

feed::OwnNumbers Leaving::in_the_feed(MemberId me) {
    return database_.read([&](store::Reader &reader) { return feed::own_numbers(reader, me); });
}

message::OwnNumbers Leaving::in_messages(MemberId me) {
    return database_.read([&](store::Reader &reader) { return message::own_numbers(reader, me); });
}

Done Leaving::leave(MemberId me, std::string_view password, std::string_view peer) {
    auto const member = accounts_.find(me);
    if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    // A log-in is the proof: the same brakes against guessing. The session it makes goes with all
    // the others.
    auto const proof = [&] {
        store::BeforeCommit::Scope const not_the_deed{nullptr};
        return accounts_.log_in(member->email, password, peer, "");
    }();
    if (!proof || proof->member != me) {
        if (!proof && proof.why().reason == Reason::too_many) return proof.why();
        return Refusal{Reason::invalid,
                       N_("The password is incorrect. Nothing has been deleted."),
                       {{"password", N_("The password is incorrect.")}},
                       {}};
    }
    auto const done = database_.write([&](store::Writer &writer) -> Done {
        exchange_.lock_all_of(writer, me);
        return accounts_.leave(writer, me);
    });
    if (!done) (void)accounts_.log_out(me, proof->session);
    return done;
}

} // namespace goen::leaving
