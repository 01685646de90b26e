// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the letter room: emails that tell a member what waits for her. A room calls put() in
// the transaction in which something happened. Within a minute, or when the next letter of that
// kind is allowed, the same room writes the text from what the reader may see then. What has been
// answered, put on hold, declined, withdrawn or blocked meanwhile is left out, and a letter with
// nothing to say is not sent. (Letters about the account itself belong to the account room; they
// cannot be turned off.)
//
// A member gets of each kind each letter, at most one a day, one a week, or none, as she chooses;
// never in her quiet hours, and on business days only if she wants that. Everything due at one
// moment goes into one letter. Several processes may send at the same time: each holds the rows it
// is sending. If a process dies between the postman and the database, the same letter is handed
// over again with the same Message-ID, rather than lost. Threads may share a Letters.
#pragma once

#include "account/account.hpp"
#include "letter/answer.hpp"
#include "letter/bounces.hpp"
#include "letter/schedule.hpp"
#include "letter/signed_addresses.hpp"

#include <functional>

namespace goen::letter {

// One thing that a letter tells.
struct Item {
    std::string heading, text;      // "" = none; lines end with \n
    std::string url{};              // where it is on the site, whole; "" = nowhere
    std::optional<Answer> answer{}; // what an answer to it becomes
};

struct Text {
    std::string subject, body; // without greeting and foot
    std::optional<Answer>
        answer{};              // what an answer to the letter becomes; nothing = not answerable
    std::string html{};        // the body as HTML, without greeting and foot; "" = made of body
    std::vector<Item> items{}; // follow the body
};

class Letters {
public:
    Letters(store::Database &database, account::Accounts &accounts, Clock &clock, Random &random,
            mail::Postman &postman);

    // Writes about those of `things` that `to` may still be told of; nothing if there are none
    // left. Registered once by the room that puts letters of this kind; called outside any
    // transaction.
    using Writing = std::function<std::optional<Text>(account::Member const &to,
                                                      std::vector<std::int64_t> const &things)>;
    void written_by(Kind kind, Writing writing);

    // Letters can be answered, and none goes to an address from which letters came back. Both must
    // outlive this; without them no letter can be answered.
    void use(SignedAddresses &addresses, Bounces &bounces) {
        addresses_ = &addresses, bounces_ = &bounces;
    }
    // Where `who` answers by mail, for links in a letter about several things; "" when this network
    // takes no mail. Outside any transaction.
    std::string reply_address(MemberId who, Answer answer) {
        return addresses_ ? addresses_->for_reply(who, answer) : std::string{};
    }
    // Of what her devices are told lies with another room, and is chosen here beside the letters.
    // Both inside the caller's transaction. Without it nothing can be chosen. Before serving.
    struct Devices {
        std::function<std::array<bool, kinds.size()>(store::Reader &, MemberId)> told_of;
        std::function<void(store::Writer &, MemberId, Kind, bool is_on)> tell_of;
    };
    void use(Devices devices) { devices_ = std::move(devices); }
    // As a letter would say it now; for devices. Outside any transaction.
    std::optional<Text> written(MemberId to, Kind kind, std::vector<std::int64_t> const &things);

    std::string const &public_url() const { return accounts_.rules().public_url; }
    Time now() const { return clock_.now(); }

    // Makes a letter due, unless she wants none of this kind. In the caller's transaction.
    void put(store::Writer &writer, MemberId to, Kind kind, std::int64_t thing);
    // Sends what is due; called every few seconds.
    void send_due();

    Settings settings(MemberId me);
    Settings settings(store::Reader &reader, MemberId me);
    // Called with the stored settings inside the transaction that writes, perhaps twice.
    using Choosing = std::function<Result<Settings>(Settings const &)>;
    Done choose(MemberId me, Choosing const &choosing);

    // The key in a letter's link turns off its kinds without logging in.
    struct OffLink {
        std::vector<Kind> kinds;
        bool is_off = false; // already
    };
    std::optional<OffLink> off_link(std::string_view key);
    Done turn_off(std::string_view key);

    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member);

private:
    struct Stored {
        Settings settings;
        std::array<Time, kinds.size()> sent{};
        // When the next letter of this kind may be sent of what happens now.
        Time next(Kind kind, Time now) const;
    };
    Stored stored(store::Reader &reader, MemberId me);
    std::array<bool, kinds.size()> told_of(store::Reader &reader, MemberId me);
    void set_mode(store::Writer &writer, MemberId me, Kind kind, Settings const &next);
    void put_schedule(store::Writer &writer, MemberId me, Settings const &next);
    void put_mornings();
    void put_rounds();
    void put_newcomers(Time now);
    struct Due {
        MemberId member;
        std::array<std::vector<std::int64_t>, kinds.size()> things; // by kind
        std::string id; // of the letter; the same when it is taken up again
        Time held_until{};
        std::string secret;
    };
    std::vector<Due> hold(std::vector<MemberId> const &members);
    std::optional<Due> hold_one(store::Writer &writer, MemberId member, Time now);
    struct Sent {
        bool is_taken = false;   // by the postman; false: there was nothing to say
        std::vector<Kind> kinds; // of which something was told
    };
    std::optional<Sent> send(Due const &due); // nothing: the postman did not take it
    void finish(std::vector<std::pair<Due, Sent>> const &sent);
    struct TurnOff {
        MemberId member;
        std::vector<Kind> kinds;
    };
    std::optional<TurnOff> read_key(store::Reader &reader, std::string_view key);

    store::Database &database_;
    account::Accounts &accounts_;
    Clock &clock_;
    Random &random_;
    mail::Postman &postman_;
    std::array<Writing, kinds.size()> writings_;
    SignedAddresses *addresses_ = nullptr;
    Bounces *bounces_ = nullptr;
    Devices devices_;
    Time look_for_newcomers_{}; // who has no row in letter_round yet; of the sending thread
};

} // namespace goen::letter
