// SPDX-License-Identifier: Apache-2.0
#include "transfer/imports.hpp"

#include "base/text.hpp"
#include "gates_events/events.hpp"
#include "reminder/whole_book.hpp"
#include "store/before_commit.hpp"
#include "transfer/import_store.hpp"
#include "transfer/queries.hpp"

#include <algorithm>
#include <future>
#include <limits>
#include <map>
#include <utility>

namespace goen::transfer {
namespace {

Refusal refuse(Reason reason, Sentence why) { return {reason, std::move(why), {}, {}}; }
Refusal brought_in_already() {
    return refuse(Reason::conflict, N_("This file has already been imported."));
}

// What is said of a row: why it is no new one, and what was left out of it.
std::string reason_of(KnownPeople::Verdict const &verdict, Incoming const &incoming,
                      i18n::Words const &words) {
    std::string text = verdict.why.empty() ? "" : words(verdict.why);
    for (auto const &note : incoming.notes) {
        if (!text.empty() && !words.is_ja()) text += ' ';
        text += words(note);
    }
    return text;
}

std::string short_name(std::string_view name) {
    std::size_t at = 0;
    for (int i = 0; i < 100 && at < name.size(); ++i) next_code_point(name, at);
    return std::string{trimmed(name.substr(0, at))};
}

contacts::Edit edit_of(Incoming &&incoming) {
    contacts::Edit edit;
    edit.body = std::move(incoming.body);
    edit.memo = std::move(incoming.memo);
    edit.tags = std::move(incoming.tags);
    edit.met = std::move(incoming.met);
    return edit;
}

} // namespace

void Imports::drop(store::Writer &writer, MemberId me, ImportId id) {
    writer.put(sql::drop_rows, {{"member", me}, {"batch", id}});
    writer.put(sql::drop_batch, {{"member", me}, {"batch", id}});
}

Usage Imports::drafts(store::Reader &reader, MemberId me) {
    return {reader.one<std::int64_t>(sql::count_drafts, {{"member", me}}).value_or(0),
            most_drafts_};
}

Usage Imports::drafts(MemberId me) {
    return database_.read([&](store::Reader &reader) { return drafts(reader, me); });
}

void Imports::add(store::Writer &writer, MemberId me, contacts::Contacts::Room &room,
                  contacts::Contacts::Ready const &line, Dates const &dates) {
    contacts_.add(writer, room, line);
    for (auto date : dates) {
        date.id = ids_.make<reminder::DateId>(), date.contact = line.id();
        reminder::keep(writer, me, date, clock_.now());
    }
}

Imports::DatesOf Imports::dates(MemberId me) {
    DatesOf dates;
    database_.read([&](store::Reader &reader) {
        for (auto &date : reminder::dates_in(reader, me))
            dates[date.contact].push_back(std::move(date));
    });
    return dates;
}

Result<ImportId> Imports::look_at(MemberId me, File const &file, i18n::Words const &words) {
    auto const no_more = [](Usage const &drafts) -> Done {
        if (drafts.fits(1)) return {};
        return over_quota({N_("{1} files are waiting to be imported, the maximum. Please import or "
                              "discard one first."),
                           {std::to_string(drafts.used)}});
    };
    if (auto const done = no_more(drafts(me)); !done) return done.why();
    KnownPeople known{contacts_, me};
    auto const id = ids_.make<ImportId>();
    struct Pending {
        ImportRow row;
        std::string body;
    };
    std::vector<Pending> pending;
    std::size_t rows = 0;
    bool has_begun = false;
    Done written;
    auto const write = [&] {
        written = database_.write([&](store::Writer &writer) -> Done {
            if (!has_begun) {
                writer.lock(me.value);
                if (auto const done = no_more(drafts(writer, me)); !done) return done.why();
                writer.put(sql::add_batch, {{"member", me},
                                            {"id", id},
                                            {"state", ImportBatch::State::draft},
                                            {"name", short_name(file.name)},
                                            {"format", ""},
                                            {"charset", ""},
                                            {"at", clock_.now()}});
            }
            for (auto const &[row, body] : pending)
                rows::add(writer, me, id, row, row.chosen ? rows::Chosen::yes : rows::Chosen::no,
                          body);
            store::tell(writer, ImportLookedAt{me, id});
            return {};
        });
        has_begun = true;
        pending.clear();
        return written.has_value();
    };
    auto const facts =
        read_people(file.bytes, file.charset, words, [&](std::int64_t number, Incoming &&incoming) {
            auto const verdict = known.judge(incoming);
            if (verdict.state == RowState::fresh)
                known.remember(KnownPeople::keys_of(incoming.body), {});
            Pending one;
            one.row = {number,
                       verdict.state,
                       verdict.state == RowState::fresh,
                       incoming.shown,
                       reason_of(verdict, incoming, words),
                       verdict.contact};
            // The same one needs no second copy; a conflict may still be chosen.
            if (verdict.state == RowState::fresh || verdict.state == RowState::conflict)
                one.body = rows::packed(incoming);
            pending.push_back(std::move(one));
            ++rows;
            return pending.size() < chunk_size || write();
        });
    if (!written) return written.why();
    if (!facts) return facts.why(); // refusals of the whole come before its first row
    if (rows == 0) return refuse(Reason::invalid, N_("There is nobody to import in this file."));
    if (!pending.empty() && !write()) return written.why();
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.run(sql::set_facts, {{"member", me},
                                    {"id", id},
                                    {"format", facts->format},
                                    {"charset", name_of(facts->charset)}});
        store::tell(writer, ImportLookedAt{me, id});
        return {};
    });
    return id;
}

Result<Imports::Preview> Imports::preview(MemberId me, ImportId id, std::int64_t after, int count,
                                          std::optional<RowState> only) {
    return database_.read([&](store::Reader &reader) -> Result<Preview> {
        auto batch = rows::batch(reader, me, id);
        if (!batch) return no_such_import();
        // Once it is brought in, there is something to say about those alone who did not come.
        bool const is_open = batch->state == ImportBatch::State::draft;
        if (!is_open) only = RowState::skipped;
        Preview preview{std::move(*batch), rows::tally(reader, me, id),
                        rows::after(reader, me, id, after, count + 1, only), 0,
                        contacts_.usage(reader, me)};
        preview.batch.brought = preview.tally.brought;
        if (static_cast<int>(preview.rows.size()) > count) {
            preview.rows.pop_back();
            preview.next = preview.rows.back().number;
        }
        return preview;
    });
}

Done Imports::choose(MemberId me, ImportId id, std::vector<std::int64_t> const &shown,
                     std::vector<std::int64_t> const &ticked) {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const batch = rows::batch(writer, me, id);
        if (!batch) return no_such_import();
        if (batch->state != ImportBatch::State::draft) return brought_in_already();
        for (auto const number : shown) {
            bool const is_ticked = std::find(ticked.begin(), ticked.end(), number) != ticked.end();
            writer.put(
                sql::choose_row,
                {{"member", me}, {"batch", id}, {"number", number}, {"chosen", is_ticked ? 1 : 0}});
        }
        store::tell(writer, ImportLookedAt{me, id});
        return {};
    });
}

Result<std::int64_t> Imports::bring_in(MemberId me, ImportId id, i18n::Words const &words) {
    using State = ImportBatch::State;
    auto const begun = database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const batch = rows::batch(writer, me, id);
        if (!batch) return no_such_import();
        if (batch->state != State::draft && batch->state != State::begun)
            return brought_in_already();
        auto const chosen = rows::tally(writer, me, id).chosen;
        if (auto const room = contacts_.usage(writer, me); !room.fits(chosen)) {
            return over_quota(
                {N_("{1} people are selected, but you have room for only {2} more contacts. Please "
                    "choose fewer, or delete some contacts first. Nobody was imported."),
                 {std::to_string(chosen), std::to_string(room.left())}});
        }
        writer.run(sql::begin_batch,
                   {{"member", me}, {"id", id}, {"from", State::draft}, {"to", State::begun}});
        store::tell(writer, ImportBegun{me, id});
        return {};
    });
    if (!begun) return begun.why();

    std::int64_t brought = 0, after = 0;
    for (;;) {
        std::vector<std::pair<std::int64_t, rows::Unpacked>> chunk;
        database_.read([&](store::Reader &reader) {
            reader.each(sql::bodies_after,
                        {{"member", me}, {"batch", id}, {"after", after}, {"count", chunk_size}},
                        [&](store::Row const &row) {
                            chunk.emplace_back(row.integer(0), rows::unpacked(row.text(1)));
                        });
        });
        if (chunk.empty()) break;
        struct Line {
            Result<contacts::Contacts::Ready> line;
            Dates dates;
        };
        std::map<std::int64_t, Line> lines;
        for (auto &[number, person] : chunk) {
            lines.emplace(
                number, Line{contacts_.ready(me, std::move(person.edit)), std::move(person.dates)});
        }
        // Contact and row in one transaction: a row that is not brought in yet is still chosen, and
        // whoever goes on after an interruption, or taps twice, begins with those.
        auto const written = database_.write([&](store::Writer &writer) -> Result<std::int64_t> {
            writer.lock(me.value);
            auto const batch = rows::batch(writer, me, id);
            if (!batch || batch->state != State::begun) return brought_in_already();
            std::vector<std::pair<std::int64_t, Line const *>> mine;
            std::int64_t fine = 0;
            writer.each(
                sql::still_chosen,
                {{"member", me}, {"batch", id}, {"after", after}, {"last", lines.rbegin()->first}},
                [&](store::Row const &row) {
                    auto const found = lines.find(row.integer(0));
                    if (found == lines.end()) return;
                    mine.emplace_back(found->first, &found->second);
                    fine += found->second.line.has_value();
                });
            auto room = contacts_.room_for(writer, me, fine);
            if (!room) return room.why();
            for (auto const &[number, one] : mine) {
                if (!one->line) {
                    auto const &why = one->line.why();
                    auto const reason =
                        words(why.fields.empty() ? why.message : why.fields.front().why);
                    writer.put(sql::row_refused, {{"member", me},
                                                  {"batch", id},
                                                  {"number", number},
                                                  {"chosen", rows::Chosen::refused},
                                                  {"reason", reason}});
                    continue;
                }
                add(writer, me, *room, *one->line, one->dates);
                writer.put(sql::row_done, {{"member", me},
                                           {"batch", id},
                                           {"number", number},
                                           {"chosen", rows::Chosen::brought},
                                           {"contact", one->line->id()}});
            }
            store::tell(writer, ContactsImported{me, id});
            return fine;
        });
        if (!written) return written.why();
        brought += *written;
        after = lines.rbegin()->first;
    }
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        if (writer.run(sql::begin_batch,
                       {{"member", me}, {"id", id}, {"from", State::begun}, {"to", State::done}}) >
            0)
            writer.run(sql::drop_bodies, {{"member", me}, {"batch", id}});
        store::tell(writer, ImportDone{me, id});
        return {};
    });
    return brought;
}

Result<Imports::Report> Imports::take_in(MemberId me, File const &file, bool only_look,
                                         i18n::Words const &words) {
    KnownPeople known{contacts_, me};
    Report report;
    struct Pending {
        ImportRow row; // only what it takes to undo it; the answer says the rest
        contacts::Contacts::Ready line;
        Dates dates;
        std::size_t place; // in the report
    };
    std::vector<Pending> pending;
    auto const id = ids_.make<ImportId>();
    auto const usage = contacts_.usage(me);
    auto left = usage.is_limited() ? usage.left() : std::numeric_limits<std::int64_t>::max();
    auto const has_no_room = [&](ImportRow &row) {
        row.state = RowState::skipped;
        row.contact = {};
        row.reason = words({N_("You have reached the limit of {1} contacts that you can add or "
                               "import. Please delete some first."),
                            {std::to_string(usage.most)}});
    };
    auto const write = [&, this](std::vector<Pending> const &people, bool is_first) {
        return database_.write([&](store::Writer &writer) -> Done {
            auto room = contacts_.room_for(writer, me, static_cast<std::int64_t>(people.size()));
            if (!room) return room.why();
            if (is_first) {
                writer.put(sql::add_batch, {{"member", me},
                                            {"id", id},
                                            {"state", ImportBatch::State::done},
                                            {"name", short_name(file.name)},
                                            {"format", ""},
                                            {"charset", ""},
                                            {"at", clock_.now()}});
            }
            for (auto const &[row, one, dates, place] : people) {
                add(writer, me, *room, one, dates);
                rows::add(writer, me, id, row, rows::Chosen::brought, "");
            }
            store::tell(writer, ContactsImported{me, id});
            return {};
        });
    };
    // While one chunk is written the next is read; never more than the two are in memory. Its
    // destructor waits, its get() passes trouble on.
    std::vector<Pending> being_written;
    std::future<Done> writing;
    auto const settle = [&] {
        if (!writing.valid()) return;
        if (writing.get()) {
            report.batch = id;
        } else { // somebody filled the book meanwhile
            left = 0;
            for (auto const &one : being_written) has_no_room(report.rows[one.place]);
        }
    };
    auto const hand_over = [&] {
        settle();
        being_written = std::exchange(pending, {});
        writing = std::async(std::launch::async,
                             [&, is_first = !report.batch, due = store::BeforeCommit::current()] {
                                 store::BeforeCommit::Scope const on_its_behalf{due};
                                 return write(being_written, is_first);
                             });
    };
    auto const facts =
        read_people(file.bytes, file.charset, words, [&](std::int64_t number, Incoming &&incoming) {
            auto const verdict = known.judge(incoming);
            ImportRow row{number,
                          verdict.state,
                          false,
                          incoming.shown,
                          reason_of(verdict, incoming, words),
                          verdict.contact};
            if (row.state == RowState::fresh && left == 0) has_no_room(row);
            if (row.state == RowState::fresh && only_look) {
                known.remember(KnownPeople::keys_of(incoming.body), {});
                --left;
            }
            if (row.state == RowState::fresh && !only_look) {
                auto const keys = KnownPeople::keys_of(incoming.body);
                auto dates = std::move(incoming.dates);
                if (auto ready = contacts_.ready(me, edit_of(std::move(incoming)))) {
                    --left;
                    row.contact = ready->id();
                    row.chosen = true;
                    known.remember(keys, row.contact);
                    auto kept = row;
                    kept.reason.clear();
                    pending.push_back(
                        {std::move(kept), std::move(*ready), std::move(dates), report.rows.size()});
                } else {
                    row.state = RowState::skipped;
                    row.reason = words(ready.why().message);
                }
            }
            report.rows.push_back(std::move(row));
            if (pending.size() == chunk_size) hand_over();
            return true;
        });
    if (!facts) return facts.why();
    if (!pending.empty()) hand_over();
    settle();
    report.format = facts->format;
    report.charset = name_of(facts->charset);
    report.was_cut = facts->was_cut;
    if (report.batch) {
        (void)database_.write([&](store::Writer &writer) -> Done {
            writer.run(sql::set_facts, {{"member", me},
                                        {"id", report.batch},
                                        {"format", report.format},
                                        {"charset", report.charset}});
            store::tell(writer, ImportDone{me, report.batch});
            return {};
        });
    }
    return report;
}

ImportId Imports::note_batch(store::Writer &writer, MemberId me, std::string_view name,
                             std::string_view format, std::vector<Came> const &came) {
    auto const id = ids_.make<ImportId>();
    writer.put(sql::add_batch, {{"member", me},
                                {"id", id},
                                {"state", ImportBatch::State::done},
                                {"name", short_name(name)},
                                {"format", format},
                                {"charset", "UTF-8"},
                                {"at", clock_.now()}});
    std::int64_t number = 0;
    for (auto const &[shown, contact] : came)
        rows::add(writer, me, id, {++number, RowState::fresh, true, shown, "", contact},
                  rows::Chosen::brought, "");
    store::tell(writer, ContactsImported{me, id});
    return id;
}

} // namespace goen::transfer
