// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the letter room: emails that tell a member what waits for her. A room calls put() in
// the transaction in which something happened. Within a minute, or when the next letter of that
// kind is allowed, the same room writes the text from what the reader may see then. What has been
// answered, put on hold, declined, withdrawn or blocked meanwhile is left out, and a letter with
// nothing to say is not sent. (Letters about the account itself belong to the account room; they
// cannot be turned off.)
//
// A member gets at most one letter a day of each kind, or each one, or none, as she chooses.
// Several processes may send at the same time: each holds the rows it is sending. If a process dies
// between the postman and the database, the letter is sent twice rather than lost. Threads may
// share a Letters.
#pragma once

#include "account/account.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace goen::letter {

enum class Kind { request, introduction, exchange, reminder };
inline constexpr std::array kinds{Kind::request, Kind::introduction, Kind::exchange,
                                  Kind::reminder};
std::string_view to_string(Kind kind); // "request" …
std::optional<Kind> kind_of(std::string_view text);

enum class Mode { at_once, daily, never };
std::string_view to_string(Mode mode); // "at_once" …
std::optional<Mode> mode_of(std::string_view text);

// Reminders come once a day, in the morning, or (the default) not at all.
struct Settings {
    Mode request = Mode::daily, introduction = Mode::daily, exchange = Mode::daily,
         reminder = Mode::never;
    Mode of(Kind kind) const;
    void set(Kind kind, Mode mode);
    bool operator==(Settings const &) const = default;
};

struct Text {
    std::string subject, body; // without greeting and foot
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

    // The key in a letter's link turns off one kind without logging in.
    struct OffLink {
        Kind kind = Kind::request;
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
        // When the next letter of a daily kind may be sent.
        Time next(Kind kind, Time now) const {
            return std::max(now, sent[static_cast<std::size_t>(kind)] + std::chrono::hours{24});
        }
    };
    Stored stored(store::Reader &reader, MemberId me);
    void set_mode(store::Writer &writer, MemberId me, Kind kind, Mode mode);
    void put_mornings();
    struct Due {
        MemberId member;
        Kind kind{};
        std::vector<std::int64_t> things;
        Time held_until{};
        std::string secret;
    };
    std::optional<Due> hold(MemberId member, Kind kind);
    enum class Outcome { sent, nothing_to_say, not_taken };
    Outcome send(Due const &due);
    void finish(Due const &due, Outcome outcome);
    struct TurnOff {
        MemberId member;
        Kind kind{};
    };
    std::optional<TurnOff> read_key(store::Reader &reader, std::string_view key);

    store::Database &database_;
    account::Accounts &accounts_;
    Clock &clock_;
    Random &random_;
    mail::Postman &postman_;
    std::array<Writing, kinds.size()> writings_;
};

} // namespace goen::letter
