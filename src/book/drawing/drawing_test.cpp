// SPDX-License-Identifier: Apache-2.0
#include "drawing/drawing_doors.hpp"
#include "drawing/layout.hpp"

#include "contacts/testing_book.hpp"
#include "http/router.hpp"
#include "web/plain.hpp"

#include <cmath>
#include <doctest/doctest.h>

using namespace goen;
using namespace goen::drawing;
using namespace goen::contacts::testing;

namespace {

struct Reader {
    World &world;
    MemberId me;
    web::Doors doors;
    Reader(World &w, MemberId m) : world(w), me(m) { add_pages(doors, w.contacts); }
    http::Response open(std::string const &target, i18n::Language language = i18n::Language::ja) {
        http::Request request;
        request.method = http::Method::get;
        request.target = target;
        auto const mark = target.find('?');
        request.path = target.substr(0, mark);
        if (mark != target.npos) request.query = *http::Params::parse(target.substr(mark + 1));
        web::Visit visit{request};
        visit.words = i18n::Words{language};
        visit.member = me;
        visit.now = world.clock.now();
        for (auto const &page : doors.pages())
            if (page.pattern == request.path) return page.handler(visit);
        FAIL("no such page");
        return {};
    }
};

bool says(http::Response const &response, std::string_view text) {
    return response.content().find(text) != std::string_view::npos;
}

names::PersonName person(std::string family, std::string given) {
    names::PersonName name;
    name.family = std::move(family);
    name.given = std::move(given);
    return name;
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

void check_layout(std::vector<Node> const &nodes, Shape shape) {
    auto const layout = laid_out(nodes, shape);
    auto const size = std::min(nodes.size(), most_nodes);
    REQUIRE(layout.placed.size() == size);
    auto const unit = shape == Shape::round ? 8.2 : 9;
    auto const apart = [](Circle const &a, Circle const &b) {
        return std::hypot(a.x - b.x, a.y - b.y) > a.r + b.r;
    };
    struct Writing {
        double left, right, top, bottom;
    };
    std::vector<Writing> writings;
    for (std::size_t i = 0; i < size; ++i) {
        auto const &one = layout.placed[i];
        auto const half = unit * static_cast<double>(width_of(nodes[i].label)) / 2;
        Writing const text{one.circle.x - half, one.circle.x + half, one.label_y - 14,
                           one.note_y + 4};
        CHECK(apart(one.circle, layout.me));
        CHECK(one.circle.x - one.circle.r >= 0);
        CHECK(one.circle.y - one.circle.r >= 0);
        CHECK(one.circle.x + one.circle.r <= layout.width);
        CHECK(text.left >= 0);
        CHECK(text.right <= layout.width);
        CHECK(text.bottom <= layout.height);
        for (std::size_t j = 0; j < i; ++j) {
            CHECK(apart(one.circle, layout.placed[j].circle));
            auto const &other = writings[j];
            CHECK_FALSE((text.left < other.right && other.left < text.right &&
                         text.top < other.bottom && other.top < text.bottom));
        }
        writings.push_back(text);
        for (auto const &dot : one.dots)
            CHECK(std::hypot(dot.x - one.circle.x, dot.y - one.circle.y) + 3 <= one.circle.r);
        CHECK(one.dots.size() <= 120);
    }
}

} // namespace

TEST_CASE("In the picture nothing lies on anything else, whatever the groups") {
    std::vector<std::vector<Node>> books{
        {}, {{1, "見本"}}, {{10'000, shortened("すべての会社はここにある")}}};
    std::vector<Node> many, equal, singles;
    for (std::size_t i = 0; i < 40; ++i) {
        many.push_back({4'000 / (i + 1), shortened("見本商事東京第一支社")});
        equal.push_back({120, "WWWWWWWWWWWWWWWW"});
        singles.push_back({1, i % 2 == 0 ? "あ" : "Mihon Trading Co"});
    }
    books.insert(books.end(), {many, equal, singles});
    for (auto const &book : books) {
        for (std::size_t some = 0; some <= book.size(); some += 1 + some / 2) {
            std::vector<Node> const part(book.begin(),
                                         book.begin() + static_cast<std::ptrdiff_t>(some));
            check_layout(part, Shape::round);
            check_layout(part, Shape::tall);
        }
        check_layout(book, Shape::round);
        check_layout(book, Shape::tall);
    }
    auto const once = laid_out(many, Shape::round), again = laid_out(many, Shape::round);
    CHECK(once.width == again.width);
    CHECK(once.placed.back().circle.x == again.placed.back().circle.x);
    CHECK(once.per_dot > 1);
    CHECK(laid_out(singles, Shape::tall).width == 320);
}

TEST_CASE("A long name is cut between letters and says so") {
    CHECK(shortened("見本商事") == "見本商事");
    CHECK(shortened("見本総合研究開発機構東日本", 16) == "見本総合研究開…");
    CHECK(shortened("Mihon General Research", 10) == "Mihon Ge…");
    CHECK(width_of(shortened("あいうえおかきくけこ", 9)) <= 9);
    CHECK(shortened("") == "");
}

TEST_CASE("People of one company stand together however its legal form is written") {
    std::vector<DrawnPerson> people(5);
    people[0].company = "株式会社見本", people[1].company = "㈱見本";
    people[2].company = "株式会社見本", people[3].company = "例示工業";
    people[0].on = Date{std::chrono::year{2024} / 5 / 1};
    people[1].on = Date{std::chrono::year{2026} / 1 / 31};
    auto const groups = groups_of(people, By::company);
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].label == "株式会社見本");
    CHECK(groups[0].people.size() == 3);
    CHECK(groups[0].newest == people[1].on);
    CHECK(groups[1].label == "例示工業");
    CHECK_FALSE(groups[2].is_known());
    auto const years = groups_of(people, By::year);
    REQUIRE(years.size() == 3);
    CHECK(years[0].key == "2026");
    CHECK(years[1].key == "2024");
    CHECK(years[2].people.size() == 3);
    auto const counted = years_of(people);
    REQUIRE(counted.years.size() == 2);
    CHECK(counted.years[0].months[0] == 1);
    CHECK(counted.years[1].months[4] == 1);
    CHECK(counted.years[1].total() == 1);
    CHECK(counted.undated == 3);
}

TEST_CASE("Ken sees his book drawn by company, place and year, and nothing of anybody else's") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member(), mei = world.member();
        Reader of_ken{world, ken};
        CHECK(says(of_ken.open("/network/map"), "図にする連絡先はまだありません"));
        CHECK(says(of_ken.open("/network/years"), "図にする連絡先はまだありません"));

        auto const kens = world.card(ken, body_of(person("鈴木", "健"), "株式会社例示"));
        auto const hanas = world.card(hana, body_of(person("渡辺", "花"), "見本商事株式会社"));
        auto const meis = world.card(mei, body_of(person("王", "美"), "王の会社"));
        world.exchange(ken, kens, hana, hanas, "見本の会");
        world.exchange(hana, hanas, mei, meis, "別の会");
        contacts::Edit typed;
        typed.body = body_of(person("佐藤", "次郎"), "<b>佐藤&工業</b>");
        typed.met = std::vector<contacts::Meeting>{
            {Date{std::chrono::year{2019} / 12 / 3}, "見本の会", ""}};
        auto const jiro = world.contacts.add(ken, std::move(typed));
        REQUIRE(jiro);

        auto const map = of_ken.open("/network/map?by=company");
        CHECK(map.status == 200);
        CHECK(says(map, "見本商事"));
        CHECK(says(map, "&lt;b&gt;"));
        CHECK_FALSE(says(map, "<b>佐藤"));
        CHECK_FALSE(says(map, "王"));
        CHECK_FALSE(says(map, " style="));
        CHECK(says(of_ken.open("/network/map?by=event"), "2名"));
        CHECK_FALSE(says(of_ken.open("/network/map?by=event"), "別の会"));
        CHECK(says(of_ken.open("/network/map?by=year"), "2019年"));
        CHECK(says(of_ken.open("/network/map?by=year", i18n::Language::en), "By month"));

        auto const year = of_ken.open("/network/map?by=year&group=2019");
        CHECK(says(year, "/contacts/" + jiro->text()));
        CHECK_FALSE(says(year, "渡辺"));
        CHECK(of_ken.open("/network/map?by=year&group=1999").status == 404);
        CHECK(of_ken.open("/network/map?by=nothing&row=-3").status == 200);
        CHECK(of_ken.open("/network/map?by=company&group=%E7%8E%8B%E3%81%AE%E4%BC%9A%E7%A4%BE")
                  .status == 404);
        auto const months = of_ken.open("/network/years?year=2019");
        CHECK(says(months, "2019年12月"));
        CHECK(says(months, "/network/years?year="));
        CHECK(of_ken.open("/network/years?year=nonsense").status == 200);
    });
}

TEST_CASE("A company that Hana shows only to those close to her is not in Ken's picture") {
    on_each_world([](World &world) {
        auto const ken = world.member(), hana = world.member();
        auto const kens = world.card(ken, body_of(person("鈴木", "健")));
        auto body = body_of(person("渡辺", "花"), "秘密商事");
        body.show["positions"] = card::Tier::close;
        auto const hanas = world.card(hana, body);
        world.exchange(ken, kens, hana, hanas);
        Reader of_ken{world, ken};
        auto const hidden = of_ken.open("/network/map");
        CHECK(says(hidden, "会社の記載なし"));
        CHECK_FALSE(says(hidden, "秘密"));
        CHECK(of_ken.open("/network/map?group=%E7%A7%98%E5%AF%86%E5%95%86%E4%BA%8B").status == 404);
        CHECK_FALSE(says(of_ken.open("/network/map?group=-"), "秘密"));
        world.set_tier(hana, ken, card::Tier::close);
        CHECK(says(of_ken.open("/network/map"), "秘密商事"));
        // When the exchange has ended, the card last received stays in his book, and so here.
        world.end(hana, ken);
        CHECK(says(of_ken.open("/network/map"), "秘密商事"));
    });
}

TEST_CASE("A book of 10,000 is drawn in a page of bounded size") {
    tests::FreshDatabase fresh;
    World world{*fresh, fresh.clock, fresh.ids};
    auto const ken = world.member();
    std::vector<contacts::Contacts::Ready> ready;
    for (int i = 0; i < 10'000; ++i) {
        contacts::Edit edit;
        edit.body = body_of(person("見本", "太郎"), "会社" + std::to_string(i % 3'000));
        edit.met = std::vector<contacts::Meeting>{
            {Date{std::chrono::year{2000 + i % 25} / (1 + i % 12) / 1},
             "会" + std::to_string(i % 7), ""}};
        ready.push_back(*world.contacts.ready(ken, std::move(edit)));
    }
    Done const done = world.database.write([&](store::Writer &writer) -> Done {
        auto room = world.contacts.room_for(writer, ken, 10'000);
        REQUIRE(room);
        for (auto const &one : ready) world.contacts.add(writer, *room, one);
        writer.journal("contact.made", ken.value);
        return {};
    });
    REQUIRE(done);
    Reader of_ken{world, ken};
    CHECK(people_of(world.contacts, ken, i18n::Language::ja).size() == 10'000);
    for (auto const *path : {"/network/map?by=company", "/network/map?by=event",
                             "/network/map?by=year", "/network/map?by=year&group=2003",
                             "/network/map?by=company&row=2950", "/network/years?year=2003"}) {
        auto const page = of_ken.open(path);
        CHECK(page.status == 200);
        CHECK(page.content().size() < 100'000);
        CHECK(count_of(page.content(), "map-ground") <= 2 * (most_nodes + 1));
        auto const plain = of_ken.open(std::string{path} + "&view=plain");
        CHECK(plain.content().size() <= 9 * 1024);
        CHECK_FALSE(says(plain, "<svg"));
        CHECK(says(plain, "<table"));
    }
}
