// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"
#include "i18n/dates.hpp"
#include "letter/letter.hpp"
#include "letter/letter_text.hpp"
#include "letter/queries.hpp"
#include "people_events/events.hpp"

#include <algorithm>

namespace goen::letter {
namespace {

constexpr milliseconds hold_for{std::chrono::minutes{10}}; // far longer than posting takes
constexpr std::chrono::hours morning{7}, a_day{24};        // reminders: 7:00 in Japan
constexpr std::chrono::hours between_newcomers{1};
constexpr int most_at_a_time = 500, most_in_a_letter = 200;
constexpr std::size_t in_one_transaction = 50;

std::size_t place_of(Kind kind) { return static_cast<std::size_t>(kind); }
std::int64_t number_of(Date day) { return std::chrono::sys_days{day}.time_since_epoch().count(); }
// The day in Japan whose morning was the last one.
std::int64_t last_morning(Time now) { return number_of(i18n::date_in_japan(now - morning)); }

std::string host_of(std::string_view url) {
    auto const scheme = url.find("://");
    if (scheme != url.npos) url.remove_prefix(scheme + 3);
    return std::string{url.substr(0, url.find_first_of(":/"))};
}

} // namespace

Letters::Letters(store::Database &database, account::Accounts &accounts, Clock &clock,
                 Random &random, mail::Postman &postman)
    : database_(database), accounts_(accounts), clock_(clock), random_(random), postman_(postman) {}

void Letters::written_by(Kind kind, Writing writing) {
    writings_[place_of(kind)] = std::move(writing);
}

std::optional<Text> Letters::written(MemberId to, Kind kind,
                                     std::vector<std::int64_t> const &things) {
    auto const &writing = writings_[place_of(kind)];
    auto const member = accounts_.find(to);
    if (!writing || !member || !member->is_confirmed || !member->is_approved || things.empty())
        return {};
    return writing(*member, things);
}

Time Letters::Stored::next(Kind kind, Time now) const {
    switch (settings.of(kind)) {
    case Mode::weekly: return settings.schedule.next_week(now);
    // Mornings are a day apart already; counting 24 hours from the last letter would move them.
    case Mode::daily:
        if (kind != Kind::reminder && kind != Kind::move)
            now = std::max(now, sent[place_of(kind)] + a_day);
        break;
    case Mode::at_once:
    case Mode::never: break;
    }
    return settings.schedule.open_from(now, kind);
}

Letters::Stored Letters::stored(store::Reader &reader, MemberId me) {
    Stored stored;
    reader.each(sql::settings, {{"me", me}}, [&](store::Row const &row) {
        auto const kind = kind_of(row.text(0));
        if (!kind) return; // of a newer goen
        auto const mode = mode_of(row.text(1));
        if (mode && is_possible(*kind, *mode)) stored.settings.set(*kind, *mode);
        stored.sent[place_of(*kind)] = row.get<Time>(2);
    });
    reader.each(sql::schedule, {{"me", me}}, [&](store::Row const &row) {
        stored.settings.schedule = {row.get<int>(0), row.get<int>(1), row.get<unsigned>(2),
                                    row.get<bool>(3)};
    });
    return stored;
}

void Letters::put(store::Writer &writer, MemberId to, Kind kind, std::int64_t thing) {
    auto const stored = this->stored(writer, to);
    if (stored.settings.of(kind) == Mode::never) return;
    writer.put(sql::put_due, {{"to", to},
                              {"kind", to_string(kind)},
                              {"thing", thing},
                              {"at", stored.next(kind, clock_.now())}});
}

// Makes this morning's letter due for everyone who wants one. Whether there is anything to remind
// them of turns out when it is written.
void Letters::put_mornings() {
    auto const now = clock_.now();
    auto const day = last_morning(now);
    std::vector<MemberId> members;
    database_.read([&](store::Reader &reader) {
        reader.each(sql::mornings, {{"day", day}, {"count", most_at_a_time}},
                    [&](store::Row const &row) { members.push_back(row.get<MemberId>(0)); });
    });
    for (auto const member : members) {
        (void)database_.write([&](store::Writer &writer) -> Done {
            writer.lock(member.value);
            if (writer.run(sql::morning_queued, {{"day", day}, {"member", member}}) == 0) return {};
            writer.run(
                sql::put_due,
                {{"to", member}, {"kind", to_string(Kind::reminder)}, {"thing", day}, {"at", now}});
            return {};
        });
    }
}

// Of what happened before somebody came nothing is told her.
void Letters::put_newcomers(Time now) {
    auto const next = Schedule{}.next_week(now);
    MemberId after;
    for (bool is_more = true; is_more;) {
        std::vector<MemberId> found;
        database_.read([&](store::Reader &reader) {
            reader.each(sql::newcomers, {{"after", after}, {"count", most_at_a_time}},
                        [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
        });
        if (found.empty()) return;
        is_more = found.size() == static_cast<std::size_t>(most_at_a_time);
        after = found.back();
        (void)database_.write([&](store::Writer &writer) -> Done {
            for (auto const member : found)
                writer.put(sql::put_newcomer, {{"member", member}, {"next", next}, {"now", now}});
            return {};
        });
    }
}

// Makes it due to look whether anybody has moved, for those whose day or week is over: so that a
// move costs nothing for each of 30,000 readers. Several processes may do it at the same time.
void Letters::put_rounds() {
    auto const now = clock_.now();
    if (now >= look_for_newcomers_) {
        put_newcomers(now);
        look_for_newcomers_ = now + between_newcomers;
    }
    for (bool is_more = true; is_more;) {
        std::vector<std::pair<MemberId, Time>> found;
        database_.read([&](store::Reader &reader) {
            reader.each(sql::rounds, {{"now", now}, {"count", most_at_a_time}},
                        [&](store::Row const &row) {
                            found.emplace_back(row.get<MemberId>(0), row.get<Time>(1));
                        });
        });
        is_more = found.size() == static_cast<std::size_t>(most_at_a_time);
        if (found.empty()) return;
        std::sort(found.begin(), found.end()); // locked in this order everywhere
        (void)database_.write([&](store::Writer &writer) -> Done {
            for (auto const &[member, since] : found) {
                auto const settings = this->stored(writer, member).settings;
                auto const mode = settings.of(Kind::move);
                auto const next = mode == Mode::daily ? settings.schedule.next_day(now)
                                                      : settings.schedule.next_week(now);
                if (writer.run(sql::next_round,
                               {{"next", next}, {"now", now}, {"member", member}}) == 0)
                    continue; // by another process
                if (mode == Mode::never) continue;
                writer.put(sql::put_due, {{"to", member},
                                          {"kind", to_string(Kind::move)},
                                          {"thing", to_millis(since)},
                                          {"at", settings.schedule.open_from(now, Kind::move)}});
            }
            return {};
        });
    }
}

void Letters::send_due() {
    put_mornings();
    put_rounds();
    for (;;) {
        std::vector<MemberId> found;
        database_.read([&](store::Reader &reader) {
            reader.each(sql::due_now, {{"now", clock_.now()}, {"count", most_at_a_time}},
                        [&](store::Row const &row) { found.push_back(row.get<MemberId>(0)); });
        });
        bool is_any_held = false;
        for (std::size_t at = 0; at < found.size(); at += in_one_transaction) {
            auto const end = std::min(at + in_one_transaction, found.size());
            std::vector<MemberId> some{found.begin() + static_cast<std::ptrdiff_t>(at),
                                       found.begin() + static_cast<std::ptrdiff_t>(end)};
            std::sort(some.begin(), some.end());
            auto const held = hold(some);
            is_any_held = is_any_held || !held.empty();
            std::vector<std::pair<Due, Sent>> sent;
            for (auto const &due : held) {
                try {
                    if (auto done = send(due)) sent.emplace_back(due, std::move(*done));
                } catch (std::exception const &trouble) { // the others get theirs
                    log::error("a letter could not be written; it is tried again",
                               {{"member", due.member.value}, {"why", trouble.what()}});
                }
            }
            finish(sent);
        }
        if (!is_any_held || found.size() < static_cast<std::size_t>(most_at_a_time)) return;
    }
}

// Reserves what is due, so that no other process sends it; nothing of those for whom another one
// was quicker.
std::vector<Letters::Due> Letters::hold(std::vector<MemberId> const &members) {
    auto const now = clock_.now();
    auto const hold_all = [&](std::vector<MemberId> const &some) {
        return database_.write([&](store::Writer &writer) -> Result<std::vector<Due>> {
            std::vector<Due> held;
            for (auto const member : some) {
                if (auto due = hold_one(writer, member, now)) held.push_back(std::move(*due));
            }
            return held;
        });
    };
    try {
        if (auto held = hold_all(members)) return std::move(*held);
    } catch (std::exception const &trouble) {
        log::error("letters could not be taken to be sent together; each is tried alone",
                   {{"why", trouble.what()}});
    }
    std::vector<Due> out;
    for (auto const member : members) {
        try {
            auto held = hold_all({member});
            if (held && !held->empty()) out.push_back(std::move(held->front()));
        } catch (std::exception const &trouble) {
            log::error("a letter could not be taken to be sent; it is tried again",
                       {{"member", member.value}, {"why", trouble.what()}});
        }
    }
    return out;
}

std::optional<Letters::Due> Letters::hold_one(store::Writer &writer, MemberId member, Time now) {
    writer.lock(member.value);
    struct Line {
        Kind kind;
        std::int64_t thing;
        std::string letter;
    };
    std::vector<Line> lines;
    std::string resumed; // a letter that somebody began to send and did not finish
    writer.each(sql::due_of, {{"member", member}, {"now", now}, {"count", most_in_a_letter}},
                [&](store::Row const &row) {
                    auto const kind = kind_of(row.text(0));
                    if (!kind) return; // of a newer goen
                    lines.push_back({*kind, row.integer(1), row.get<std::string>(2)});
                    if (resumed.empty()) resumed = lines.back().letter;
                });
    if (lines.empty()) return {};
    auto const stored = this->stored(writer, member);
    // What each kind's letter has to wait for, asked once.
    std::array<std::optional<bool>, kinds.size()> may_go;
    auto const may = [&](Kind kind) {
        auto &known = may_go[place_of(kind)];
        if (known) return *known;
        auto const &settings = stored.settings;
        if (settings.of(kind) == Mode::never) {
            writer.put(sql::drop_kind, {{"member", member}, {"kind", to_string(kind)}});
            known = false;
            return false;
        }
        auto const open = settings.of(kind) == Mode::weekly ? settings.schedule.open_from(now, kind)
                                                            : stored.next(kind, now);
        known = open <= now;
        if (!*known)
            writer.put(sql::put_off,
                       {{"at", open}, {"now", now}, {"member", member}, {"kind", to_string(kind)}});
        return *known;
    };
    Due due;
    due.member = member;
    due.id = resumed.empty() ? random_.secret() : resumed;
    due.held_until = now + hold_for;
    bool is_empty = true;
    for (auto const &line : lines) {
        if (line.letter != resumed || !may(line.kind)) continue;
        is_empty = false;
        due.things[place_of(line.kind)].push_back(line.thing);
        writer.put(sql::hold, {{"until", due.held_until},
                               {"letter", due.id},
                               {"member", member},
                               {"kind", to_string(line.kind)},
                               {"thing", line.thing}});
    }
    if (is_empty) return {};
    writer.put(sql::put_key, {{"member", member}, {"secret", random_.secret()}});
    due.secret = writer.one<std::string>(sql::key_of, {{"member", member}}).value_or("");
    return due;
}

std::optional<Letters::Sent> Letters::send(Due const &due) {
    Sent sent;
    auto const to = accounts_.find(due.member);
    if (!to || !to->is_confirmed || !to->is_approved) return sent;
    if (bounces_ && bounces_->is_dead(to->email)) return sent;
    std::vector<Text> texts;
    for (auto const kind : kinds) {
        auto const &things = due.things[place_of(kind)];
        auto const &writing = writings_[place_of(kind)];
        if (things.empty() || !writing) continue;
        auto text = writing(*to, things);
        if (!text) continue;
        sent.kinds.push_back(kind);
        texts.push_back(std::move(*text));
    }
    if (texts.empty()) return sent;
    auto const &rules = accounts_.rules();
    std::string told;
    for (auto const kind : sent.kinds)
        told += (told.empty() ? "" : "-") + std::string{to_string(kind)};
    auto const off_link =
        rules.public_url + "/letters/off/" + due.member.text() + "." + told + "." + due.secret;
    auto const address = [&](Answer const &answer) { return reply_address(to->id, answer); };
    auto whole = put_together(std::move(texts), *to, off_link, rules, address);
    mail::Letter letter{to->email, to->name.display(to->language), whole.subject, whole.text,
                        off_link};
    letter.html = std::move(whole.html);
    if (whole.answer && addresses_) {
        letter.reply_to = address(*whole.answer);
        if (auto id = addresses_->conversation_id(to->id, *whole.answer); !id.empty())
            letter.references.push_back(std::move(id));
    }
    // The same when the letter is taken up again after a crash: whoever gets it twice can tell.
    letter.message_id = due.id + '@' + host_of(rules.public_url);
    if (!postman_.post(std::move(letter))) {
        // Tried again when the hold ends.
        log::warn("a letter waits for the postman", {{"member", due.member.value}});
        return {};
    }
    sent.is_taken = true;
    return sent;
}

void Letters::finish(std::vector<std::pair<Due, Sent>> const &all) {
    if (all.empty()) return;
    (void)database_.write([&](store::Writer &writer) -> Done {
        for (auto const &[due, sent] : all) {
            writer.lock(due.member.value);
            for (auto const kind : kinds) {
                for (auto const thing : due.things[place_of(kind)]) {
                    writer.put(sql::drop_one, {{"member", due.member},
                                               {"kind", to_string(kind)},
                                               {"thing", thing},
                                               {"until", due.held_until}});
                }
            }
            for (auto const kind : sent.kinds)
                writer.put(
                    sql::set_sent,
                    {{"member", due.member}, {"kind", to_string(kind)}, {"at", clock_.now()}});
        }
        return {};
    });
}

Settings Letters::settings(MemberId me) {
    return database_.read([&](store::Reader &reader) { return settings(reader, me); });
}

Settings Letters::settings(store::Reader &reader, MemberId me) {
    auto settings = stored(reader, me).settings;
    settings.push = told_of(reader, me);
    return settings;
}

std::array<bool, kinds.size()> Letters::told_of(store::Reader &reader, MemberId me) {
    return devices_.told_of ? devices_.told_of(reader, me) : std::array<bool, kinds.size()>{};
}

Done Letters::choose(MemberId me, Choosing const &choosing) {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const now = settings(writer, me);
        auto const next = choosing(now);
        if (!next) return next.why();
        for (auto const kind : kinds) {
            if (is_possible(kind, next->of(kind))) continue;
            return Refusal::field(std::string{to_string(kind)},
                                  kind == Kind::reminder
                                      ? N_("Reminders come once a day or not at all.")
                                      : N_("Moves come once a day, once a week or not at all."));
        }
        if (next->schedule.weekdays == 0 || next->schedule.weekdays > 127)
            return Refusal::field("weekdays", N_("Please choose at least one day of the week."));
        for (auto const kind : kinds) {
            if (devices_.tell_of && next->pushes(kind) != now.pushes(kind))
                devices_.tell_of(writer, me, kind, next->pushes(kind));
        }
        bool const is_rescheduled = next->schedule != now.schedule;
        if (is_rescheduled) put_schedule(writer, me, *next);
        for (auto const kind : kinds) {
            if (next->of(kind) != now.of(kind) || is_rescheduled) set_mode(writer, me, kind, *next);
        }
        store::tell(writer, LettersChosen{me});
        return {};
    });
}

void Letters::put_schedule(store::Writer &writer, MemberId me, Settings const &next) {
    auto const &schedule = next.schedule;
    writer.run(sql::put_schedule, {{"me", me},
                                   {"from", schedule.quiet_from},
                                   {"to", schedule.quiet_to},
                                   {"weekdays", schedule.weekdays},
                                   {"business", schedule.business_days_only}});
}

// What already waits follows the new choice.
void Letters::set_mode(store::Writer &writer, MemberId me, Kind kind, Settings const &next) {
    auto const now = clock_.now();
    auto before = stored(writer, me);
    auto const mode = next.of(kind);
    if (before.settings.of(kind) != mode) {
        // Whoever turns reminders on at noon gets no letter about this morning.
        writer.run(sql::set_mode, {{"me", me},
                                   {"kind", to_string(kind)},
                                   {"mode", to_string(mode)},
                                   {"day", last_morning(now)}});
    }
    if (mode == Mode::never) {
        writer.run(sql::drop_kind, {{"member", me}, {"kind", to_string(kind)}});
        return;
    }
    before.settings = next;
    writer.run(sql::reschedule,
               {{"at", before.next(kind, now)}, {"member", me}, {"kind", to_string(kind)}});
    if (kind == Kind::move)
        writer.run(sql::put_round, {{"member", me},
                                    {"next", mode == Mode::daily ? next.schedule.next_day(now)
                                                                 : next.schedule.next_week(now)},
                                    {"now", now}});
}

// MEMBER.KIND-KIND.SECRET
std::optional<Letters::TurnOff> Letters::read_key(store::Reader &reader, std::string_view key) {
    auto const first = key.find('.'), last = key.rfind('.');
    if (first == key.npos || first == last) return {};
    auto const member = MemberId::parse(key.substr(0, first));
    if (!member) return {};
    TurnOff found{*member, {}};
    auto rest = key.substr(first + 1, last - first - 1);
    for (bool is_last = false; !is_last;) {
        auto const dash = rest.find('-');
        is_last = dash == rest.npos;
        auto const kind = kind_of(rest.substr(0, dash));
        if (!kind || found.kinds.size() == kinds.size()) return {};
        found.kinds.push_back(*kind);
        if (!is_last) rest.remove_prefix(dash + 1);
    }
    auto const secret = reader.one<std::string>(sql::key_of, {{"member", *member}});
    if (!secret || !equal_in_constant_time(*secret, key.substr(last + 1))) return {};
    return found;
}

std::optional<Letters::OffLink> Letters::off_link(std::string_view key) {
    return database_.read([&](store::Reader &reader) -> std::optional<OffLink> {
        auto const found = read_key(reader, key);
        if (!found) return {};
        auto const now = settings(reader, found->member);
        bool const is_off = std::all_of(found->kinds.begin(), found->kinds.end(),
                                        [&](Kind kind) { return now.of(kind) == Mode::never; });
        return OffLink{found->kinds, is_off};
    });
}

Done Letters::turn_off(std::string_view key) {
    return database_.write([&](store::Writer &writer) -> Done {
        auto const found = read_key(writer, key);
        if (!found) return Refusal{Reason::not_found, N_("This link no longer works."), {}, {}};
        writer.lock(found->member.value);
        auto next = stored(writer, found->member).settings;
        for (auto const kind : found->kinds) next.set(kind, Mode::never);
        for (auto const kind : found->kinds) set_mode(writer, found->member, kind, next);
        store::tell(writer, LettersChosen{found->member});
        return {};
    });
}

void Letters::member_leaves(store::Writer &writer, MemberId member) {
    for (auto const *query : {&sql::leave_settings, &sql::leave_schedule, &sql::leave_round,
                              &sql::leave_due, &sql::leave_key})
        writer.put(*query, {{"member", member}});
    if (!bounces_) return;
    if (auto const leaving = accounts_.find(writer, member))
        bounces_->forget(writer, leaving->email);
}

} // namespace goen::letter
