// SPDX-License-Identifier: Apache-2.0
// From the journal to rows, letters and devices: one transaction for a piece of the journal, with
// the place where the next piece begins. Of several nodes one derives each piece.
#include "base/log.hpp"
#include "i18n/dates.hpp"
#include "notice/notice_state.hpp"

#include <algorithm>

namespace goen::notice {
namespace {

constexpr int piece = 200, most_tries = 5;
constexpr seconds until_looked_again{5}, until_tried_again{1};
constexpr milliseconds until_more_comes{50}; // what happens at the same time is derived together
constexpr std::chrono::hours letters_of{24}; // an old journal is no reason to write letters
constexpr std::chrono::days notices_within{60};
constexpr seconds clocks_differ{10};

std::int64_t number_of(Date day) { return std::chrono::sys_days{day}.time_since_epoch().count(); }

} // namespace

// A letter and the devices, for what has a row here or elsewhere.
void Notices::State::tell(store::Writer &writer, store::Event const &event, MemberId to, Kind kind,
                          std::int64_t thing, bool with_letter) {
    if (rooms.clock.now() - event.at > letters_of) return;
    if (with_letter) rooms.letters.put(writer, to, kind, thing);
    for (auto const &door : doors) door(writer, to, kind, thing);
}

void Notices::State::put(store::Writer &writer, store::Event const &event, Row row, MemberId to,
                         std::int64_t thing) {
    if (!to || to == row.by || rooms.clock.now() - event.at > notices_within) return;
    if (silent(writer, to).count(row.by) > 0) return;
    row.id = rooms.ids.next();
    if (writer.run(sql::put_notice, {{"member", to},
                                     {"kind", letter::to_string(row.kind)},
                                     {"about", row.about},
                                     {"thing", row.thing},
                                     {"by", row.by},
                                     {"id", row.id}}) == 0)
        return; // she has been told
    store::tell(writer, NoticeMade{to, NoticeId{row.id}});
    tell(writer, event, to, row.kind, thing, row.kind != Kind::exchange);
}

Notices::State::Deriver Notices::State::deriver() {
    using store::Event;
    using store::Writer;
    Deriver out;
    auto const mentioned_in_post = [this](Writer &writer, Event const &event, MemberId author,
                                          feed::PostId post) {
        for (auto const member : rooms.feed.mentioned(writer, post))
            put(writer, event, {Kind::mention, post.value, 0, author, 0}, member, post.value);
    };
    out.on<feed::PostMade>([=](feed::PostMade const &made, Writer &writer, Event const &event) {
        mentioned_in_post(writer, event, made.member, made.post);
    });
    out.on<feed::PostChanged>(
        [=](feed::PostChanged const &changed, Writer &writer, Event const &event) {
            mentioned_in_post(writer, event, changed.member, changed.post);
        });
    // Which comment it was the event does not say: what she wrote there about that time.
    out.on<feed::CommentMade>(
        [this](feed::CommentMade const &made, Writer &writer, Event const &event) {
            auto const remarks =
                rooms.feed.remarks(writer, made.post, made.member, event.at - clocks_differ);
            for (auto const &one : remarks) {
                std::set<MemberId> told; // each once: as the author of the post, or of the comment
                auto const say = [&](Kind kind, MemberId to) {
                    if (!to || !told.insert(to).second) return;
                    put(writer, event, {kind, made.post.value, one.id.value, made.member, 0}, to,
                        one.id.value);
                };
                say(Kind::comment, made.other);
                say(Kind::reply, one.answered);
                for (auto const member : one.mentioned) say(Kind::mention, member);
            }
        });
    out.on<feed::PostReacted>(
        [this](feed::PostReacted const &reacted, Writer &writer, Event const &event) {
            if (!rooms.feed.has_reacted(writer, reacted.post, reacted.member)) return;
            put(writer, event, {Kind::reaction, reacted.post.value, 0, reacted.member, 0},
                reacted.other, reacted.post.value);
        });
    // `member` accepted, scanned or joined and sees the card at once; `other` is told.
    auto const tied = [this](auto const &made, Writer &writer, Event const &event) {
        auto const day = number_of(i18n::date_in_japan(event.at));
        put(writer, event, {Kind::exchange, day, 0, made.member, 0}, made.other, made.member.value);
    };
    out.on<exchange::TieMade>(tied);
    out.on<exchange::TieRenewed>(tied);
    out.on<guest::ClaimUsed>(tied); // the tie itself was made by the one who had invited her

    // What lies elsewhere: the letters of the first two are made due by their rooms.
    out.on<exchange::RequestArrived>(
        [this](exchange::RequestArrived const &arrived, Writer &writer, Event const &event) {
            tell(writer, event, arrived.other, Kind::request, arrived.request.value, false);
        });
    out.on<introduction::IntroductionAsked>(
        [this](introduction::IntroductionAsked const &asked, Writer &writer, Event const &event) {
            tell(writer, event, asked.other, Kind::introduction, asked.introduction.value, false);
        });
    out.on<introduction::IntroductionArrived>([this](
                                                  introduction::IntroductionArrived const &arrived,
                                                  Writer &writer, Event const &event) {
        tell(writer, event, arrived.other, Kind::introduction, arrived.introduction.value, false);
    });
    out.on<guest::GuestLeftCard>(
        [this](guest::GuestLeftCard const &left, Writer &writer, Event const &event) {
            tell(writer, event, left.other, Kind::guest, left.guest.value, true);
        });
    out.on<message::MessageSent>(
        [this](message::MessageSent const &sent, Writer &writer, Event const &event) {
            for (auto const member : rooms.messages.to_notify(writer, sent.thread, sent.member)) {
                if (silent(writer, member).count(sent.member) == 0)
                    tell(writer, event, member, Kind::message, sent.message, true);
            }
        });
    return out;
}

bool Notices::State::derive_some(Deriver const &deriver, int most) {
    auto &database = rooms.database;
    auto const from = database.read([](store::Reader &reader) {
        return reader.one<std::int64_t>(sql::cursor, {}).value_or(0);
    });
    auto const events = database.journal_after(from, most);
    if (events.empty()) return false;
    auto const kinds = deriver.kinds();
    auto const is_ours = [&](store::Event const &event) {
        return std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end();
    };
    (void)database.write([&](store::Writer &writer) -> Done {
        // Before anything else: another node that derives the same waits here, and then finds it
        // done.
        if (writer.run(sql::move_cursor, {{"to", events.back().seq}, {"from", from}}) == 0)
            return Refusal{Reason::conflict, N_("This was changed meanwhile."), {}, {}};
        for (auto const &event : events) {
            if (is_ours(event)) deriver(event, writer, event);
        }
        return {};
    });
    return true;
}

void Notices::State::derive_all() {
    auto const all = deriver();
    while (!is_closing && derive_some(all, piece)) {
    }
}

void Notices::State::work() {
    auto const all = deriver();
    int tries = 0, most = piece;
    std::unique_lock lock{working};
    while (!is_closing) {
        has_work = false;
        lock.unlock();
        bool is_broken = false;
        try {
            while (derive_some(all, most)) {
                tries = 0;
                most = piece;
                std::lock_guard const look{working};
                if (is_closing) break;
            }
        } catch (std::exception const &trouble) {
            // One event at a time, to get as near as possible to the one that cannot be derived.
            most = 1;
            is_broken = true;
            // Said again now and then: until it is mended nobody gets notices.
            if (++tries <= most_tries || tries % most_tries == 0)
                log::warn("notices could not be derived; it is tried again",
                          {{"why", trouble.what()}});
        }
        lock.lock();
        if (is_broken) {
            woken.wait_for(lock, until_tried_again * std::min(tries, 30),
                           [&] { return is_closing.load(); });
        } else {
            woken.wait_for(lock, until_looked_again, [&] { return is_closing || has_work; });
            if (!is_closing)
                woken.wait_for(lock, until_more_comes, [&] { return is_closing.load(); });
        }
    }
}

void Notices::derive() { state_->derive_all(); }

void Notices::open() {
    ensure(!state_->worker.joinable(), "the notices are opened twice");
    auto &database = state_->rooms.database;
    auto const kinds = state_->deriver().kinds();
    // The follower stays with the database, which may outlive this: it holds the state weakly.
    database.follow(database.last_seq(),
                    [state = std::weak_ptr{state_}, kinds](store::Event const &event) {
                        if (std::find(kinds.begin(), kinds.end(), event.kind) == kinds.end())
                            return;
                        if (auto const alive = state.lock()) {
                            std::lock_guard const hold{alive->working};
                            alive->has_work = true;
                            alive->woken.notify_all();
                        }
                    });
    state_->worker = std::thread{[state = state_.get()] { state->work(); }};
}

void Notices::close() {
    if (!state_->worker.joinable()) return;
    {
        std::lock_guard const hold{state_->working};
        state_->is_closing = true;
    }
    state_->woken.notify_all();
    state_->worker.join();
    state_->is_closing = false;
}

} // namespace goen::notice
