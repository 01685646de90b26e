// SPDX-License-Identifier: Apache-2.0
#include "contacts/tagging.hpp"

#include "book_events/events.hpp"
#include "contacts/changing.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/history.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"
#include "contacts/taking_back.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

constexpr std::size_t piece = 500;

Result<std::string> checked_tag(std::string_view typed, char const *field) {
    auto const tags = checked_tags({std::string{typed}});
    if (!tags) {
        auto refusal = tags.why();
        for (auto &error : refusal.fields) error.field = field;
        return refusal;
    }
    if (tags->empty()) {
        Sentence const why{N_("Please enter a tag.")};
        return Refusal{Reason::invalid, why, {{field, why}}, {}};
    }
    return tags->front();
}

Refusal no_such_tag() {
    return {Reason::not_found, N_("None of your contacts have this tag."), {}, {}};
}

TagBatch batch_at(store::Row const &row) {
    return {row.get<BatchId>(0),     row.get<Time>(1),        static_cast<TagDeed>(row.integer(2)),
            row.get<std::string>(3), row.get<std::string>(4), row.integer(5),
            !row.is_null(6)};
}

} // namespace

Result<TagBatch> Tagging::run(MemberId me, TagBatch batch, std::vector<ContactId> const &contacts,
                              Change const &change) {
    if (contacts.size() > most) {
        return Refusal{
            Reason::invalid,
            {N_("You can change up to {1} contacts at once."), {"10,000"}},
            {{"contacts", {N_("You can change up to {1} contacts at once."), {"10,000"}}}},
            {}};
    }
    BatchId const id = ids_.make<BatchId>();
    batch.at = clock_.now();
    for (std::size_t from = 0; from < contacts.size(); from += piece) {
        auto const until = std::min(contacts.size(), from + piece);
        auto const done = database_.write([&](store::Writer &writer) -> Result<std::int64_t> {
            writer.lock(me.value);
            std::int64_t changed = 0;
            for (auto at = from; at < until; ++at) {
                auto const row = rows::contact(writer, me, contacts[at]);
                if (!row) continue;
                auto const now = unpacked_tags(row->tags);
                auto tags = checked_tags(change(now));
                if (!tags || *tags == now) continue;
                Edit edit;
                edit.tags = std::move(*tags);
                if (change_line(writer, ids_, me, contacts[at], edit, batch.at,
                                {.batch = id.value}))
                    ++changed;
            }
            if (changed == 0) return changed;
            if (batch.changed == 0) {
                writer.put(sql::batch_add, {{"member", me},
                                            {"id", id},
                                            {"at", batch.at},
                                            {"what", batch.what},
                                            {"tag", batch.tag},
                                            {"tag_to", batch.to},
                                            {"changed", changed}});
                writer.put(sql::batches_trim, {{"member", me}, {"kept", kept}});
            } else {
                writer.put(sql::batch_grow, {{"member", me}, {"id", id}, {"changed", changed}});
            }
            store::tell(writer, ContactsTagged{me, id});
            return changed;
        });
        if (!done) return done.why();
        batch.changed += *done;
    }
    if (batch.changed > 0) batch.id = id;
    return batch;
}

Result<TagBatch> Tagging::put_on(MemberId me, std::vector<ContactId> const &contacts,
                                 std::string_view typed) {
    auto const tag = checked_tag(typed, "tag");
    if (!tag) return tag.why();
    auto const key = names::folded(*tag);
    return run(
        me, {.what = TagDeed::put_on, .tag = *tag}, contacts, [&](std::vector<std::string> tags) {
            if (std::none_of(tags.begin(), tags.end(),
                             [&](std::string const &one) { return names::folded(one) == key; }))
                tags.push_back(*tag);
            return tags;
        });
}

Result<TagBatch> Tagging::take_off(MemberId me, std::vector<ContactId> const &contacts,
                                   std::string_view typed) {
    auto const tag = checked_tag(typed, "tag");
    if (!tag) return tag.why();
    auto const key = names::folded(*tag);
    return run(me, {.what = TagDeed::taken_off, .tag = *tag}, contacts,
               [&](std::vector<std::string> tags) {
                   std::erase_if(tags, [&](auto const &one) { return names::folded(one) == key; });
                   return tags;
               });
}

std::vector<ContactId> Tagging::with_tag(MemberId me, std::string_view key) {
    return database_.read([&](store::Reader &reader) {
        std::vector<ContactId> found;
        reader.each(sql::contacts_with_tag, {{"member", me}, {"tag_key", key}},
                    [&](store::Row const &row) { found.push_back(row.get<ContactId>(0)); });
        return found;
    });
}

Result<TagBatch> Tagging::rename(MemberId me, std::string_view typed, std::string_view typed_to) {
    auto const tag = checked_tag(typed, "tag"), to = checked_tag(typed_to, "to");
    if (!tag) return tag.why();
    if (!to) return to.why();
    auto const key = names::folded(*tag), to_key = names::folded(*to);
    auto const contacts = with_tag(me, key);
    if (contacts.empty()) return no_such_tag();
    return run(me, {.what = TagDeed::renamed, .tag = *tag, .to = *to}, contacts,
               [&](std::vector<std::string> const &tags) {
                   std::vector<std::string> renamed;
                   bool is_there = false;
                   for (auto const &one : tags) {
                       auto const its = names::folded(one);
                       if (its != key && its != to_key) {
                           renamed.push_back(one);
                       } else if (!is_there) {
                           renamed.push_back(*to), is_there = true;
                       }
                   }
                   return renamed;
               });
}

Result<TagBatch> Tagging::drop(MemberId me, std::string_view typed) {
    auto const tag = checked_tag(typed, "tag");
    if (!tag) return tag.why();
    auto const key = names::folded(*tag);
    auto const contacts = with_tag(me, key);
    if (contacts.empty()) return no_such_tag();
    return run(me, {.what = TagDeed::deleted, .tag = *tag}, contacts,
               [&](std::vector<std::string> tags) {
                   std::erase_if(tags, [&](auto const &one) { return names::folded(one) == key; });
                   return tags;
               });
}

Done Tagging::undo(MemberId me, BatchId id) {
    Refusal const gone{
        Reason::not_found, N_("The record of this change is no longer kept."), {}, {}};
    auto const batch = database_.read([&](store::Reader &reader) {
        std::optional<TagBatch> found;
        reader.each(sql::batch_one, {{"member", me}, {"id", id}},
                    [&](store::Row const &row) { found = batch_at(row); });
        return found;
    });
    if (!batch) return gone;
    if (batch->is_undone)
        return Refusal{Reason::conflict, N_("This change has already been undone."), {}, {}};
    struct Tagged {
        ContactId contact;
        EditId edit;
        std::vector<std::string> was, is;
    };
    for (ContactId after;;) {
        auto const done = database_.write([&](store::Writer &writer) -> Result<ContactId> {
            writer.lock(me.value);
            std::vector<Tagged> edits;
            writer.each(sql::edits_of_batch,
                        {{"member", me}, {"batch", id}, {"after", after}, {"count", piece}},
                        [&](store::Row const &row) {
                            edits.push_back({row.get<ContactId>(0), row.get<EditId>(1),
                                             unpacked_tags(row.text(2)),
                                             unpacked_tags(row.text(3))});
                        });
            for (auto const &edit : edits) {
                auto const row = rows::contact(writer, me, edit.contact);
                if (!row) continue; // deleted meanwhile
                auto const now = unpacked_tags(row->tags);
                auto tags = checked_tags(taken_back(now, edit.was, edit.is));
                if (!tags || *tags == now) continue;
                Edit back;
                back.tags = std::move(*tags);
                if (auto const put = change_line(writer, ids_, me, edit.contact, back, clock_.now(),
                                                 {.undoes = edit.edit.value});
                    !put)
                    return put.why();
            }
            bool const is_last = edits.size() < piece;
            if (is_last && writer.run(sql::batch_undone,
                                      {{"member", me}, {"id", id}, {"at", clock_.now()}}) == 0)
                return Refusal{
                    Reason::conflict, N_("This change has already been undone."), {}, {}};
            store::tell(writer, ContactsTagged{me, id});
            return is_last ? ContactId{} : edits.back().contact;
        });
        if (!done) return done.why();
        if (!*done) return {};
        after = *done;
    }
}

std::vector<TagBatch> Tagging::batches(MemberId me) {
    return database_.read([&](store::Reader &reader) {
        std::vector<TagBatch> found;
        reader.each(sql::batches_of, {{"member", me}, {"count", kept}},
                    [&](store::Row const &row) { found.push_back(batch_at(row)); });
        return found;
    });
}

Result<std::vector<ContactId>> Tagging::found_by(MemberId me, Ask ask) {
    std::vector<ContactId> found;
    ask.limit = 100;
    ask.after.clear();
    do {
        auto const page = contacts_.list(me, ask, i18n::Language::ja);
        if (!page) return page.why();
        for (auto const &line : page->lines) found.push_back(line.id);
        ask.after = page->next;
        if (found.size() > most) {
            return Refusal{Reason::invalid,
                           {N_("You can change up to {1} contacts at once."), {"10,000"}},
                           {},
                           {}};
        }
    } while (!ask.after.empty());
    return found;
}

} // namespace goen::contacts
