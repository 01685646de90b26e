// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"
#include "i18n/dates.hpp"
#include "letter/letter.hpp"
#include "letter/queries.hpp"
#include "people_events/events.hpp"

#include <algorithm>

namespace goen::letter {
namespace {

constexpr std::array<std::string_view, 4> kind_words{"request", "introduction", "exchange",
                                                     "reminder"};
constexpr std::array<std::string_view, 3> mode_words{"at_once", "daily", "never"};
constexpr milliseconds hold_for{std::chrono::minutes{10}}; // far longer than posting takes
constexpr std::chrono::hours morning{7};                   // in Japan
constexpr int most_at_a_time = 500, most_in_a_letter = 200;

std::int64_t number_of(Date day) { return std::chrono::sys_days{day}.time_since_epoch().count(); }
// The day in Japan whose morning was the last one.
std::int64_t last_morning(Time now) { return number_of(i18n::date_in_japan(now - morning)); }

// Adds the greeting, how to get fewer emails, and the foot of every letter.
std::string whole_text(Text const &text, account::Member const &to, std::string const &off_link,
                       account::Rules const &rules) {
    i18n::Words const w{to.language};
    return w("Dear {1},", {to.name.display(to.language)}) + "\n\n" + text.body + "\n\n" +
           w("Choose which emails you get, and how often:") + "\n" + rules.public_url +
           "/settings/letters\n" + w("Turn off emails of this kind without logging in:") + "\n" +
           off_link + "\n\n-- \n" + rules.network_name + "\n" + rules.public_url + "\n";
}

} // namespace

std::string_view to_string(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Mode mode) { return mode_words[static_cast<std::size_t>(mode)]; }
std::optional<Kind> kind_of(std::string_view text) {
    for (auto const kind : kinds) {
        if (to_string(kind) == text) return kind;
    }
    return {};
}
std::optional<Mode> mode_of(std::string_view text) {
    for (auto const mode : {Mode::at_once, Mode::daily, Mode::never}) {
        if (to_string(mode) == text) return mode;
    }
    return {};
}

Mode Settings::of(Kind kind) const {
    switch (kind) {
    case Kind::request: return request;
    case Kind::introduction: return introduction;
    case Kind::exchange: return exchange;
    case Kind::reminder: return reminder;
    }
    return Mode::never;
}
void Settings::set(Kind kind, Mode mode) {
    switch (kind) {
    case Kind::request: request = mode; break;
    case Kind::introduction: introduction = mode; break;
    case Kind::exchange: exchange = mode; break;
    case Kind::reminder: reminder = mode; break;
    }
}

Letters::Letters(store::Database &database, account::Accounts &accounts, Clock &clock,
                 Random &random, mail::Postman &postman)
    : database_(database), accounts_(accounts), clock_(clock), random_(random), postman_(postman) {}

void Letters::written_by(Kind kind, Writing writing) {
    writings_[static_cast<std::size_t>(kind)] = std::move(writing);
}

Letters::Stored Letters::stored(store::Reader &reader, MemberId me) {
    Stored stored;
    reader.each(sql::settings, {{"me", me}}, [&](store::Row const &row) {
        auto const kind = kind_of(row.text(0));
        if (!kind) return; // of a newer goen
        if (auto const mode = mode_of(row.text(1))) stored.settings.set(*kind, *mode);
        stored.sent[static_cast<std::size_t>(*kind)] = row.get<Time>(2);
    });
    return stored;
}

void Letters::put(store::Writer &writer, MemberId to, Kind kind, std::int64_t thing) {
    auto const now = clock_.now();
    auto const stored = this->stored(writer, to);
    auto const mode = stored.settings.of(kind);
    if (mode == Mode::never) return;
    writer.run(sql::put_due, {{"to", to},
                              {"kind", to_string(kind)},
                              {"thing", thing},
                              {"at", mode == Mode::at_once ? now : stored.next(kind, now)}});
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

void Letters::send_due() {
    put_mornings();
    std::vector<std::pair<MemberId, Kind>> found;
    database_.read([&](store::Reader &reader) {
        reader.each(sql::due_now, {{"now", clock_.now()}, {"count", most_at_a_time}},
                    [&](store::Row const &row) {
                        if (auto const kind = kind_of(row.text(1)))
                            found.emplace_back(row.get<MemberId>(0), *kind);
                    });
    });
    for (auto const &[member, kind] : found) {
        try {
            if (auto const due = hold(member, kind)) finish(*due, send(*due));
        } catch (std::exception const &trouble) { // the others get theirs
            log::error(
                "a letter could not be written; it is tried again",
                {{"member", member.value}, {"kind", to_string(kind)}, {"why", trouble.what()}});
        }
    }
}

// Reserves what is due, so that no other process sends it; nothing if one was quicker.
std::optional<Letters::Due> Letters::hold(MemberId member, Kind kind) {
    auto const now = clock_.now();
    Due due{member, kind, {}, now + hold_for, {}};
    auto const done = database_.write([&](store::Writer &writer) -> Done {
        due.things.clear();
        writer.lock(member.value);
        auto const stored = this->stored(writer, member);
        auto const mode = stored.settings.of(kind);
        if (mode == Mode::never) {
            writer.run(sql::drop_kind, {{"member", member}, {"kind", to_string(kind)}});
            return {};
        }
        // Mornings are a day apart already; counting 24 hours from the last letter would move them.
        bool const is_too_soon =
            mode == Mode::daily && kind != Kind::reminder && stored.next(kind, now) > now;
        if (is_too_soon) {
            writer.run(
                sql::put_off,
                {{"at", stored.next(kind, now)}, {"member", member}, {"kind", to_string(kind)}});
            return {};
        }
        writer.each(sql::due_of,
                    {{"member", member},
                     {"kind", to_string(kind)},
                     {"now", now},
                     {"count", most_in_a_letter}},
                    [&](store::Row const &row) { due.things.push_back(row.integer(0)); });
        for (auto const thing : due.things) {
            writer.run(sql::hold, {{"until", due.held_until},
                                   {"member", member},
                                   {"kind", to_string(kind)},
                                   {"thing", thing}});
        }
        writer.run(sql::put_key, {{"member", member}, {"secret", random_.secret()}});
        due.secret = writer.one<std::string>(sql::key_of, {{"member", member}}).value_or("");
        return {};
    });
    if (!done || due.things.empty()) return {};
    return due;
}

Letters::Outcome Letters::send(Due const &due) {
    auto const &writing = writings_[static_cast<std::size_t>(due.kind)];
    auto const to = accounts_.find(due.member);
    if (!writing || !to || !to->is_confirmed || !to->is_approved) return Outcome::nothing_to_say;
    auto const text = writing(*to, due.things);
    if (!text) return Outcome::nothing_to_say;
    auto const &rules = accounts_.rules();
    auto const off_link = rules.public_url + "/letters/off/" + due.member.text() + "." +
                          std::string{to_string(due.kind)} + "." + due.secret;
    mail::Letter letter{to->email, to->name.display(to->language), text->subject,
                        whole_text(*text, *to, off_link, rules), off_link};
    return postman_.post(std::move(letter)) ? Outcome::sent : Outcome::not_taken;
}

void Letters::finish(Due const &due, Outcome outcome) {
    if (outcome == Outcome::not_taken) { // tried again when the hold ends
        log::warn("a letter waits for the postman", {{"member", due.member.value}});
        return;
    }
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.lock(due.member.value);
        for (auto const thing : due.things) {
            writer.run(sql::drop_one, {{"member", due.member},
                                       {"kind", to_string(due.kind)},
                                       {"thing", thing},
                                       {"until", due.held_until}});
        }
        if (outcome == Outcome::sent)
            writer.run(
                sql::set_sent,
                {{"member", due.member}, {"kind", to_string(due.kind)}, {"at", clock_.now()}});
        return {};
    });
}

Settings Letters::settings(MemberId me) {
    return database_.read([&](store::Reader &reader) { return stored(reader, me).settings; });
}

Settings Letters::settings(store::Reader &reader, MemberId me) {
    return stored(reader, me).settings;
}

Done Letters::choose(MemberId me, Choosing const &choosing) {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const now = stored(writer, me).settings;
        auto const next = choosing(now);
        if (!next) return next.why();
        if (next->reminder == Mode::at_once)
            return Refusal::field("reminder", N_("Reminders come once a day or not at all."));
        for (auto const kind : kinds) {
            if (next->of(kind) != now.of(kind)) set_mode(writer, me, kind, next->of(kind));
        }
        store::tell(writer, LettersChosen{me});
        return {};
    });
}

void Letters::set_mode(store::Writer &writer, MemberId me, Kind kind, Mode mode) {
    // Whoever turns reminders on at noon gets no letter about this morning.
    writer.run(sql::set_mode, {{"me", me},
                               {"kind", to_string(kind)},
                               {"mode", to_string(mode)},
                               {"day", last_morning(clock_.now())}});
    if (mode == Mode::never)
        writer.run(sql::drop_kind, {{"member", me}, {"kind", to_string(kind)}});
    if (mode == Mode::at_once)
        writer.run(sql::put_off, {{"at", clock_.now()}, {"member", me}, {"kind", to_string(kind)}});
}

// MEMBER.KIND.SECRET
std::optional<Letters::TurnOff> Letters::read_key(store::Reader &reader, std::string_view key) {
    auto const first = key.find('.'), last = key.rfind('.');
    if (first == key.npos || first == last) return {};
    auto const member = MemberId::parse(key.substr(0, first));
    auto const kind = kind_of(key.substr(first + 1, last - first - 1));
    if (!member || !kind) return {};
    auto const secret = reader.one<std::string>(sql::key_of, {{"member", *member}});
    if (!secret || !equal_in_constant_time(*secret, key.substr(last + 1))) return {};
    return TurnOff{*member, *kind};
}

std::optional<Letters::OffLink> Letters::off_link(std::string_view key) {
    return database_.read([&](store::Reader &reader) -> std::optional<OffLink> {
        auto const found = read_key(reader, key);
        if (!found) return {};
        return OffLink{found->kind, settings(reader, found->member).of(found->kind) == Mode::never};
    });
}

Done Letters::turn_off(std::string_view key) {
    return database_.write([&](store::Writer &writer) -> Done {
        auto const found = read_key(writer, key);
        if (!found) return Refusal{Reason::not_found, N_("This link no longer works."), {}, {}};
        writer.lock(found->member.value);
        set_mode(writer, found->member, found->kind, Mode::never);
        store::tell(writer, LettersChosen{found->member});
        return {};
    });
}

void Letters::member_leaves(store::Writer &writer, MemberId member) {
    writer.put(sql::leave_settings, {{"member", member}});
    writer.put(sql::leave_due, {{"member", member}});
    writer.put(sql::leave_key, {{"member", member}});
}

} // namespace goen::letter
