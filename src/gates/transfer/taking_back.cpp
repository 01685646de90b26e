// SPDX-License-Identifier: Apache-2.0
// What a file brought is taken back; imports of long ago are forgotten.
#include "gates_events/events.hpp"
#include "transfer/import_store.hpp"
#include "transfer/imports.hpp"
#include "transfer/queries.hpp"

namespace goen::transfer {
namespace {

constexpr auto draft_life = std::chrono::hours{24 * 7};
constexpr auto undo_life = std::chrono::hours{24 * 30};

} // namespace

Result<Imports::Undone> Imports::undo(MemberId me, ImportId id) {
    auto const begun = database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const batch = rows::batch(writer, me, id);
        if (!batch) return no_such_import();
        if (batch->state == ImportBatch::State::draft) {
            drop(writer, me, id);
            store::tell(writer, ImportDropped{me, id});
            return {};
        }
        // Also when it was undone in part before: the rest follows.
        writer.run(sql::begin_batch, {{"member", me},
                                      {"id", id},
                                      {"from", batch->state},
                                      {"to", ImportBatch::State::undone}});
        // Of one that was interrupted: who has not come yet does not come any more.
        writer.run(sql::drop_bodies, {{"member", me}, {"batch", id}});
        store::tell(writer, ImportUndone{me, id});
        return {};
    });
    if (!begun) return begun.why();

    Undone undone;
    std::int64_t after = 0;
    for (bool is_end = false; !is_end;) {
        Undone part;
        auto const from = after;
        (void)database_.write([&](store::Writer &writer) -> Done {
            part = {}, after = from;
            std::vector<std::pair<std::int64_t, ContactId>> chunk;
            writer.each(sql::contacts_after,
                        {{"member", me}, {"batch", id}, {"after", from}, {"count", chunk_size}},
                        [&](store::Row const &row) {
                            chunk.emplace_back(row.integer(0), ContactId{row.integer(1)});
                        });
            is_end = chunk.size() < chunk_size;
            for (auto const &[number, contact] : chunk) {
                after = number;
                if (contacts_.take_back(writer, me, contact, clock_.now())) {
                    writer.put(sql::row_done, {{"member", me},
                                               {"batch", id},
                                               {"number", number},
                                               {"chosen", rows::Chosen::taken_back},
                                               {"contact", 0}});
                    ++part.gone;
                } else {
                    ++part.kept;
                }
            }
            store::tell(writer, ContactsImportUndone{me, id});
            return {};
        });
        undone.gone += part.gone, undone.kept += part.kept;
    }
    return undone;
}

std::vector<ImportBatch> Imports::recent(MemberId me) {
    std::vector<ImportBatch> batches;
    database_.read([&](store::Reader &reader) {
        reader.each(sql::batches, {{"member", me}}, [&](store::Row const &row) {
            ImportBatch batch;
            batch.id = ImportId{row.integer(0)};
            batch.state = static_cast<ImportBatch::State>(row.integer(1));
            batch.name = row.text(2);
            batch.made = from_millis(row.integer(3));
            batch.brought = row.integer(4);
            batches.push_back(std::move(batch));
        });
    });
    return batches;
}

std::vector<ImportBatch> Imports::brought_in(store::Reader &reader, MemberId me) {
    std::vector<ImportBatch> batches;
    reader.each(sql::batches_brought_in, {{"member", me}}, [&](store::Row const &row) {
        ImportBatch batch;
        batch.id = row.get<ImportId>(0);
        batch.state = row.get<ImportBatch::State>(1);
        batch.name = row.get<std::string>(2);
        batch.format = row.get<std::string>(3);
        batch.made = row.get<Time>(4);
        batch.brought = row.integer(5);
        batches.push_back(std::move(batch));
    });
    return batches;
}

void Imports::tidy() {
    for (bool goes_on = true; goes_on;) {
        std::vector<std::pair<MemberId, ImportId>> old;
        auto const now = clock_.now();
        database_.read([&](store::Reader &reader) {
            reader.each(
                sql::old_batches, {{"drafts", now - draft_life}, {"all", now - undo_life}},
                [&](store::Row const &row) { old.emplace_back(row.integer(0), row.integer(1)); });
        });
        goes_on = old.size() == 100;
        for (auto const &[member, id] : old) {
            (void)database_.write([&, member = member, id = id](store::Writer &writer) -> Done {
                drop(writer, member, id);
                store::tell(writer, ImportDropped{member, id});
                return {};
            });
        }
    }
}

} // namespace goen::transfer
