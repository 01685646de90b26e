// SPDX-License-Identifier: Apache-2.0
// Versions compared, one's own edits taken back, tags of many contacts at once.
#include "contacts/compare.hpp"
#include "contacts/history.hpp"
#include "contacts/notes.hpp"
#include "contacts/queries.hpp"
#include "contacts/tagging.hpp"
#include "contacts/testing_book.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;

namespace {

names::PersonName person(std::string family, std::string given = {}) {
    names::PersonName name;
    name.family = std::move(family), name.given = std::move(given);
    return name;
}

struct Office {
    explicit Office(World &w)
        : world(w), history(w.database, w.ids, w.clock),
          tagging(w.database, w.contacts, w.ids, w.clock), me(w.member()) {}

    void write(ContactId id, std::string memo) {
        Edit edit;
        edit.memo = std::move(memo);
        REQUIRE(world.contacts.edit(me, id, std::move(edit)));
        world.clock.advance(minutes{1});
    }
    void tag(ContactId id, std::vector<std::string> tags) {
        Edit edit;
        edit.tags = std::move(tags);
        REQUIRE(world.contacts.edit(me, id, std::move(edit)));
    }
    std::vector<PastEdit> edits(ContactId id) {
        auto const found = history.of(me, id);
        REQUIRE(found);
        return *found;
    }
    std::vector<std::string> tags_of(ContactId id) { return world.contacts.find(me, id)->tags; }
    std::string memo_of(ContactId id) { return world.contacts.find(me, id)->memo; }

    World &world;
    History history;
    Tagging tagging;
    MemberId me;
};

void in_the_office(std::function<void(Office &)> const &body) {
    on_each_world([&](World &world) {
        Office office{world};
        body(office);
    });
}

using Tags = std::vector<std::string>;

} // namespace

TEST_CASE("Every query of the book's history prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("Ken takes a memo back, and takes that back again") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"), "犬が好き");
        CHECK(ken.edits(id).empty());
        ken.write(id, "猫が好き");
        ken.write(id, "猫が好き"); // nothing new: no entry
        auto edits = ken.edits(id);
        REQUIRE(edits.size() == 1);
        CHECK(edits[0].memo->was == "犬が好き");
        CHECK(edits[0].memo->is == "猫が好き");

        REQUIRE(ken.history.undo(ken.me, id, edits[0].id));
        CHECK(ken.memo_of(id) == "犬が好き");
        edits = ken.edits(id);
        REQUIRE(edits.size() == 2);
        CHECK(edits[0].undoes == edits[1].id);
        CHECK(edits[1].is_undone);
        CHECK_FALSE(edits[0].is_undone);
        auto const again = ken.history.undo(ken.me, id, edits[1].id);
        REQUIRE_FALSE(again);
        CHECK(again.why().reason == Reason::conflict);

        REQUIRE(ken.history.undo(ken.me, id, edits[0].id));
        CHECK(ken.memo_of(id) == "猫が好き");
        edits = ken.edits(id);
        CHECK(edits[1].is_undone);
        CHECK_FALSE(edits[2].is_undone); // what it said holds again
    });
}

TEST_CASE("A memo that was written over later is not taken back behind its owner's back") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"), "一");
        ken.write(id, "二");
        ken.write(id, "三");
        auto const edits = ken.edits(id);
        auto const done = ken.history.undo(ken.me, id, edits[1].id);
        REQUIRE_FALSE(done);
        CHECK(done.why().reason == Reason::conflict);
        CHECK(ken.memo_of(id) == "三");
    });
}

TEST_CASE("Taking tags and meetings back leaves alone what came later") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"), "", {"展示会"});
        ken.tag(id, {"要連絡"});
        auto const first = ken.edits(id).at(0).id;
        ken.tag(id, {"要連絡", "大阪"});
        REQUIRE(ken.history.undo(ken.me, id, first));
        CHECK(ken.tags_of(id) == Tags{"大阪", "展示会"});

        Edit edit;
        edit.met = {{Date{std::chrono::year{2026} / 4 / 1}, "名古屋", ""}};
        REQUIRE(ken.world.contacts.edit(ken.me, id, edit));
        auto const met = ken.edits(id).at(0).id;
        edit.met->push_back({Date{std::chrono::year{2026} / 5 / 1}, "東京", ""});
        REQUIRE(ken.world.contacts.edit(ken.me, id, edit));
        REQUIRE(ken.history.undo(ken.me, id, met));
        auto const left = ken.world.contacts.find(ken.me, id)->met;
        REQUIRE(left.size() == 1);
        CHECK(left[0].place == "東京");
        // The list finds her by what stands there now.
        CHECK(found(ken.world, ken.me, "東京") == Names{"高橋"});
        CHECK(found(ken.world, ken.me, "名古屋").empty());
    });
}

TEST_CASE("A typed card comes back as it was, name, company and place in the book") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("渡邊"));
        Edit edit;
        edit.body = body_of(person("渡辺", "一郎"), "株式会社見本", "部長");
        REQUIRE(ken.world.contacts.edit(ken.me, id, edit));
        auto const past = ken.edits(id).at(0);
        REQUIRE(past.body);
        CHECK(past.body->was.name.family == "渡邊");
        REQUIRE(ken.history.undo(ken.me, id, past.id));
        CHECK(ken.world.contacts.find(ken.me, id)->body.name.family == "渡邊");
        CHECK(found(ken.world, ken.me, "株式会社見本").empty());
    });
}

TEST_CASE("Cards written before their form had a number are no edit, and are still undone") {
    static constexpr char const *row =
        "update contact set body = replace(body, '{\"v\"', '{\"x\"')";
    static constexpr char const *edits =
        "update contact_edit set body_was = replace(body_was, '{\"v\"', '{\"x\"'), "
        "body_is = replace(body_is, '{\"v\"', '{\"x\"')";
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("渡邊"));
        auto const written = ken.world.contacts.find(ken.me, id)->body;
        Edit edit;
        edit.body = body_of(person("渡辺", "一郎"), "株式会社見本", "部長");
        REQUIRE(ken.world.contacts.edit(ken.me, id, edit));
        auto const changed = ken.world.contacts.find(ken.me, id)->body;
        REQUIRE(ken.world.database.write([&](store::Writer &writer) -> Done {
            for (auto const *text : {row, edits}) writer.run({"test.unnumbered", text, text}, {});
            return {};
        }));

        auto const count = ken.edits(id).size();
        REQUIRE(ken.world.contacts.edit(ken.me, id, edit));
        CHECK(ken.edits(id).size() == count);
        auto const first = ken.edits(id).front().id;
        REQUIRE(ken.history.undo(ken.me, id, first));
        CHECK(ken.world.contacts.find(ken.me, id)->body == written);
        // The row has a number now, what the first edit kept has none.
        REQUIRE(ken.history.undo(ken.me, id, ken.edits(id).front().id));
        CHECK(ken.world.contacts.find(ken.me, id)->body == changed);
        REQUIRE(ken.history.undo(ken.me, id, first));
        CHECK(ken.world.contacts.find(ken.me, id)->body == written);
    });
}

TEST_CASE("Fifty edits of a contact are kept, no more") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        for (int i = 0; i < 53; ++i) ken.write(id, "メモ" + std::to_string(i));
        auto const edits = ken.edits(id);
        REQUIRE(edits.size() == 50);
        CHECK(edits.front().memo->is == "メモ52");
        CHECK(edits.back().memo->is == "メモ3");
    });
}

TEST_CASE("Nobody reads or undoes another member's edits, nor learns that there are any") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"), "秘密");
        ken.write(id, "もっと秘密");
        auto const edit = ken.edits(id).at(0).id;
        auto const stranger = ken.world.member();
        auto const read = ken.history.of(stranger, id),
                   none = ken.history.of(stranger, ContactId{77});
        REQUIRE_FALSE(read);
        CHECK(read.why().message.msgid == none.why().message.msgid);
        auto const undone = ken.history.undo(stranger, id, edit);
        REQUIRE_FALSE(undone);
        CHECK(undone.why().reason == Reason::not_found);
        CHECK(ken.memo_of(id) == "もっと秘密");
        auto const batch = ken.tagging.put_on(ken.me, {id}, "VIP");
        REQUIRE(batch);
        CHECK(ken.tagging.undo(stranger, batch->id).why().reason == Reason::not_found);
        CHECK(ken.tagging.batches(stranger).empty());
        CHECK(ken.tagging.put_on(stranger, {id}, "VIP")->changed == 0);
        CHECK(ken.tags_of(id) == Tags{"VIP"});
    });
}

TEST_CASE("The history of a deleted contact waits with it, and goes with it for good") {
    in_the_office([](Office &ken) {
        auto const id = ken.world.type_in(ken.me, person("高橋"));
        ken.write(id, "一");
        REQUIRE(ken.world.contacts.remove(ken.me, id));
        CHECK_FALSE(ken.history.of(ken.me, id));
        REQUIRE(ken.world.contacts.restore(ken.me, id));
        CHECK(ken.edits(id).size() == 1);
        REQUIRE(ken.world.contacts.remove(ken.me, id));
        ken.world.clock.advance(std::chrono::hours{24 * 31});
        ken.world.contacts.tidy();
        auto const rest = ken.world.database.read([&](store::Reader &reader) {
            bool is_any = false;
            reader.each(sql::edits_of, {{"member", ken.me}, {"contact", id}},
                        [&](store::Row const &) { is_any = true; });
            return is_any;
        });
        CHECK_FALSE(rest);
    });
}

TEST_CASE("Ken tags everybody a search finds, more than one piece of them, and one undo takes it "
          "back") {
    in_the_office([](Office &ken) {
        std::vector<ContactId> all;
        for (int i = 0; i < 503; ++i)
            all.push_back(ken.world.type_in(ken.me, person("佐藤", std::to_string(i))));
        ken.tag(all[7], {"vip", "旧友"});
        ken.world.type_in(ken.me, person("鈴木"));
        auto const those = ken.tagging.found_by(ken.me, {.q = "佐藤"});
        REQUIRE(those);
        CHECK(those->size() == 503);

        auto const batch = ken.tagging.put_on(ken.me, *those, " VIP ");
        REQUIRE(batch);
        CHECK(batch->changed == 502); // one had it, in other letters
        CHECK(ken.tags_of(all[502]) == Tags{"VIP"});
        CHECK(ken.tags_of(all[7]) == Tags{"vip", "旧友"});
        CHECK(ken.edits(all[0]).at(0).is_batch);
        ken.tag(all[3], {"VIP", "あとから"});

        REQUIRE(ken.tagging.undo(ken.me, batch->id));
        CHECK(ken.tags_of(all[502]).empty());
        CHECK(ken.tags_of(all[7]) == Tags{"vip", "旧友"});
        CHECK(ken.tags_of(all[3]) == Tags{"あとから"});
        auto const again = ken.tagging.undo(ken.me, batch->id);
        REQUIRE_FALSE(again);
        CHECK(again.why().reason == Reason::conflict);
        CHECK(ken.tagging.batches(ken.me).at(0).is_undone);
    });
}

TEST_CASE("Two spellings of a tag become one, a tag is deleted, and either is undone") {
    in_the_office([](Office &ken) {
        auto const a = ken.world.type_in(ken.me, person("一"), "", {"展示会2025"}),
                   b = ken.world.type_in(ken.me, person("二"), "", {"展示会2025", "展示会"}),
                   c = ken.world.type_in(ken.me, person("三"), "", {"展示会"});
        auto const merged = ken.tagging.rename(ken.me, "展示会2025", "展示会");
        REQUIRE(merged);
        CHECK(merged->changed == 2);
        CHECK(ken.tags_of(a) == Tags{"展示会"});
        CHECK(ken.tags_of(b) == Tags{"展示会"});
        CHECK(ken.world.contacts.tags(ken.me) ==
              std::vector<std::pair<std::string, std::int64_t>>{{"展示会", 3}});
        REQUIRE(ken.tagging.undo(ken.me, merged->id));
        CHECK(ken.tags_of(a) == Tags{"展示会2025"});
        CHECK(ken.tags_of(b).size() == 2);

        auto const dropped = ken.tagging.drop(ken.me, "展示会");
        REQUIRE(dropped);
        CHECK(ken.tags_of(c).empty());
        CHECK(found(ken.world, ken.me, "展示会") == Names{"一", "二"});
        REQUIRE(ken.tagging.undo(ken.me, dropped->id));
        CHECK(ken.tags_of(c) == Tags{"展示会"});
        CHECK(ken.tagging.drop(ken.me, "ない").why().reason == Reason::not_found);
        CHECK(ken.tagging.put_on(ken.me, {a}, "  ").why().reason == Reason::invalid);
        CHECK(ken.tagging.rename(ken.me, "展示会", "一\n二").why().reason == Reason::invalid);
    });
}

TEST_CASE("Hana's transfer is read field by field, between any two versions of her card") {
    in_the_office([](Office &ken) {
        auto &world = ken.world;
        auto const hana = world.member();
        auto body = body_of(person("髙﨑", "花"), "株式会社見本", "課長");
        body.ja.positions[0].department = {"営業本部", "第一営業部"};
        body.emails = {{"work", "hana@mihon.example"}};
        auto const card = world.card(hana, body), mine = world.card(ken.me, body_of(person("健")));
        world.exchange(ken.me, mine, hana, card);
        auto second = body;
        second.ja.positions[0].title = "部長";
        world.publish(hana, card, second);
        auto third = second;
        third.emails = {{"work", "takasaki@betsu.example"}};
        third.ja.positions[0] = {"株式会社別", {"開発部"}, "部長", true};
        world.publish(hana, card, third);

        auto const ledger = world.contacts.ledger(ken.me, contact_of(hana));
        REQUIRE(ledger);
        REQUIRE(ledger->size() == 3);
        auto const compared_all = compared(*ledger, 1, 3);
        REQUIRE(compared_all);
        std::string text;
        for (auto const &pair :
             field_pairs(compared_all->from.body, compared_all->to.body, i18n::Language::ja)) {
            if (pair.is_changed())
                text += std::string{pair.field} + ":" + pair.was + ">" + pair.is + ";";
        }
        CHECK(text == "company:株式会社見本>株式会社別;department:営業本部 第一営業部>開発部;"
                      "title:課長>部長;emails:hana@mihon.example>takasaki@betsu.example;");
        auto const back = compared(*ledger, 3, 2);
        REQUIRE(back);
        CHECK(back->to.body.ja.positions[0].title == "部長");
        for (auto const &[from, to] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 4}, {9, 9}})
            CHECK(compared(*ledger, from, to).why().reason == Reason::invalid);
    });
}

TEST_CASE("Both sides of a card are compared, the other one only where it differs") {
    card::CardBody was = body_of(person("髙﨑", "花"), "株式会社見本", "課長"), is = was;
    was.en.positions = {{"Mihon K.K.", {}, "Section Chief", true}};
    is.en.positions = {{"Mihon K.K.", {}, "Director", true}};
    auto const pairs = field_pairs(was, is, i18n::Language::ja);
    REQUIRE(pairs.size() == 4); // name, company, title, and the English title
    CHECK(pairs[3].side == i18n::Language::en);
    CHECK(pairs[3].is == "Director");
    CHECK_FALSE(pairs[1].is_changed());
}
