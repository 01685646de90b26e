// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the push room: notifications on a member's own devices (Web Push, RFC 8030). A room
// calls put() in the transaction in which something happened; within seconds the room that knows
// the kind is asked, outside any transaction, what the reader may be told of it at that moment.
// What has been answered, read, withdrawn or blocked meanwhile is left out, and with nothing left
// nothing is sent.
//
// Nothing is sent until a member has asked for it on a device and chosen kinds. A message says its
// kind and how many, and no text unless she allows it. It is encrypted for that browser alone.
//
// A subscription belongs to the session (or API token) that made it and ends with it, and with the
// old password. Several processes may send: each holds the rows it is sending. If a process dies
// between the push service and the database, the message is sent twice rather than lost; the second
// has the same Topic and tag, so that it takes the place of the first. Threads may share a Push.
#pragma once

#include "account/account.hpp"
#include "fetch/fetch.hpp"
#include "letter/letter.hpp"
#include "people_events/events.hpp"
#include "webpush/p256.hpp"

#include <mutex>

namespace goen::push {

// What somebody can be notified of: named as letters are, and some more.
enum class Kind {
    request,
    introduction,
    exchange,
    message,
    comment,
    reply,
    mention,
    reaction,
    move,
    guest,
    reminder
};
inline constexpr std::array kinds{Kind::request, Kind::introduction, Kind::exchange, Kind::message,
                                  Kind::comment, Kind::reply,        Kind::mention,  Kind::reaction,
                                  Kind::move,    Kind::guest,        Kind::reminder};
std::string_view to_string(Kind kind); // "request" …
std::optional<Kind> kind_of(std::string_view word);

inline constexpr std::size_t most_endpoint = 1'000, most_label = 100; // characters
inline constexpr int most_subscriptions = 20;

struct Settings {
    std::vector<Kind> kinds; // in their order
    bool has_text = false;   // what it is about, besides kind and count
    bool has(Kind kind) const;
    void set(Kind kind, bool on);
    bool operator==(Settings const &) const = default;
};

// What a browser says of itself (PushSubscription.toJSON()).
struct NewSubscription {
    std::string endpoint, p256dh, auth; // the keys in base64url
    std::string label;
    i18n::Language language = i18n::Language::ja;
    std::int64_t holder = 0;   // the session or token that asks for it
    std::string replaces = {}; // the endpoint that the same browser had before, or ""
};

struct Subscription {
    SubscriptionId id;
    std::string endpoint, label;
    Time made{};
    std::optional<Time> sent; // the last message that its service has taken
    bool is_of(SessionId session) const { return session && holder == session.value; }
    std::int64_t holder = 0;
};

// What `to` may be told now.
struct Said {
    std::int64_t count = 1; // of what is told
    std::string text;       // one line for those who allow it, or ""
    std::string url = "/";  // a path of ours, where a tap leads
};

struct Options {
    fetch::Settings outside{};
    int senders = 4; // messages on their way at once
};

class Push {
public:
    Push(store::Database &database, account::Accounts &accounts, IdMaker &ids, Clock &clock,
         Random &random, Options options = {});

    // Of those of `things` that `to` may still be told of, in her language; nothing if there are
    // none left. Registered once for each kind, while the house is built: kinds without are not
    // offered.
    using Writing = std::function<std::optional<Said>(account::Member const &to,
                                                      std::vector<std::int64_t> const &things)>;
    void written_by(Kind kind, Writing writing);
    std::vector<Kind> offered() const; // those with a writing, in their order

    // Makes a message due on each device of hers, if she has chosen the kind. In the caller's
    // transaction; costs one statement.
    void put(store::Writer &writer, MemberId to, Kind kind, std::int64_t thing);
    // The same for whoever tells by letters, too; nothing for a kind that is never pushed.
    void put(store::Writer &writer, MemberId to, letter::Kind kind, std::int64_t thing) {
        if (auto const same = kind_of(letter::to_string(kind))) put(writer, to, *same, thing);
    }

    // The server's public key, 65 bytes; made at the first call.
    std::string server_key();
    // The same endpoint again is the same subscription; one of another member's moves here.
    Result<SubscriptionId> subscribe(MemberId me, NewSubscription const &typed);
    std::vector<Subscription> subscriptions(MemberId me); // newest first, at most 20
    Done unsubscribe(MemberId me, SubscriptionId id);

    Settings settings(MemberId me);
    Settings settings(store::Reader &reader, MemberId me);
    // Called with the stored settings inside the transaction that writes, perhaps twice.
    using Choosing = std::function<Result<Settings>(Settings const &)>;
    Done choose(MemberId me, Choosing const &choosing);
    // Inside a transaction of the caller's, which has locked the member.
    void switch_kind(store::Writer &writer, MemberId me, Kind kind, bool on);

    // Sends what is due; called every few seconds.
    void send_due();
    // Subscriptions whose session has ended by itself; every hour.
    void tidy();

    // Hooks for Accounts.
    void signed_out(store::Writer &writer, MemberId member, account::Accounts::SignedOut how);
    void member_leaves(store::Writer &writer, MemberId member);

    Time now() const { return clock_.now(); }
    account::Accounts &accounts() { return accounts_; }

private:
    webpush::KeyPair server_keys();
    void drop(store::Writer &writer, MemberId member, SubscriptionId id);

    struct Due {
        MemberId member;
        SubscriptionId subscription;
        Kind kind{};
        std::vector<std::int64_t> things;
        Time held_until{};
        bool has_text = false;
        std::string endpoint, p256dh, auth, language;
    };
    std::optional<Due> hold(MemberId member, SubscriptionId subscription, Kind kind);
    struct Sent {
        enum class Outcome { done, nothing_to_say, gone, later } outcome;
        seconds wait{0};
    };
    Sent send(Due const &due);
    void finish(Due const &due, Sent sent);
    void send_one(MemberId member, SubscriptionId subscription, Kind kind);

    store::Database &database_;
    account::Accounts &accounts_;
    IdMaker &ids_;
    Clock &clock_;
    Random &random_;
    Options const options_;
    fetch::Fetcher fetcher_;
    std::array<Writing, kinds.size()> writings_;
    std::mutex mutex_; // of keys_
    std::optional<webpush::KeyPair> keys_;
};

} // namespace goen::push
