// SPDX-License-Identifier: Apache-2.0
// Numbers and addresses as people search for them, and keys that were made by an older goen.
#include "contacts/find_keys.hpp"
#include "contacts/testing_browser.hpp"

#include <doctest/doctest.h>

using namespace goen;
using namespace goen::contacts;
using namespace goen::contacts::testing;
using card::Tier;

namespace {

card::CardBody with_phone(std::string family, std::string number) {
    auto body = body_of({.family = std::move(family)});
    body.phones = {{"main", std::move(number)}};
    return body;
}
card::CardBody living_in(std::string family, card::Address address) {
    auto body = body_of({.family = std::move(family)});
    body.ja.address = std::move(address);
    return body;
}
ContactId add(World &world, MemberId me, card::CardBody body) {
    Edit edit;
    edit.body = std::move(body);
    auto const made = world.contacts.add(me, std::move(edit));
    REQUIRE(made);
    return *made;
}

// What is stored, what finds it, and what does not.
struct Spelled {
    std::string stored;
    std::vector<std::string> found_by;
};
std::vector<Spelled> const spelled{
    {"+81 3-1234-5601",
     {"03-1234-5601", "0312345601", "+81312345601", "(03)1234-5601", "03 1234 5601", "5601",
      "0081-3-1234-5601", "０３－１２３４－５６０１", "+81 (0)3-1234-5601", "佐藤 03-1234"}},
    {"+81 90-8765-5610", {"090-8765-5610", "09087655610", "+819087655610", "+81 90 8765"}},
    {"0081-3-1234-5609", {"03-1234-5609", "+81312345609"}},
    {"+81 (0)3-1234-5608", {"+81312345608", "+81-3-1234-5608"}},
    {"03-1234-5604", {"(03)1234-5604", "03(1234)5604", "+81 3 1234 5604"}},
    {"03(1234)5607", {"(03)1234-5607", "03-1234-5607"}},
    {"+1 (415) 555-5618", {"+14155555618", "415-555-5618", "5618", "+1 415"}},
    {"03-1234-5611 内線 22", {"03-1234-5611", "03-1234-5611 ext. 22", "内線22"}},
};
std::vector<std::string> const finds_nobody{"03-1234-9999", "+1 3-1234-5601", "+81 4",
                                            "03-1234-5611 内線23", "+44312345601"};

card::Address const kochi{"785-0695", "高知県", "高岡郡檮原町", "梼原1426-2", "龍馬ビル", "JP"};
card::Address const marunouchi{"100-0005",           "東京都",      "千代田区",
                               "丸の内一丁目2番3号", "見本ビル10F", "JP"};
std::vector<std::string> const of_kochi{"高知県",
                                        "高知",
                                        "檮原",
                                        "梼原",
                                        "龍馬",
                                        "785-0695",
                                        "7850695",
                                        "〒785-0695",
                                        "龍馬ビル",
                                        "〒 785-0695",
                                        "785",
                                        "高知県高岡郡檮原町梼原1426-2",
                                        "〒785-0695 高知県",
                                        "〒７８５－０６９５高知県",
                                        "檮原町 1426"};
std::vector<std::string> const of_marunouchi{
    "千代田区",        "丸の内1-2-3",          "丸の内１－２－３", "丸の内一丁目",
    "丸ノ内1丁目2の3", "東京都千代田区丸の内", "100-0005",         "〒1000005",
    "見本ビル10F",     "東京 丸の内"};

} // namespace

TEST_CASE("Ken finds who has a number by every spelling of it, typed in or on a member's card") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        auto const his = world.card(ken, body_of({.family = "健"}));
        for (auto const &[stored, found_by] : spelled) {
            add(world, ken, with_phone("佐藤", stored));
            auto const hana = world.member();
            auto const hers = world.card(hana, with_phone("佐藤", stored));
            world.exchange(ken, his, hana, hers);
            for (auto const &typed : found_by) {
                CAPTURE(stored);
                CAPTURE(typed);
                CHECK(found(world, ken, typed).size() >= 2);
                Ask ask;
                ask.q = typed;
                auto const list = world.contacts.list(ken, ask, i18n::Language::ja);
                REQUIRE(list);
                int members = 0;
                for (auto const &line : list->lines) members += line.id == contact_of(hana);
                CHECK(members == 1);
            }
        }
        for (auto const &typed : finds_nobody) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed).empty());
        }
    });
}

TEST_CASE("Ken finds a contact by its address and postal code") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        add(world, ken, living_in("佐藤", kochi));
        add(world, ken, living_in("鈴木", marunouchi));
        auto english = body_of({.family = "Blue", .given = "Ann"});
        english.en.address = {"SW1A 1AA", "London", "Westminster", "12 Mihon Road", "", "GB"};
        add(world, ken, english);
        for (auto const &typed : of_kochi) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == Names{"佐藤"});
        }
        for (auto const &typed : of_marunouchi) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == Names{"鈴木"});
        }
        for (auto const *typed : {"London", "mihon road", "SW1A 1AA", "sw1a1aa", "westminster"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed) == Names{"Blue Ann"});
        }
        for (auto const *typed : {"丸の内2丁目", "丸の内1-3", "〒100-0006", "大阪", "〒850"}) {
            CAPTURE(typed);
            CHECK(found(world, ken, typed).empty());
        }
    });
}

TEST_CASE("A member is found by her address and number only as far as she shows them to Ken") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto const his = world.card(ken, body_of({.family = "健"}));
        auto body = living_in("花", kochi);
        body.phones = {{"mobile", "+81 90-8765-5610"}};
        body.show = {{"address", Tier::colleague}, {"phones.mobile", Tier::close}};
        auto const hers = world.card(hana, body);
        world.exchange(ken, his, hana, hers);
        auto const finds_address = [&] {
            int hits = 0;
            for (auto const &typed : of_kochi) hits += !found(world, ken, typed).empty();
            return hits;
        };
        auto const all = static_cast<int>(of_kochi.size());
        CHECK(finds_address() == 0);
        CHECK(found(world, ken, "090-8765-5610").empty());
        world.set_tier(hana, ken, Tier::colleague);
        CHECK(finds_address() == all);
        CHECK(found(world, ken, "090-8765-5610").empty());
        world.set_tier(hana, ken, Tier::close);
        CHECK(finds_address() == all);
        CHECK(found(world, ken, "090-8765-5610") == Names{"花"});

        // She hides the address, then lowers Ken again: neither leads to her any more.
        body.show["address"] = Tier::close;
        world.publish(hana, hers, body);
        world.set_tier(hana, ken, Tier::colleague);
        CHECK(finds_address() == 0);
        CHECK(found(world, ken, "090-8765-5610").empty());
        world.set_tier(hana, ken, Tier::exchanged);
        CHECK(finds_address() == 0);
        CHECK(found(world, ken, "花") == Names{"花"});
    });
}

TEST_CASE("Whoever types in a number that is in the book is shown whose it is, in any spelling") {
    on_each_world([](World &world) {
        auto const ken = world.member();
        Browser browser{world, ken};
        CHECK(browser
                  .post("/contacts/new", {{"family", "佐藤"}, {"phone_mobile", "+81 90-8765-5610"}})
                  .status == 303);
        CHECK(browser.post("/contacts/new", {{"family", "高橋"}, {"phone_main", "03-1234-5601"}})
                  .status == 303);
        // Another name, the same mobile.
        auto const asked = browser.post(
            "/contacts/new", {{"family", "鈴木"}, {"phone_mobile", "０９０（８７６５）５６１０"}});
        CHECK(asked.status == 409);
        CHECK(says(asked, "佐藤"));
        // The same family name alone says too little; with the same number it is enough.
        CHECK(
            browser.post("/contacts/new", {{"family", "高橋"}, {"phone_main", "0081 3 1234 5601"}})
                .status == 409);
        CHECK(browser.post("/contacts/new", {{"family", "高橋"}, {"phone_main", "03-1234-5602"}})
                  .status == 303);
        // A switchboard is shared by many.
        CHECK(browser.post("/contacts/new", {{"family", "田中"}, {"phone_main", "03-1234-5601"}})
                  .status == 303);
    });
}

namespace {

#define GOEN_TEST_QUERY(name, text)                                                                \
    constexpr store::Query name { "test." #name, text, text }
GOEN_TEST_QUERY(forget_keys, "update contact set find = 'old' where is_member = 0");
GOEN_TEST_QUERY(forget_binned, "update contact_bin set find = 'old'");
GOEN_TEST_QUERY(forget_renewal, "delete from find_key_renewal");
GOEN_TEST_QUERY(times, "select updated_at from contact where member_id = :me and id = :id");
#undef GOEN_TEST_QUERY

// As an older goen left it.
void make_old(World &world) {
    REQUIRE(world.database.write([&](store::Writer &writer) -> Done {
        writer.run(forget_keys, {});
        writer.run(forget_binned, {});
        writer.run(forget_renewal, {});
        return {};
    }));
}

} // namespace

TEST_CASE("After an upgrade what was typed in before is found too, piece by piece, and stays as it "
          "was") {
    on_each_world([](World &world) {
        auto const ken = world.member(), mei = world.member();
        std::vector<ContactId> his;
        for (int i = 0; i < 7; ++i)
            his.push_back(
                add(world, ken, with_phone("佐藤" + std::to_string(i), "+81 3-1234-5601")));
        world.type_in(mei, {.family = "鈴木"}, "犬を飼っている", {"展示会"});
        auto const hana = world.member();
        world.exchange(ken, world.card(ken, body_of({.family = "健"})), hana,
                       world.card(hana, body_of({.family = "花"})), "幕張");
        auto const binned = add(world, ken, with_phone("田中", "+81 3-1234-5602"));
        REQUIRE(world.contacts.remove(ken, binned));
        auto const when = [&](ContactId id) {
            return world.database.read([&](store::Reader &reader) {
                return reader.one<std::int64_t>(times, {{"me", ken}, {"id", id}});
            });
        };
        auto const before = when(his[0]);
        make_old(world);
        world.clock.advance(minutes{5});
        CHECK(found(world, ken, "03-1234-5601").empty());

        auto const first = renew_find_keys(world.database, 3);
        CHECK_FALSE(first.is_done);
        CHECK(found(world, ken, "03-1234-5601").size() < his.size());
        // Stopped and started again: it goes on, and what it has done stays done.
        int steps = 1;
        FindKeyRenewal last = first;
        while (!last.is_done && steps < 20) last = renew_find_keys(world.database, 3), ++steps;
        CHECK(last.is_done);
        CHECK(last.renewed == 8);
        CHECK(steps <= 5);
        CHECK(found(world, ken, "03-1234-5601").size() == his.size());
        CHECK(found(world, mei, "犬") == Names{"鈴木"});
        CHECK(found(world, mei, "展示会") == Names{"鈴木"});
        CHECK(found(world, ken, "幕張") == Names{"花"});
        CHECK(when(his[0]) == before);
        auto const again = renew_find_keys(world.database, 3);
        CHECK(again.was_done);
        CHECK(again.renewed == 8);

        REQUIRE(world.contacts.restore(ken, binned));
        CHECK(found(world, ken, "03-1234-5602") == Names{"田中"});
    });
}
