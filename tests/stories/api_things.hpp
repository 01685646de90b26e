// SPDX-License-Identifier: Apache-2.0
// One of each thing that the API can change, with something in each of its fields: for the tests
// that change everything.
#pragma once

#include "support/samples.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

namespace goen::tests {

namespace json = boost::json;

inline constexpr char const *full_card = R"({
  "kind": "own", "label": "本業", "layout": "vertical", "style": "gothic_navy", "main": false,
  "name": {"family": "髙﨑", "given": "花", "middle": "百合", "family_kana": "たかさき",
           "given_kana": "はな", "family_romaji": "Takasaki", "given_romaji": "Hana", "order": "family_first"},
  "sides": {
    "ja": {"positions": [{"company": "株式会社見本", "department": ["営業本部", "営業部"], "title": "課長", "main": true}],
           "address": {"postal_code": "100-0005", "region": "東京都", "locality": "千代田区",
                       "street": "丸の内1-2-3", "building": "見本ビル10F", "country": "JP"}},
    "en": {"positions": [{"company": "Mihon Inc.", "department": ["Sales"], "title": "Manager", "main": true}],
           "address": {"postal_code": "100-0005", "region": "Tokyo", "locality": "Chiyoda-ku",
                       "street": "1-2-3 Marunouchi", "building": "Mihon 10F", "country": "JP"}}},
  "emails": [{"label": "work", "value": "hana@mihon.example"}],
  "phones": [{"label": "main", "value": "03-0000-0000"}, {"label": "mobile", "value": "090-0000-0000"}],
  "urls": [{"label": "web", "value": "https://mihon.example/"}],
  "show": {"name": "none", "positions": "none", "emails": "close", "address": "close",
           "phones": "exchanged", "phones.mobile": "close", "urls": "colleague"}})";

// Hana with a phone, and Ken with whom she has exchanged cards.
struct Hana {
    explicit Hana(Town &town)
        : phone(settled(town)),
          ken(town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"))),
          kens(Phone::of(town, "ken@mihon.example")) {
        exchange_cards();
    }
    static std::string card_of(Phone &one) {
        return std::string{one.get("/me")["cards"].at(0).at("id").as_string()};
    }
    void exchange_cards() {
        auto const code = phone.post("/exchange/codes", {{"card", card_of(phone)}}).word("code");
        REQUIRE(kens.post("/exchange/codes/redeem",
                          {{"code", code}, {"card", card_of(kens)}, {"place", "東京"}})
                    .status == 201);
    }
    static Phone settled(Town &town) {
        auto name = name_of("山田", "花", "やまだ", "はな", "Yamada", "Hana");
        name.middle = "百合";
        town.settle("hana@mihon.example", name);
        return Phone::of(town, "hana@mihon.example");
    }
    // What the POST answered is what GET reads there.
    std::string made(std::string const &path, json::value const &body) {
        auto const answer = phone.post(path, body);
        REQUIRE_MESSAGE(answer.status == 201, path << ": " << answer.text);
        auto at = path + "/" + answer.word("id");
        CHECK_MESSAGE(answer.etag == phone.get(at).etag, path);
        CHECK_FALSE(answer.etag.empty());
        return at;
    }
    std::string contact() {
        return made("/contacts", {{"card", json::parse(full_card)},
                                  {"memo", "会で隣の席"},
                                  {"tags", {"勉強会", "同期"}},
                                  {"met", {{{"on", "2026-10-01"}, {"place", "東京"}}}}});
    }
    // A thing with something in each of its fields, by the path it is declared at; "" when this
    // test knows none.
    std::string full(std::string_view path) {
        if (path == "/me" || path == "/notices/settings" || path == "/push/settings" ||
            path == "/message-settings")
            return std::string{path};
        if (path == "/threads/{id}" || path == "/messages/{id}") {
            // Another thing was the exchange itself, and it has been ended.
            if (phone.post("/threads", {{"members", {ken.text()}}}).status == 403) exchange_cards();
            auto const thread = made("/threads", {{"members", {ken.text()}}, {"name", "勉強会"}});
            if (path == "/threads/{id}") return thread;
            auto const sent = phone.post(thread + "/messages",
                                         {{"text", "題材を決めましょう"}, {"client_id", thread}});
            REQUIRE_MESSAGE(sent.status == 201, sent.text);
            return "/messages/" + sent.word("id");
        }
        if (path == "/cards/{id}") return made("/cards", json::parse(full_card));
        if (path == "/contacts/{id}") return contact();
        if (path == "/reminders/{id}") {
            auto const of = contact();
            return made("/reminders", {{"contact", of.substr(of.rfind('/') + 1)},
                                       {"on", "2026-12-01"},
                                       {"note", "見積もりの返事"}});
        }
        if (path == "/ties/{member}") return "/ties/" + ken.text();
        if (path == "/posts/{id}") {
            auto const picture =
                phone.upload("/pictures", "image/webp", sample_picture("plain.webp"));
            REQUIRE_MESSAGE(picture.status == 201, picture.text);
            return made("/posts", {{"text", "展示会に出ます"},
                                   {"pictures", {{{"id", picture["id"]}, {"alt", "会場"}}}}});
        }
        return "";
    }
    // Out of the way again: cards are numbered.
    void put_away(std::string const &thing) {
        if (thing.starts_with("/cards/")) REQUIRE(phone.drop(thing).status == 204);
    }
    Phone phone;
    MemberId ken;
    Phone kens;
};

} // namespace goen::tests
