// SPDX-License-Identifier: Apache-2.0
#include "transfer/import_store.hpp"

#include "base/text.hpp"
#include "card/card_store.hpp"
#include "card/card_view.hpp"
#include "contacts/notes.hpp"
#include "transfer/queries.hpp"

namespace goen::transfer::rows {
namespace {

// In no text that has passed a gate.
constexpr char between = '\x1D', between_dates = '\x1E', between_parts = '\x1F';

RowState state_of(std::int64_t number) {
    ensure(number >= 0 && number <= 3, "an import row's state is out of range");
    return static_cast<RowState>(number);
}

std::string about(std::string_view body) {
    if (body.empty()) return {};
    auto const card = *unpacked(body).edit.body;
    std::string text;
    auto const add = [&](std::string_view part) {
        if (part.empty()) return;
        if (!text.empty()) text += " · ";
        text += part;
    };
    auto const *position = card::main_position(card, i18n::Language::ja);
    if (position) add(card::position_line(*position, i18n::Language::ja));
    if (!card.emails.empty()) add(card.emails.front().value);
    if (!card.phones.empty()) add(card.phones.front().value);
    return text;
}

} // namespace

std::optional<ImportBatch> batch(store::Reader &reader, MemberId me, ImportId id) {
    std::optional<ImportBatch> found;
    reader.each(sql::batch, {{"member", me}, {"id", id}}, [&](store::Row const &row) {
        found = ImportBatch{id,
                            static_cast<ImportBatch::State>(row.integer(0)),
                            std::string{row.text(1)},
                            std::string{row.text(2)},
                            std::string{row.text(3)},
                            from_millis(row.integer(4)),
                            0};
    });
    return found;
}

ImportTally tally(store::Reader &reader, MemberId me, ImportId id) {
    ImportTally tally;
    reader.each(sql::tallies, {{"member", me}, {"batch", id}}, [&](store::Row const &row) {
        auto const count = row.integer(2);
        switch (state_of(row.integer(0))) {
        case RowState::fresh: tally.fresh += count; break;
        case RowState::same: tally.same += count; break;
        case RowState::conflict: tally.conflict += count; break;
        case RowState::skipped: tally.skipped += count; break;
        }
        if (static_cast<Chosen>(row.integer(1)) == Chosen::yes) tally.chosen += count;
        if (static_cast<Chosen>(row.integer(1)) == Chosen::brought) tally.brought += count;
    });
    return tally;
}

std::vector<ImportRow> after(store::Reader &reader, MemberId me, ImportId id, std::int64_t after,
                             int count, std::optional<RowState> only) {
    std::vector<ImportRow> rows;
    reader.each(sql::rows_after,
                {{"member", me},
                 {"batch", id},
                 {"after", after},
                 {"count", count},
                 {"state", only ? static_cast<int>(*only) : -1}},
                [&](store::Row const &row) {
                    auto const chosen = static_cast<Chosen>(row.integer(2));
                    rows.push_back({row.integer(0), state_of(row.integer(1)),
                                    chosen == Chosen::yes || chosen == Chosen::brought,
                                    std::string{row.text(3)}, std::string{row.text(4)},
                                    ContactId{row.integer(5)}, about(row.text(6))});
                });
    return rows;
}

void add(store::Writer &writer, MemberId me, ImportId id, ImportRow const &row, Chosen chosen,
         std::string_view body) {
    writer.put(sql::add_row, {{"member", me},
                              {"batch", id},
                              {"number", row.number},
                              {"state", row.state},
                              {"chosen", chosen},
                              {"shown", row.shown},
                              {"reason", row.reason},
                              {"contact", row.contact},
                              {"body", body}});
}

std::string packed(Incoming const &incoming) {
    auto text = card::to_stored(incoming.body) + between + incoming.memo + between +
                contacts::packed_tags(incoming.tags) + between +
                contacts::packed_meetings(incoming.met) + between;
    for (auto const &one : incoming.dates) {
        text += std::to_string(static_cast<int>(one.kind)) + between_parts + one.label +
                between_parts + vcard::written(one.date) + between_dates;
    }
    return text;
}

Unpacked unpacked(std::string_view body) {
    auto const parts = split(body, between);
    // Drafts of before days were read have four parts; they live for a day.
    ensure(parts.size() == 5 || parts.size() == 4, "a row of an import is damaged");
    Unpacked row;
    row.edit.body = card::from_stored(parts[0]);
    row.edit.memo = std::string{parts[1]};
    row.edit.tags = contacts::unpacked_tags(parts[2]);
    row.edit.met = contacts::unpacked_meetings(parts[3]);
    if (parts.size() == 4) return row;
    for (auto const one : split(parts[4], between_dates)) {
        if (one.empty()) continue;
        auto const date = split(one, between_parts);
        auto const day = date.size() == 3 ? vcard::day_of(date[2]) : std::nullopt;
        ensure(day.has_value() && date[0].size() == 1, "a row of an import is damaged");
        row.dates.push_back({{},
                             {},
                             static_cast<reminder::Kind>((date[0][0] - '0') & 3),
                             std::string{date[1]},
                             *day});
    }
    return row;
}

} // namespace goen::transfer::rows
