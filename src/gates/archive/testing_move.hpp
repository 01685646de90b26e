// SPDX-License-Identifier: Apache-2.0
// For this room's tests: two goens, a member with a past at the first, and her archive taken apart.
#pragma once

#include "archive/archive.hpp"
#include "archive/format.hpp"
#include "feed/feed.hpp"
#include "introduction/introduction.hpp"
#include "reminder/reminder.hpp"
#include "support/circle.hpp"
#include "support/darkroom.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <fstream>
#include <map>

namespace goen::archive::testing {

namespace json = boost::json;

inline std::string sample(std::string const &name) {
    std::ifstream in{"tests/samples/pictures/" + name, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    REQUIRE_MESSAGE(!bytes.empty(), name);
    return bytes;
}

struct Goen {
    explicit Goen(tests::FreshDatabase::Engine engine)
        : fresh(std::make_unique<tests::FreshDatabase>(engine)),
          circle(**fresh, fresh->clock, fresh->ids),
          pictures(**fresh, circle.policy, circle.cards, darkroom, fresh->clock),
          imports(**fresh, circle.contacts, fresh->ids, fresh->clock),
          reminders(**fresh, circle.contacts, fresh->ids, fresh->clock),
          introductions(**fresh, circle.policy, circle.cards, circle.exchange, circle.accounts,
                        fresh->ids, fresh->clock),
          letters(**fresh, circle.accounts, fresh->clock, circle.random, circle.postman),
          feed({**fresh, circle.policy, circle.cards, circle.contacts, darkroom, fresh->ids,
                fresh->clock}),
          archives({**fresh, circle.accounts, circle.cards, circle.policy, circle.contacts,
                    pictures, imports, fresh->ids, fresh->clock, letters}) {
        circle.cards.on_change(card::Cards::Order::others,
                               [this](store::Writer &writer, card::Cards::Change const &change) {
                                   pictures.card_changed(writer, change);
                               });
    }

    store::Database &database() { return circle.database; }
    // As she is on her first day: a name, and a card with nothing else on it.
    MemberId newcomer(std::string const &family, std::string const &given) {
        account::NewMember member;
        member.email = "new" + std::to_string(++newcomers_) + "@mihon.example";
        member.name.family = family, member.name.given = given;
        member.is_confirmed = true;
        auto const id = circle.accounts.add(member);
        REQUIRE(id);
        auto const made = database().write([&](store::Writer &writer) -> Done {
            card::make_first_card(writer, circle.cards, *id, member.name, fresh->clock.now());
            return {};
        });
        REQUIRE(made);
        return *id;
    }
    std::string archive_of(MemberId member) {
        auto file = archives.take_out(member, {"見本の会", "https://goen.example"},
                                      i18n::Words{i18n::Language::ja});
        REQUIRE(file);
        return *file;
    }
    std::int64_t book_size(MemberId member) {
        return circle.contacts.list(member, {}, i18n::Language::ja)->total;
    }

    std::unique_ptr<tests::FreshDatabase> fresh;
    tests::Circle circle;
    media::Darkroom darkroom;
    picture::Pictures pictures;
    transfer::Imports imports;
    reminder::Reminders reminders;
    introduction::Introductions introductions;
    letter::Letters letters;
    feed::Feed feed;
    Archives archives;

private:
    int newcomers_ = 0;
};

inline void in_each_goen(std::function<void(Goen &)> const &body) {
    using Engine = tests::FreshDatabase::Engine;
    for (auto const engine : {Engine::sqlite, Engine::postgres}) {
        if (engine == Engine::postgres && !tests::has_postgres()) continue;
        Goen goen{engine};
        body(goen);
    }
}

inline void in_both_directions(std::function<void(Goen &, Goen &)> const &body) {
    using Engine = tests::FreshDatabase::Engine;
    auto const other = tests::has_postgres() ? Engine::postgres : Engine::sqlite;
    for (auto const &[from, to] : {std::pair{Engine::sqlite, other}, {other, Engine::sqlite}}) {
        Goen old_home{from}, new_home{to};
        new_home.fresh->clock.advance(std::chrono::hours{24 * 40});
        body(old_home, new_home);
    }
}

// Hana's years at her first goen.
struct Past {
    tests::Member hana, ken, taro, yuki;

    explicit Past(Goen &goen) {
        auto &circle = goen.circle;
        auto &clock = goen.fresh->clock;
        card::CardBody body;
        body.kind = card::Kind::company, body.label = "本業";
        body.name.family = "髙﨑", body.name.given = "花", body.name.family_kana = "たかさき",
        body.name.given_kana = "はな", body.name.family_romaji = "Takasaki",
        body.name.given_romaji = "Hana";
        body.ja.positions = {{"株式会社見本", {"営業本部", "第一営業部"}, "課長", true},
                             {"見本総研合同会社", {}, "客員研究員", false}};
        body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-3", "見本ビル10F", "JP"};
        body.en.positions = {{"Mihon Inc.", {"Sales"}, "Manager", true}};
        body.emails = {{"work", "hana@mihon.example"}, {"home", "hana@ie.example"}};
        body.phones = {{"main", "03-0000-0000"}, {"mobile", "090-0000-0000"}};
        body.urls = {{"web", "https://mihon.example/"}};
        body.show = {{"name", card::Tier::none},
                     {"phones.mobile", card::Tier::colleague},
                     {"emails", card::Tier::close}};
        hana = circle.settle(body);
        REQUIRE(goen.pictures.put(hana.id, hana.card, picture::PictureUse::photo, sample("gps.jpg"),
                                  card::Tier::none));
        REQUIRE(
            goen.pictures.put(hana.id, hana.card, picture::PictureUse::logo, sample("alpha.png")));
        card::CardBody second;
        second.kind = card::Kind::private_, second.label = "私用";
        second.name = body.name;
        second.layout = card::Layout::vertical;
        second.style = card::Style::gothic_navy;
        second.phones = {{"home", "045-000-0000"}};
        REQUIRE(circle.cards.make(hana.id, second));
        REQUIRE(
            circle.accounts.choose(hana.id, i18n::Language::en, account::Reach::code_only, true));
        REQUIRE(goen.letters.choose(hana.id, [](letter::Settings now) -> Result<letter::Settings> {
            now.set(letter::Kind::request, letter::Mode::at_once);
            now.set(letter::Kind::exchange, letter::Mode::never);
            now.set_push(letter::Kind::reaction, true);
            now.schedule = {22 * 60, 7 * 60, 5, true};
            now.set(letter::Kind::reminder, letter::Mode::daily);
            return now;
        }));
        account::NameRecord maiden;
        maiden.name.family = "山本", maiden.name.given = "花", maiden.since = "1998-04",
        maiden.until = "2010", maiden.visible = "close", maiden.findable = true;
        REQUIRE(circle.accounts.add_name_record(hana.id, maiden));

        card::CardBody kens;
        kens.label = "健の秘密";
        kens.name.family = "佐藤", kens.name.given = "健";
        kens.ja.positions = {{"株式会社見本", {"営業部"}, "課長", true}};
        kens.emails = {{"work", "ken.close@mihon.example"}};
        kens.phones = {{"direct", "03-1234-5678"}, {"mobile", "090-9999-0000"}};
        kens.show = {{"emails", card::Tier::close}, {"phones.mobile", card::Tier::colleague}};
        ken = circle.settle(kens);
        account::NameRecord hidden;
        hidden.name.family = "旧姓秘", hidden.name.given = "健", hidden.visible = "close";
        REQUIRE(circle.accounts.add_name_record(ken.id, hidden));
        REQUIRE(
            goen.pictures.put(ken.id, ken.card, picture::PictureUse::photo, sample("plain.webp")));
        taro = circle.settle("太田", "太郎"), yuki = circle.settle("雪野", "雪");
        auto const mei = circle.settle("林", "芽衣"), eve = circle.settle("鈴木", "愛"),
                   leo = circle.settle("島", "礼央");

        clock.advance(std::chrono::hours{24});
        circle.exchange_cards(hana, ken, "見本会場");
        circle.exchange_cards(hana, taro);
        circle.exchange_cards(hana, yuki, "勉強会");
        auto &contacts = circle.contacts;
        contacts::Edit notes;
        notes.memo = "隣の席\n囲碁が好き", notes.tags = {{"勉強会", "囲碁"}};
        REQUIRE(contacts.edit(hana.id, ContactId{ken.id.value}, notes));
        clock.advance(std::chrono::hours{24 * 30});
        auto moved = circle.cards.of(ken.id).front().live.body;
        moved.ja.positions.front().title = "部長";
        REQUIRE(circle.cards.publish(ken.id, ken.card, moved));
        REQUIRE(circle.exchange.end(taro.id, hana.id));
        REQUIRE(circle.cards.make(yuki.id, kens));
        REQUIRE(circle.cards.remove(yuki.id, yuki.card));

        contacts::Edit paper;
        paper.body = body;
        paper.body->name.family = "渡邊", paper.body->name.family_kana = "わたなべ";
        paper.memo = "紙の名刺", paper.tags = {{"紙"}};
        paper.met = {{{Date{std::chrono::year{2019}, std::chrono::month{4}, std::chrono::day{1}},
                       "大阪", "紹介された"},
                      {std::nullopt, "どこか", ""}}};
        REQUIRE(contacts.add(hana.id, paper));
        contacts::Edit guest;
        guest.body = card::CardBody{};
        guest.body->name.family = "Garcia", guest.body->name.given = "Maria";
        guest.body->emails = {{"work", "maria@kyaku.example"}};
        REQUIRE(goen.database().write([&](store::Writer &writer) {
            return contacts.receive_from_guest(writer, hana.id, guest, clock.now());
        }));
        // Two people of one name, of whom nothing else is known: nothing is merged.
        for (auto const *company : {"株式会社東", "株式会社西"}) {
            contacts::Edit namesake;
            namesake.body = card::CardBody{};
            namesake.body->name.family = "佐々木";
            namesake.body->ja.positions = {{company, {}, "", true}};
            REQUIRE(contacts.add(hana.id, namesake));
        }
        remember(goen);
        REQUIRE(circle.exchange.ask(hana.id, mei.id, hana.card, "名刺交換をお願いします。"));
        REQUIRE(circle.accounts.choose(hana.id, i18n::Language::en, account::Reach::anyone, true));
        REQUIRE(circle.exchange.ask(leo.id, hana.id, leo.card, "はじめまして。"));
        REQUIRE(circle.exchange.block(hana.id, eve.id));
    }

    // Reminders that wait, are done, were removed, and days of which not everything is known.
    void remember(Goen &goen) {
        auto &room = goen.reminders;
        ContactId const kens{ken.id.value}, taros{taro.id.value}, yukis{yuki.id.value};
        auto const on = [](int year, unsigned month, unsigned day) {
            return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
        };
        REQUIRE(room.add(hana.id, yukis, on(2027, 4, 1), "勉強会に誘う"));
        goen.fresh->clock.advance(minutes{1});
        REQUIRE(room.add(hana.id, kens, on(2027, 4, 1), "囲碁の本を\n返す"));
        goen.fresh->clock.advance(minutes{1});
        auto const done = room.add(hana.id, kens, on(2026, 11, 2), "");
        auto const gone = room.add(hana.id, taros, on(2027, 5, 1), "取り消した用事");
        REQUIRE(done);
        REQUIRE(gone);
        REQUIRE(room.change(hana.id, done->id, {.done = true}));
        REQUIRE(room.remove(hana.id, gone->id));
        using enum reminder::Kind;
        REQUIRE(room.add_date(hana.id, kens, birthday, "", {0, 2, 29}));
        REQUIRE(room.add_date(hana.id, kens, other, "初めて勝った日", {2024, 5, 0}));
        REQUIRE(room.add_date(hana.id, taros, founding, "", {1953, 0, 0}));
        REQUIRE(room.add_date(hana.id, yukis, anniversary, "", {2020, 11, 3}));
        // Whoever lies in the bin takes these along.
        contacts::Edit binned;
        binned.body = card::CardBody{};
        binned.body->name.family = "葛籠";
        auto const id = goen.circle.contacts.add(hana.id, binned);
        REQUIRE(id);
        REQUIRE(room.add(hana.id, *id, on(2027, 6, 1), "捨てた用事"));
        REQUIRE(room.add_date(hana.id, *id, birthday, "", {1901, 1, 1}));
        REQUIRE(goen.circle.contacts.remove(hana.id, *id));
    }
};

// An archive's files by name.
struct Unpacked {
    json::object head;
    std::map<std::string, std::vector<json::object>> lists;
    std::map<std::string, std::string> pictures, photographs, texts;

    explicit Unpacked(std::string const &file) {
        auto zip = ZipReader::open(file, {});
        REQUIRE(zip);
        auto const whole = [&](std::string const &name) {
            auto text = zip->whole(name, 64u << 20);
            REQUIRE_MESSAGE(text.has_value(), name);
            return texts[name] = *text;
        };
        head = json::parse(whole(file::head)).as_object();
        whole(file::readme), whole(file::book);
        for (auto const &[name, count] : head.at("lines").as_object()) {
            auto const text = whole(name);
            auto &list = lists[name];
            for (std::size_t at = 0; at < text.size();) {
                auto const end = text.find('\n', at);
                list.push_back(json::parse(text.substr(at, end - at)).as_object());
                at = end + 1;
            }
            CHECK(static_cast<std::int64_t>(list.size()) == count.as_int64());
        }
        for (auto const *name : {file::cards, file::contacts}) {
            for (auto const &line : lists.at(name)) {
                for (auto const *part : {"photo", "logo"}) {
                    auto const *picture = line.at("card").as_object().if_contains(part);
                    if (!picture) continue;
                    std::string const path{std::string_view{picture->at("file").as_string()}};
                    auto bytes = zip->whole(path, 20u << 20);
                    REQUIRE_MESSAGE(bytes.has_value(), path);
                    pictures[path] = *bytes;
                }
            }
        }
        for (auto const *name : {file::posts, file::draft}) {
            for (auto const &line : lists.at(name)) {
                for (auto const &picture : line.at("pictures").as_array()) {
                    std::string const path{std::string_view{picture.at("file").as_string()}};
                    auto bytes = zip->whole(path, 20u << 20);
                    REQUIRE_MESSAGE(bytes.has_value(), path);
                    photographs[path] = *bytes;
                }
            }
        }
    }
    std::string everything() const {
        std::string all;
        for (auto const &[name, text] : texts) all += text;
        return all;
    }
};

// What is to be the same at the new home: all that is hers but numbers, the state of exchanges
// (they are not carried over), pictures' bytes (developed anew) and the times of writing.
inline json::object without_what_must_differ(Unpacked archive) {
    auto const settings = [&] {
        json::object out;
        auto const &member = archive.head.at("member").as_object();
        for (auto const *part : {"language", "reach", "bridge", "letters"})
            out[part] = member.at(part);
        return out;
    };
    json::array cards, contacts, ledger;
    for (auto line : archive.lists.at(file::cards)) {
        auto &card = line.at("card").as_object();
        for (auto const *part : {"photo", "logo"}) {
            if (auto *picture = card.if_contains(part)) picture->as_object().erase("file");
        }
        cards.push_back(json::object{{"main", line.at("main")}, {"card", card}});
    }
    std::map<std::string, std::int64_t> places;
    for (auto line : archive.lists.at(file::contacts)) {
        auto const id = std::string{std::string_view{line.at("id").as_string()}};
        places.emplace(id, static_cast<std::int64_t>(places.size()));
        auto &card = line.at("card").as_object();
        for (auto const *part : {"photo", "logo"}) card.erase(part);
        // Only of what one typed oneself: a member's card has become one.
        for (auto const *part : {"kind", "label", "show"}) card.erase(part);
        for (auto const *part :
             {"id", "member", "live", "left", "withdrawn_at", "other_names", "updated_at"})
            line.erase(part);
        contacts.push_back(line);
    }
    for (auto line : archive.lists.at(file::ledger)) {
        line["contact"] = places.at(std::string{std::string_view{line.at("contact").as_string()}});
        ledger.push_back(line);
    }
    json::array reminders;
    for (auto line : archive.lists.at(file::reminders)) {
        line["contact"] = places.at(std::string{std::string_view{line.at("contact").as_string()}});
        reminders.push_back(line);
    }
    std::multimap<std::int64_t, json::object> by_contact;
    for (auto line : archive.lists.at(file::dates)) {
        auto const place = places.at(std::string{std::string_view{line.at("contact").as_string()}});
        line["contact"] = place;
        by_contact.emplace(place, line);
    }
    json::array dates;
    for (auto const &[place, line] : by_contact) dates.push_back(line);
    return {{"reminders", reminders}, {"dates", dates},
            {"settings", settings()}, {"names", archive.head.at("other_names")},
            {"cards", cards},         {"contacts", contacts},
            {"ledger", ledger}};
}

} // namespace goen::archive::testing
