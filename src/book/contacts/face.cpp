// SPDX-License-Identifier: Apache-2.0
#include "contacts/face.hpp"

#include "base/text.hpp"
#include "contacts/book_query.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

constexpr char field_end =
    '\x1f'; // typed text has no control characters, so this never stands in a field

Work work_of(card::CardBody const &body, i18n::Language reader) {
    auto const *position = card::main_position(body, reader);
    if (!position) return {};
    return {position->company, joined(position->department), position->title};
}

void add_folded(std::string &to, std::string_view folded) {
    if (folded.empty()) return;
    to += '\n';
    to += folded;
}

void add_side(Face &face, card::Side const &side) {
    for (auto const &position : side.positions) {
        auto const company = names::folded(position.company);
        add_folded(face.find, company);
        if (auto const bare = names::folded_company(position.company); bare != company)
            add_folded(face.find, bare);
        add_folded(face.find, names::folded(joined(position.department)));
        add_folded(face.find, names::folded(position.title));
    }
}

} // namespace

std::string joined(std::vector<std::string> const &department) {
    std::string text;
    for (auto const &part : department) {
        if (!text.empty()) text += ' ';
        text += part;
    }
    return text;
}

Face face_of(card::CardBody const &seen) {
    Face face;
    face.name = seen.name;
    face.photo = seen.photo;
    face.ja = work_of(seen, i18n::Language::ja);
    face.en = work_of(seen, i18n::Language::en);
    face.find = names::find_key(seen.name);
    face.name_end = face.find.size();
    face.sort_key = names::sort_key(seen.name);
    face.head = names::index_head(seen.name);
    add_side(face, seen.ja);
    add_side(face, seen.en);
    add_phone_lines(face.find, seen.phones);
    for (auto const &email : seen.emails) add_folded(face.find, names::folded(email.value));
    add_address_lines(face.find, seen.ja.address);
    add_address_lines(face.find, seen.en.address);
    return face;
}

std::string packed(Face const &face) {
    std::string text;
    auto const put = [&](std::string const &field) {
        text += field;
        text += field_end;
    };
    auto const &name = face.name;
    for (auto const *part : {&name.family, &name.given, &name.middle, &name.family_kana,
                             &name.given_kana, &name.family_romaji, &name.given_romaji}) {
        put(*part);
    }
    put(name.order == names::Order::family_first ? "0" : "1");
    for (auto const *work : {&face.ja, &face.en}) {
        put(work->company);
        put(work->department);
        put(work->title);
    }
    put(std::to_string(face.name_end));
    return text;
}

Face unpacked(std::string_view text) {
    Face face;
    std::size_t at = 0;
    auto const take = [&]() -> std::string {
        auto const end = std::min(text.find(field_end, at), text.size());
        std::string field{text.substr(std::min(at, text.size()), end - std::min(at, end))};
        at = end + 1;
        return field;
    };
    auto &name = face.name;
    for (auto *part : {&name.family, &name.given, &name.middle, &name.family_kana, &name.given_kana,
                       &name.family_romaji, &name.given_romaji}) {
        *part = take();
    }
    name.order = take() == "1" ? names::Order::given_first : names::Order::family_first;
    for (auto *work : {&face.ja, &face.en}) {
        work->company = take();
        work->department = take();
        work->title = take();
    }
    face.name_end = static_cast<std::size_t>(parse_id(take()).value_or(0));
    return face;
}

Faces::Faces(card::Cards &cards, std::size_t capacity) : cards_(cards), table_(capacity) {}

FacePtr Faces::made(card::VersionPtr const &whole, card::Tier tier) {
    if (!whole) return nullptr;
    auto face = std::make_shared<Face const>(face_of(card::seen(whole->body, tier)));
    table_.put({whole->id, tier}, face);
    return face;
}

FacePtr Faces::of(store::Reader &reader, MemberId owner, VersionId version, card::Tier tier) {
    if (!version) return nullptr;
    if (auto kept = table_.find({version, tier})) return *std::move(kept);
    return made(cards_.version(reader, owner, version), tier);
}

std::vector<FacePtr> Faces::of(store::Reader &reader, std::vector<Wanted> const &wanted) {
    std::vector<FacePtr> faces(wanted.size());
    std::vector<card::VersionKey> missing;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const &[owner, version, tier] = wanted[i];
        if (!version) continue;
        if (auto kept = table_.find({version, tier})) {
            faces[i] = *std::move(kept);
        } else {
            missing.push_back({owner, version});
            places.push_back(i);
        }
    }
    if (missing.empty()) return faces;
    auto const versions = cards_.versions(reader, missing);
    for (std::size_t i = 0; i < places.size(); ++i)
        faces[places[i]] = made(versions[i], wanted[places[i]].tier);
    return faces;
}

} // namespace goen::contacts
