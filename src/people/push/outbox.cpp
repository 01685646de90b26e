// SPDX-License-Identifier: Apache-2.0
// What waits to be sent, and sending it: hold, ask what may be said now, send, finish.
#include "push/push.hpp"

#include "base/base64.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "push/queries.hpp"
#include "push/words.hpp"
#include "webpush/push_service.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <thread>

namespace goen::push {
namespace {

constexpr milliseconds hold_for{std::chrono::minutes{10}}; // far longer than sending takes
constexpr std::chrono::hours given_up_after{24};
constexpr std::chrono::hours longest_wait{6};
constexpr int most_at_a_time = 500, most_in_a_message = 100;
constexpr std::size_t longest_text = 300; // characters

// One minute, two, four …
milliseconds wait_after(std::int64_t failures, seconds asked) {
    auto const grown = std::chrono::minutes{std::int64_t{1} << std::min<std::int64_t>(failures, 9)};
    return std::max<milliseconds>(asked, std::min<milliseconds>(grown, longest_wait));
}

std::string shortened(std::string_view text) {
    auto points = to_code_points(text);
    if (points.size() <= longest_text) return std::string{text};
    points.resize(longest_text - 1);
    return to_utf8(points) + "…";
}

} // namespace

void Push::put(store::Writer &writer, MemberId to, Kind kind, std::int64_t thing) {
    writer.put(sql::put_due,
               {{"to", to}, {"kind", to_string(kind)}, {"thing", thing}, {"at", clock_.now()}});
}

void Push::send_due() {
    struct Found {
        MemberId member;
        SubscriptionId subscription;
        Kind kind;
    };
    std::vector<Found> found;
    database_.read([&](store::Reader &reader) {
        reader.each(
            sql::due_now, {{"now", clock_.now()}, {"count", most_at_a_time}},
            [&](store::Row const &row) {
                if (auto const kind = kind_of(row.text(2)))
                    found.push_back({row.get<MemberId>(0), row.get<SubscriptionId>(1), *kind});
            });
    });
    // Several at once: a service that does not answer keeps nobody else's back.
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
        for (auto i = next++; i < found.size(); i = next++)
            send_one(found[i].member, found[i].subscription, found[i].kind);
    };
    auto const helpers =
        std::min(found.size(), static_cast<std::size_t>(std::max(options_.senders, 1)));
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(work);
    work();
}

void Push::send_one(MemberId member, SubscriptionId subscription, Kind kind) {
    try {
        if (auto const due = hold(member, subscription, kind)) finish(*due, send(*due));
    } catch (std::exception const &trouble) { // it is tried again when the hold ends
        log::error("a notification could not be sent; it is tried again",
                   {{"member", member.value}, {"kind", to_string(kind)}, {"why", trouble.what()}});
    }
}

// Reserves what is due, so that no other process sends it; nothing if one was quicker, or if it is
// not to be sent any more.
std::optional<Push::Due> Push::hold(MemberId member, SubscriptionId subscription, Kind kind) {
    auto const now = clock_.now();
    Due due;
    due.member = member;
    due.subscription = subscription;
    due.kind = kind;
    due.held_until = now + hold_for;
    auto const done = database_.write([&](store::Writer &writer) -> Done {
        due.things.clear();
        writer.lock(member.value);
        bool is_there = false;
        writer.each(sql::receiver, {{"member", member}, {"id", subscription}},
                    [&](store::Row const &row) {
                        is_there = true;
                        due.endpoint = row.text(0);
                        due.p256dh = row.text(1);
                        due.auth = row.text(2);
                        due.language = row.text(3);
                    });
        if (!is_there) { // logged out, or removed meanwhile
            drop(writer, member, subscription);
            writer.run(sql::drop_due_of, {{"member", member}, {"id", subscription}});
            return {};
        }
        auto const settings = this->settings(writer, member);
        if (!settings.has(kind)) {
            writer.run(sql::drop_kind, {{"member", member}, {"kind", to_string(kind)}});
            return {};
        }
        due.has_text = settings.has_text;
        writer.each(sql::due_of,
                    {{"member", member},
                     {"id", subscription},
                     {"kind", to_string(kind)},
                     {"now", now},
                     {"count", most_in_a_message}},
                    [&](store::Row const &row) { due.things.push_back(row.integer(0)); });
        for (auto const thing : due.things) {
            writer.run(sql::hold, {{"until", due.held_until},
                                   {"member", member},
                                   {"id", subscription},
                                   {"kind", to_string(kind)},
                                   {"thing", thing}});
        }
        return {};
    });
    if (!done || due.things.empty()) return {};
    return due;
}

Push::Sent Push::send(Due const &due) {
    using Outcome = Sent::Outcome;
    auto const &writing = writings_[static_cast<std::size_t>(due.kind)];
    auto to = accounts_.find(due.member);
    if (!writing || !to || !to->is_confirmed || !to->is_approved) return {Outcome::nothing_to_say};
    to->language = i18n::language_of(due.language);
    auto const said = writing(*to, due.things);
    if (!said || said->count <= 0) return {Outcome::nothing_to_say};
    auto const endpoint = fetch::Url::parse(due.endpoint);
    auto const point = from_base64url(due.p256dh), auth = from_base64url(due.auth);
    if (!endpoint || !point || !auth) return {Outcome::gone};

    i18n::Words const w{to->language};
    auto const &rules = accounts_.rules();
    // The same again after a crash has the same mark: it takes the place of the first.
    auto mark = "push " + due.subscription.text() + " " + std::string{to_string(due.kind)};
    for (auto const thing : due.things) mark += " " + std::to_string(thing);
    mark = sha256_hex(mark).substr(0, 32);
    boost::json::object payload{{"kind", to_string(due.kind)},
                                {"count", said->count},
                                {"title", rules.network_name},
                                {"body", sentence(due.kind, said->count, w)},
                                {"url", said->url},
                                {"lang", i18n::code(to->language)},
                                {"mark", mark}};
    if (due.has_text && !said->text.empty()) payload["text"] = shortened(said->text);

    webpush::Message message;
    message.plain = boost::json::serialize(payload);
    message.topic = mark;
    message.urgency = due.kind == Kind::message ? webpush::Urgency::high : webpush::Urgency::normal;
    // Whom a push service may ask: the page of the network.
    std::string_view const subject =
        rules.public_url.starts_with("https://") ? std::string_view{rules.public_url} : "";
    auto const keys = server_keys();
    auto const sent = webpush::send(fetcher_, *endpoint, {*point, *auth}, message,
                                    {keys, subject, clock_.now()}, random_);
    switch (sent.outcome) {
    case webpush::Outcome::sent: return {Outcome::done};
    case webpush::Outcome::gone: return {Outcome::gone};
    case webpush::Outcome::later: return {Outcome::later, sent.wait};
    case webpush::Outcome::too_large:
    case webpush::Outcome::refused: break;
    }
    log::warn("a push service does not take a notification",
              {{"member", due.member.value}, {"subscription", due.subscription.value}});
    return {Outcome::nothing_to_say};
}

void Push::finish(Due const &due, Sent sent) {
    using Outcome = Sent::Outcome;
    auto const now = clock_.now();
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.lock(due.member.value);
        if (sent.outcome == Outcome::gone) {
            drop(writer, due.member, due.subscription);
            return {};
        }
        if (sent.outcome == Outcome::later) {
            auto const failures =
                writer
                    .one<std::int64_t>(sql::failures_of,
                                       {{"member", due.member}, {"id", due.subscription}})
                    .value_or(0);
            Time const again{now + wait_after(failures, sent.wait)};
            writer.run(sql::drop_old, {{"member", due.member},
                                       {"id", due.subscription},
                                       {"before", Time{now - given_up_after}}});
            writer.run(sql::put_off, {{"at", again},
                                      {"member", due.member},
                                      {"id", due.subscription},
                                      {"until", due.held_until}});
            writer.run(sql::has_failed,
                       {{"at", again}, {"member", due.member}, {"id", due.subscription}});
            return {};
        }
        for (auto const thing : due.things) {
            writer.run(sql::drop_one, {{"member", due.member},
                                       {"id", due.subscription},
                                       {"kind", to_string(due.kind)},
                                       {"thing", thing},
                                       {"until", due.held_until}});
        }
        if (sent.outcome == Outcome::done)
            writer.run(sql::was_sent,
                       {{"at", now}, {"member", due.member}, {"id", due.subscription}});
        return {};
    });
}

} // namespace goen::push
