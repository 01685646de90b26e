// SPDX-License-Identifier: Apache-2.0
// Everything of one member into one file, in one snapshot. Whatever is another's goes through the
// policy or is a card already cut to what was received.
#include "archive/archive.hpp"
#include "archive/contents.hpp"
#include "archive/format.hpp"
#include "archive/taker.hpp"
#include "card/lists.hpp"
#include "contacts/whole_book.hpp"
#include "policy/other_names.hpp"
#include "reminder/whole_book.hpp"
#include "transfer/book_file.hpp"

#include <limits>
#include <unordered_map>

namespace goen::archive {

namespace {

constexpr std::size_t others_pictures = 24u << 20; // bytes; those beyond are left out
constexpr std::size_t most_pictures = 20'000;

} // namespace

json::value Taker::name_of(MemberId other) {
    auto const name = rooms.policy.look(reader, me, other).card().name;
    return name.empty() ? json::value(nullptr) : json::value(card::stored_name(name));
}
json::value Taker::name_on(MemberId owner, CardId card) {
    auto const live = rooms.cards.live(reader, owner, card);
    return live ? json::value(card::stored_name(policy::Policy::held_out(live->body).name))
                : json::value(nullptr);
}

void Taker::cards() {
    List cards{file::cards}, versions{file::versions};
    for (auto const &row : card::cards_ever(reader, me)) {
        auto const history = rooms.cards.history(reader, me, row.id);
        if (history.empty()) continue;
        auto const info = rooms.cards.find(reader, me, row.id);
        auto body = info ? info->live.body : history.back()->body;
        // A picture is kept as long as a card in use shows it.
        if (row.removed) body.photo = body.logo = {};
        want(body);
        cards.add({{"id", row.id.text()},
                   {"main", row.is_main},
                   {"made_at", rfc3339(row.made)},
                   {"removed_at", time_or_null(row.removed)},
                   {"card", archived_card(body, card::Whose::own)}});
        if (!row.removed) {
            std::string vcard;
            vcard::write(vcard, transfer::person_of(body), vcard::Version::v40);
            add(("my-cards/" + row.id.text() + ".vcf").c_str(), vcard);
        }
        for (auto const &version : history) {
            auto words_of = version->body;
            words_of.photo = words_of.logo = {};
            versions.add({{"card", row.id.text()},
                          {"published_at", rfc3339(version->published)},
                          {"body", archived_card(words_of, card::Whose::own)}});
        }
    }
    add(std::move(cards)), add(std::move(versions));
}

void Taker::book(std::string const &url) {
    List lines_of_book{file::contacts}, ledger{file::ledger};
    ZipEntry book{file::book};
    transfer::BookWriter writer{transfer::Format::vcard4, words, url};
    std::string text, after;
    std::unordered_map<ContactId, transfer::Dates> dates;
    for (auto &date : reminder::dates_in(reader, me))
        dates[date.contact].push_back(std::move(date));
    writer.begin(text);
    do {
        auto const piece =
            contacts::piece_of(reader, rooms.policy, rooms.cards, me, after, piece_size);
        for (auto const &contact : piece.contacts) {
            std::vector<account::NameRecord> other_names;
            if (contact.is_member) {
                MemberId const other{contact.id.value};
                other_names =
                    policy::other_names(reader, me, other, rooms.policy.look(reader, me, other));
                want(contact.body);
            }
            lines_of_book.add(contact_json(contact, other_names));
            auto const hers = dates.find(contact.id);
            writer.add(text, contact, hers == dates.end() ? transfer::Dates{} : hers->second);
            for (auto const &entry : contacts::ledger_in(reader, rooms.cards, me, contact.id))
                ledger.add(ledger_json(contact.id, entry));
        }
        book.write(text), text.clear();
        after = piece.after;
    } while (!after.empty());
    writer.end(text);
    book.write(text);
    add(std::move(lines_of_book)), add(std::move(ledger));
    zip.add(std::move(book));
}

void Taker::print_pictures() {
    std::size_t bytes_of_others = 0, count = 0;
    for (auto const &[owner, hash, use] : pictures) {
        auto const bytes =
            count < most_pictures && bytes_of_others < others_pictures
                ? rooms.pictures.print(reader, me, owner, hash, media::print_sizes(use).back(),
                                       picture::Format::jpeg)
                : std::nullopt;
        if (!bytes) {
            ++pictures_left_out;
            continue;
        }
        if (owner != me) bytes_of_others += bytes->size();
        ++count;
        ZipEntry entry{"pictures/" + hash + ".jpg", ZipEntry::Packing::stored};
        entry.write(*bytes);
        zip.add(std::move(entry));
    }
}

std::string Taker::finish(account::Member const &member, Archives::From const &from) {
    json::array names;
    for (auto const &record : rooms.accounts.name_records(reader, me))
        names.push_back(name_record_json(record, true));
    auto const letters = rooms.letters.settings(reader, me);
    json::object const head{{"format", format_name},
                            {"version", format_version},
                            {"made_at", rfc3339(now)},
                            {"network", json::object{{"name", from.network}, {"url", from.url}}},
                            {"member", json::object{{"id", me.text()},
                                                    {"name", card::stored_name(member.name)},
                                                    {"email", member.email},
                                                    {"language", i18n::code(member.language)},
                                                    {"reach", account::to_string(member.reach)},
                                                    {"bridge", member.bridge},
                                                    {"letters", letters_json(letters)},
                                                    {"joined_at", rfc3339(member.joined)}}},
                            {"other_names", std::move(names)},
                            {"pictures_left_out", pictures_left_out},
                            {"lines", std::move(lines)}};
    add(file::head, json::serialize(head) + "\n");
    add(file::readme, readme(words, from.network, now));
    return std::move(zip).finish();
}

Result<std::string> Archives::take_out(MemberId me, From const &from, i18n::Words const &words) {
    if (!out_.take(me.text())) {
        return Refusal{
            Reason::too_many,
            N_("You have downloaded your archive too many times. Please try again in an hour."),
            {},
            std::chrono::hours{1}};
    }
    Turn const turn{busy_};
    if (!turn.is_mine) return wait_a_minute();
    return rooms_.database.read([&](store::Reader &reader) -> Result<std::string> {
        auto const member = rooms_.accounts.find(reader, me);
        if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
        Taker taker{rooms_, reader, me, rooms_.clock.now(), words};
        taker.cards();
        taker.book(from.url);
        taker.ties();
        taker.requests();
        taker.introductions();
        taker.small_lists();
        taker.posts();
        taker.answers();
        taker.choices();
        taker.messages();
        taker.print_pictures();
        taker.print_photographs();
        taker.message_files();
        return taker.finish(*member, from);
    });
}

} // namespace goen::archive
