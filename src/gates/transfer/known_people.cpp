// SPDX-License-Identifier: Apache-2.0
#include "transfer/known_people.hpp"

#include "account/account.hpp"
#include "names/phone_key.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::transfer {
namespace {

constexpr std::size_t most_candidates = 8;

std::uint64_t hash_of(char kind, std::string_view text) {
    return std::hash<std::string>{}(std::string{kind} + std::string{text});
}

// The book's number says all that the file's says: one without an extension is said by one with.
bool says(std::string const &book, names::PhoneKey const &wanted) {
    auto const there = names::PhoneKey::of(book);
    return there.number == wanted.number &&
           (wanted.extension.empty() || wanted.extension == there.extension);
}

// Addresses a whole office reads: that two people have one says nothing of them.
bool is_shared(std::string_view mail) {
    auto const local = mail.substr(0, mail.find('@'));
    for (std::string_view const word :
         {"info",   "contact", "office", "sales",    "support",   "mail",    "admin",
          "hello",  "soumu",   "somu",   "eigyo",    "eigyou",    "keiri",   "jinji",
          "kouhou", "recruit", "press",  "customer", "webmaster", "inquiry", "otoiawase"}) {
        if (local == word) return true;
    }
    return false;
}

bool has_piece(std::string const &wanted, std::string const &there) {
    return wanted.empty() || wanted == there;
}

bool has_position(card::CardBody const &book, card::Position const &wanted) {
    for (auto const *side : {&book.ja, &book.en}) {
        for (auto const &there : side->positions) {
            if (has_piece(wanted.company, there.company) && has_piece(wanted.title, there.title) &&
                (wanted.department.empty() || wanted.department == there.department))
                return true;
        }
    }
    return false;
}
bool has_address(card::CardBody const &book, card::Address const &wanted) {
    return wanted.empty() || book.ja.address == wanted || book.en.address == wanted;
}

// Everything the row says stands in the book already.
bool holds(contacts::Contact const &book, Incoming const &row) {
    auto const &a = row.body.name, &b = book.body.name;
    bool const same_name =
        has_piece(a.family, b.family) && has_piece(a.given, b.given) &&
        has_piece(a.middle, b.middle) && has_piece(a.family_kana, b.family_kana) &&
        has_piece(a.given_kana, b.given_kana) && has_piece(a.family_romaji, b.family_romaji) &&
        has_piece(a.given_romaji, b.given_romaji);
    if (!same_name) return false;
    auto const in = [](std::vector<card::Labelled> const &list, auto &&same) {
        return std::any_of(list.begin(), list.end(), same);
    };
    for (auto const &email : row.body.emails) {
        auto const key = account::mail_key(email.value);
        if (!in(book.body.emails,
                [&](auto const &there) { return account::mail_key(there.value) == key; }))
            return false;
    }
    for (auto const &phone : row.body.phones) {
        auto const key = names::PhoneKey::of(phone.value);
        if (!in(book.body.phones, [&](auto const &there) { return says(there.value, key); }))
            return false;
    }
    for (auto const &url : row.body.urls) {
        if (!in(book.body.urls, [&](auto const &there) { return there.value == url.value; }))
            return false;
    }
    for (auto const *side : {&row.body.ja, &row.body.en}) {
        for (auto const &position : side->positions) {
            if (!has_position(book.body, position)) return false;
        }
        if (!has_address(book.body, side->address)) return false;
    }
    return row.memo.empty() || book.memo.find(row.memo) != std::string::npos;
}

} // namespace

std::string_view to_string(RowState state) {
    switch (state) {
    case RowState::fresh: return "new";
    case RowState::same: return "same";
    case RowState::conflict: return "conflict";
    case RowState::skipped: return "skipped";
    }
    return "skipped";
}

KnownPeople::Keys KnownPeople::keys_of(card::CardBody const &body) {
    Keys keys;
    auto const &name = body.name;
    keys.name = hash_of('n', names::folded(name.family + name.given + name.middle));
    std::vector<std::string> parts{name.family,      name.given,      name.middle,
                                   name.family_kana, name.given_kana, name.family_romaji,
                                   name.given_romaji};
    std::vector<std::string> sorted;
    for (auto const &email : body.emails) {
        auto const key = account::mail_key(email.value);
        sorted.push_back('m' + key);
        (is_shared(key) ? keys.shared_mails : keys.mails).push_back(hash_of('m', key));
    }
    for (auto const &phone : body.phones) {
        auto const key = names::PhoneKey::of(phone.value);
        sorted.push_back('t' + key.number + 'x' + key.extension);
        (phone.label == "mobile" || key.is_mobile() ? keys.mobiles : keys.phones)
            .push_back(hash_of('t', key.number.empty() ? 'x' + key.extension : key.number));
    }
    for (auto const &url : body.urls) sorted.push_back('u' + url.value);
    std::sort(sorted.begin(), sorted.end());
    for (auto const *side : {&body.ja, &body.en}) {
        for (auto const &position : side->positions) {
            parts.push_back(position.company), parts.push_back(position.title);
            for (auto const &level : position.department) parts.push_back(level);
            parts.emplace_back("|");
        }
        auto const &a = side->address;
        for (auto const *part :
             {&a.postal_code, &a.region, &a.locality, &a.street, &a.building, &a.country})
            parts.push_back(*part);
    }
    std::string all;
    for (auto const *list : {&parts, &sorted}) {
        for (auto const &part : *list) all += part, all += '\x1F';
    }
    keys.content = hash_of('c', all);
    return keys;
}

KnownPeople::KnownPeople(contacts::Contacts &contacts, MemberId me, Whom whom)
    : contacts_(contacts), me_(me) {
    std::string after;
    do {
        auto const piece = contacts.piece(me, after, 200);
        for (auto const &contact : piece.contacts) {
            if (whom == Whom::private_ones && contact.is_member) continue;
            put(keys_of(contact.body), contact.id.value);
        }
        after = piece.after;
    } while (!after.empty());
}

void KnownPeople::put(Keys const &keys, std::int64_t place) {
    by_content_.try_emplace(keys.content, place);
    by_key_.emplace(keys.name, place);
    for (auto const *list : {&keys.mails, &keys.shared_mails, &keys.phones, &keys.mobiles}) {
        for (auto const key : *list) by_key_.emplace(key, place);
    }
}

void KnownPeople::remember(Keys const &keys, ContactId id) {
    from_file_.push_back(id);
    put(keys, -static_cast<std::int64_t>(from_file_.size()));
}

KnownPeople::Verdict KnownPeople::judge(Incoming const &incoming) {
    if (incoming.refused) return {RowState::skipped, *incoming.refused, {}};
    auto const id_at = [&](std::int64_t place) {
        return place > 0 ? ContactId{place} : from_file_[static_cast<std::size_t>(-place - 1)];
    };
    auto const keys = keys_of(incoming.body);
    if (auto const found = by_content_.find(keys.content); found != by_content_.end()) {
        return {RowState::same,
                found->second > 0
                    ? N_("This person is already in your contacts with the same details.")
                    : N_("The same person is already listed above in the file."),
                id_at(found->second)};
    }
    // A key that thousands share (a switchboard's number) is looked at for its first few only.
    auto const with = [&](std::uint64_t key) {
        std::vector<std::int64_t> places;
        auto const [from, to] = by_key_.equal_range(key);
        for (auto at = from; at != to && places.size() < most_candidates; ++at)
            places.push_back(at->second);
        return places;
    };
    auto const namesakes = with(keys.name);
    std::vector<std::int64_t> in_book;
    for (auto const place : namesakes) {
        if (place > 0) in_book.push_back(place);
    }
    Verdict verdict;
    for (auto const place : in_book) {
        auto const contact = contacts_.find(me_, ContactId{place});
        if (!contact) continue;
        auto const theirs = keys_of(contact->body);
        auto const shares = [](std::vector<std::uint64_t> const &mine,
                               std::vector<std::uint64_t> const &other) {
            return std::any_of(mine.begin(), mine.end(), [&](auto key) {
                return std::find(other.begin(), other.end(), key) != other.end();
            });
        };
        bool const is_reachable = !(incoming.body.emails.empty() && incoming.body.phones.empty());
        bool const is_one = !is_reachable || shares(keys.mails, theirs.mails) ||
                            shares(keys.shared_mails, theirs.shared_mails) ||
                            shares(keys.phones, theirs.phones) ||
                            shares(keys.mobiles, theirs.mobiles);
        if (is_one && holds(*contact, incoming))
            return {RowState::same,
                    N_("This person is already in your contacts with all of these details."),
                    contact->id};
        if (verdict.state == RowState::fresh) {
            verdict = {RowState::conflict,
                       is_one
                           ? N_("This person is already in your contacts with different details.")
                           : N_("Someone with this name is already in your contacts."),
                       contact->id};
        }
    }
    if (verdict.state != RowState::fresh) return verdict;
    if (!namesakes.empty())
        return {RowState::conflict,
                N_("Someone with this name is above in the file with different details."),
                id_at(namesakes[0])};
    for (auto const *list : {&keys.mails, &keys.mobiles}) {
        for (auto const key : *list) {
            auto const places = with(key);
            if (places.empty()) continue;
            return {RowState::conflict,
                    list == &keys.mails
                        ? N_("This email address belongs to someone with a different name.")
                        : N_("This mobile number belongs to someone with a different name."),
                    id_at(places[0])};
        }
    }
    return verdict;
}

} // namespace goen::transfer
