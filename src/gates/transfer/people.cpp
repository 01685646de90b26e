// SPDX-License-Identifier: Apache-2.0
// People: one JSON object a line.
#include "base/random.hpp"
#include "base/text.hpp"
#include "card/card_json.hpp"
#include "transfer/queries.hpp"
#include "transfer/transfer.hpp"

#include <boost/json.hpp>

#include <thread>

namespace goen::transfer {
namespace {

constexpr std::size_t max_line = 1 << 20;
constexpr std::size_t batch_size = 1000;
// SQLite has one writer at a time: a server beside this command gets its turn after each of these.
constexpr milliseconds longest_turn{150}, between_turns{10};

struct Person {
    std::int64_t line = 0;
    std::string ref;
    account::NewMember member;
    card::CardBody card;
};

struct Line {
    std::string ref, email;
    names::NameInput name;
    std::optional<card::CardInput> card;
};
web::Record const &record_of(Line const *) {
    static web::Record const record = [] {
        auto card = card::card_patch_schema();
        card.properties.push_back(web::shape::optional("id", web::shape::text(100)));
        return web::Record{"",
                           {web::field<&Line::ref>("ref").most(200).least(1),
                            web::field<&Line::email>("email").most(320),
                            web::field<&Line::name>("name"),
                            web::field<&Line::card>("card").optional().as(std::move(card))}};
    }();
    return record;
}

Sentence first_fault(std::vector<FieldError> const &faults) {
    return {
        N_("{1}: {2}"),
        {faults.front().field, i18n::filled(faults.front().why.msgid, faults.front().why.args)}};
}
Sentence said(Refusal const &refusal) {
    return refusal.fields.empty() ? refusal.message : first_fault(refusal.fields);
}

Result<Person> read_person(std::string_view line, web::Schema const &schema,
                           account::Accounts const &accounts) {
    auto const value = web::parse_json(line);
    if (!value) return value.why();
    if (auto faults = web::check(schema, *value); !faults.empty()) {
        return Refusal{Reason::invalid, first_fault(faults), {}, {}};
    }
    auto const given = web::from_json<Line>(value->as_object());
    Person person;
    person.ref = given.ref;
    auto email = account::parse_email(given.email);
    if (!email) return email.why();
    auto name = names::PersonName::parse(given.name, names::NameRule::member);
    if (!name) return name.why();
    if (accounts.is_reserved(*name))
        return Refusal{Reason::invalid, N_("This name cannot be used."), {}, {}};
    person.member.email = std::move(*email);
    person.member.name = *name;
    person.member.is_confirmed = true; // who brings a whole directory answers for its addresses
    person.member.brings_card = true;
    if (given.card) {
        card::CardBody base = card::first_card(*name);
        base.show.clear(); // a card of the file says itself what it shows
        auto card = card::card_of(*given.card, names::NameRule::member, base);
        if (!card) return card.why();
        person.card = std::move(*card);
    } else {
        person.card = card::first_card(*name);
    }
    return person;
}

// One line without its end; false at the end of the file. A line over the limit comes back cut at
// it.
bool read_line(std::istream &file, std::string &line, std::int64_t &bytes) {
    line.clear();
    auto *const in = file.rdbuf();
    for (int c = in->sbumpc(); c != EOF; c = in->sbumpc()) {
        ++bytes;
        if (c == '\n') return true;
        if (line.size() <= max_line) line += static_cast<char>(c);
    }
    return !line.empty();
}

} // namespace

Result<Tally> Bulk::people(std::istream &file, std::int64_t size, Listener const &listener) {
    auto const schema = web::shape_of<Line>();
    Tally tally;
    std::vector<Person> batch;

    auto const write_batch = [&] {
        // What happened to each, told only once the transaction stands (it may run again).
        enum class Fate { added, same, taken, left };
        std::vector<Fate> fates;
        auto const now = clock_.now();
        std::size_t from = 0, until = 0;
        auto const write_turn = [&](store::Writer &writer) -> Done {
            auto const began = std::chrono::steady_clock::now();
            fates.resize(from);
            bool const has_left = writer.any(sql::has_anybody_left, {});
            for (until = from; until < batch.size(); ++until) {
                if (until > from && std::chrono::steady_clock::now() - began > longest_turn) break;
                auto const &person = batch[until];
                if (has_left &&
                    writer.any(sql::has_left, {{"hash", sha256_hex("import_ref " + person.ref)}})) {
                    fates.push_back(Fate::left);
                } else if (writer.any(sql::ref_of, {{"ref", person.ref}})) {
                    fates.push_back(Fate::same);
                } else if (accounts_.find_by_email(writer, person.member.email)) {
                    fates.push_back(Fate::taken);
                } else {
                    auto const id = accounts_.add(writer, person.member, "", now);
                    cards_.make(writer, id, person.card, now);
                    writer.run(sql::add_ref, {{"ref", person.ref}, {"member", id}});
                    fates.push_back(Fate::added);
                }
            }
            return {};
        };
        for (; from < batch.size(); from = until) {
            if (from > 0) std::this_thread::sleep_for(between_turns);
            (void)database_.write(write_turn);
        }
        for (std::size_t i = 0; i < batch.size(); ++i) {
            tally.added += fates[i] == Fate::added;
            tally.same += fates[i] == Fate::same;
            if (fates[i] == Fate::left) {
                ++tally.skipped;
                listener.bad_line(batch[i].line,
                                  N_("This member has left the network and cannot be restored by "
                                     "an import. They can join again themselves."));
            }
            if (fates[i] == Fate::taken) {
                ++tally.skipped;
                listener.bad_line(batch[i].line,
                                  N_("A member with this email address already exists."));
            }
        }
        batch.clear();
    };

    std::string line;
    std::int64_t number = 0, bytes = 0;
    while (read_line(file, line, bytes)) {
        ++number;
        std::string_view text = line;
        if (number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (trimmed(text).empty()) continue;
        if (text.size() > max_line) {
            ++tally.skipped;
            listener.bad_line(number, N_("This line is longer than 1 MiB."));
            continue;
        }
        auto person = read_person(text, schema, accounts_);
        if (!person) {
            ++tally.skipped;
            listener.bad_line(number, said(person.why()));
            continue;
        }
        person->line = number;
        batch.push_back(std::move(*person));
        if (batch.size() == batch_size) {
            write_batch();
            std::this_thread::sleep_for(between_turns);
            if (size > 0) listener.progress(static_cast<double>(bytes) / static_cast<double>(size));
        }
    }
    if (!batch.empty()) write_batch();
    listener.progress(1);
    return tally;
}

} // namespace goen::transfer
