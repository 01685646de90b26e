// SPDX-License-Identifier: Apache-2.0
#include "transfer/imports.hpp"

#include "base/text.hpp"
#include "contacts/testing_book.hpp"
#include "transfer/book_file.hpp"
#include "transfer/import_store.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace goen;
using namespace goen::transfer;
using contacts::testing::on_each_world;
using contacts::testing::World;

namespace {

i18n::Words const en{i18n::Language::en};
i18n::Words const ja{i18n::Language::ja};

std::string vcf(std::string_view lines) {
    return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + std::string{lines} + "END:VCARD\r\n";
}
std::string person(std::string_view name, std::string_view more = "") {
    return vcf("N:" + std::string{name} + "\r\n" + std::string{more});
}

// As many names as one likes: 名aaa, 名aab …
std::string name_no(int i) {
    std::string name = "名";
    for (int const place : {26 * 26, 26, 1}) name += static_cast<char>('a' + i / place % 26);
    return name + ";;;;";
}

struct Desk {
    World &world;
    Imports imports{world.database, world.contacts, world.ids, world.clock};
    MemberId me = world.member();

    Imports::Report take(std::string_view bytes, bool only_look = false) {
        auto report = imports.take_in(me, {bytes, "file", {}}, only_look, en);
        if (!report) FAIL(report.why().message.msgid);
        return *report;
    }
    std::string states(std::string_view bytes, bool only_look = false) {
        std::string out;
        for (auto const &row : take(bytes, only_look).rows)
            out += (out.empty() ? "" : " ") + std::string{to_string(row.state)};
        return out;
    }
    std::vector<contacts::Contact> book() {
        std::vector<contacts::Contact> all;
        std::string after;
        do {
            auto piece = world.contacts.piece(
                me, after, 3); // small pieces, so that their seams are walked over
            for (auto &contact : piece.contacts) all.push_back(std::move(contact));
            after = piece.after;
        } while (!after.empty());
        return all;
    }
    std::string names() {
        std::string out;
        for (auto const &contact : book())
            out += (out.empty() ? "" : " / ") + contact.body.name.display();
        return out;
    }
    std::string exported(Format format, i18n::Words const &words = ja) {
        BookWriter writer{format, words, "https://goen.example"};
        std::string out;
        writer.begin(out);
        for (auto const &contact : book()) writer.add(out, contact);
        writer.end(out);
        return out;
    }
};

constexpr char const *get_body_text =
    "select body from import_row where member_id = :member and number = :number";
constexpr char const *set_body_text =
    "update import_row set body = :body where member_id = :member and number = :number";
constexpr store::Query get_body{"test.get_body", get_body_text, get_body_text};
constexpr store::Query set_body{"test.set_body", set_body_text, set_body_text};

std::string body_of(Desk &desk, std::int64_t number) {
    return desk.world.database.read([&](store::Reader &reader) {
        return *reader.one<std::string>(get_body, {{"member", desk.me}, {"number", number}});
    });
}
void put_body(Desk &desk, std::int64_t number, std::string const &body) {
    REQUIRE(desk.world.database.write([&](store::Writer &writer) -> Done {
        writer.run(set_body, {{"member", desk.me}, {"number", number}, {"body", body}});
        return {};
    }));
}

// Bringing in stops at row `number`, as it does when the server is killed there: what was written
// before stands.
void interrupt(Desk &desk, ImportId id, std::int64_t number) {
    auto const body = body_of(desk, number);
    put_body(desk, number, "torn");
    CHECK_THROWS((void)desk.imports.bring_in(desk.me, id, en));
    put_body(desk, number, body);
}

std::vector<Incoming> rows_of(std::string_view bytes, i18n::Words const &words = en) {
    std::vector<Incoming> rows;
    auto const facts = read_people(bytes, {}, words, [&](std::int64_t, Incoming &&incoming) {
        rows.push_back(std::move(incoming));
        return true;
    });
    if (!facts) FAIL(facts.why().message.msgid);
    return rows;
}

} // namespace

TEST_CASE("The same file a second time changes nothing; what it brought is taken back as one") {
    on_each_world([](World &world) {
        Desk desk{world};
        auto const file =
            person("山田;太郎;;;", "TEL;TYPE=CELL:090-0000-0001\r\nEMAIL:taro@mihon.example\r\n") +
            person("佐藤;花子;;;", "ORG:佐藤商店\r\nCATEGORIES:展示会\r\n") +
            vcf("TEL:03-0000-0000\r\n");
        auto const look = desk.take(file, true);
        CHECK_FALSE(look.batch);
        CHECK(desk.book().empty());

        auto const first = desk.take(file);
        CHECK(first.format == "vcard");
        CHECK(first.charset == "UTF-8");
        REQUIRE(first.rows.size() == 3);
        CHECK(first.rows[2].reason == "It has no name.");
        CHECK(first.batch);
        CHECK(desk.names() == "佐藤 花子 / 山田 太郎");
        CHECK(world.contacts.tags(desk.me) ==
              std::vector<std::pair<std::string, std::int64_t>>{{"展示会", 1}});

        auto const second = desk.take(file);
        CHECK(second.rows[0].state == RowState::same);
        CHECK(second.rows[0].contact == first.rows[0].contact);
        CHECK(second.rows[1].state == RowState::same);
        CHECK_FALSE(second.batch);
        CHECK(desk.book().size() == 2);

        // Somebody else's import is not there for me.
        CHECK_FALSE(desk.imports.undo(world.member(), first.batch));
        // Who was written about since then stays.
        contacts::Edit edit;
        edit.memo = "call back";
        world.clock.advance(minutes{1});
        REQUIRE(world.contacts.edit(desk.me, first.rows[1].contact, edit));
        auto const undone = desk.imports.undo(desk.me, first.batch);
        REQUIRE(undone);
        CHECK(undone->gone == 1);
        CHECK(undone->kept == 1);
        CHECK(desk.names() == "佐藤 花子");
        CHECK(desk.imports.undo(desk.me, first.batch)->gone == 0);
        // As with everything deleted, the bin has it for thirty days.
        CHECK(world.contacts.restore(desk.me, first.rows[0].contact));
    });
}

TEST_CASE("Who differs from somebody in the book is shown and not brought in; a shared number says "
          "nothing") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take(
            person("山田;太郎;;;", "TEL;TYPE=WORK:03-0000-0000\r\nEMAIL:taro@mihon.example\r\n"));
        CHECK(desk.states(person("山田;太郎;;;", "EMAIL:TARO@mihon.example\r\n")) ==
              "same"); // less of the same
        CHECK(desk.states(person("山田;太郎;;;", "EMAIL:taro@mihon.example\r\nTITLE:部長\r\n")) ==
              "conflict");
        CHECK(desk.states(person("山田;太郎;;;", "TEL:090-0000-9999\r\n")) ==
              "conflict"); // a namesake, or moved
        CHECK(desk.states(person("鈴木;一;;;", "EMAIL:taro@mihon.example\r\n")) == "conflict");
        CHECK(desk.states(person("鈴木;一;;;", "TEL;TYPE=WORK:03-0000-0000\r\n")) ==
              "new"); // the switchboard
        CHECK(desk.states(person("井上;二;;;", "EMAIL:info@mihon.example\r\n") +
                          person("上田;三;;;", "EMAIL:info@mihon.example\r\n")) == "new new");
        CHECK(desk.states(person("江口;四;;;", "TEL:1234\r\n") +
                          person("江口;四;;;", "TEL:1234\r\n") +
                          person("江口;四;;;", "TEL:5678\r\n")) == "new same conflict");
        // Members count as people of the book.
        auto const hana = world.member();
        auto const card = world.card(
            hana, contacts::testing::body_of({"髙橋", "花", "", "たかはし", "はな", "", ""}));
        auto const mine = world.card(
            desk.me, contacts::testing::body_of({"私", "私", "", "わたし", "わたし", "", ""}));
        world.exchange(desk.me, mine, hana, card);
        CHECK(desk.states(person("髙橋;花;;;")) == "same");
        CHECK(desk.states(person("高橋;花;;;", "TITLE:部長\r\n")) == "conflict");
    });
}

TEST_CASE("Somebody whose number is spelled another way in the file is the same person") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take(person("佐藤;花子;;;",
                         "TEL;TYPE=WORK:+81 3-1234-5601\r\nTEL;TYPE=CELL:+81 90-8765-5610\r\n"));
        for (std::string const spelled :
             {"03-1234-5601", "(03)1234-5601", "0081-3-1234-5601", "+81 (0)3-1234-5601",
              "０３－１２３４－５６０１", "+81312345601"}) {
            CAPTURE(spelled);
            CHECK(desk.states(person("佐藤;花子;;;", "TEL;TYPE=WORK:" + spelled + "\r\n"), true) ==
                  "same");
        }
        CHECK(desk.states(person("佐藤;花子;;;", "TEL;TYPE=WORK:03-1234-5602\r\n"), true) ==
              "conflict");
        // An extension that the book does not have is new.
        CHECK(desk.states(person("佐藤;花子;;;", "TEL;TYPE=WORK:03-1234-5601 内線 7\r\n"), true) ==
              "conflict");
        CHECK(desk.states(person("鈴木;愛;;;", "TEL;TYPE=CELL:090-8765-5610\r\n"), true) ==
              "conflict");
        CHECK(desk.states(person("鈴木;愛;;;", "TEL;TYPE=CELL:090-8765-5611\r\n"), true) == "new");
    });
}

TEST_CASE("Tags in a table are separated by commas, but those that belong to a tag") {
    auto const tags = [](std::string const &heading, std::string const &cell) {
        return rows_of("姓," + heading + "\n山田,\"" + cell + "\"\n")[0].tags;
    };
    using Tags = std::vector<std::string>;
    CHECK(tags("タグ", "展示会、VIP,旧友;犬") == Tags{"展示会", "VIP", "旧友", "犬"});
    CHECK(tags("タグ", "東京\\, 大阪、甲\\、乙") == Tags{"東京, 大阪", "甲、乙"});
    CHECK(tags("タグ", "C:\\dir") == Tags{"C:\\dir"});
    CHECK(tags("Labels", "* starred ::: Tokyo, Osaka") == Tags{"starred", "Tokyo, Osaka"});
}

TEST_CASE("A draft is looked at page by page, chosen from, and brought in once") {
    on_each_world([](World &world) {
        Desk desk{world};
        desk.take(person("先;着;;;", "EMAIL:first@mihon.example\r\n"));
        std::string file;
        for (int i = 0; i < 7; ++i)
            file += person("名" + std::string(1, static_cast<char>('a' + i)) + ";;;;");
        file += person("別;人;;;", "EMAIL:first@mihon.example\r\n") + vcf("NOTE:nobody\r\n");
        auto const id = desk.imports.look_at(desk.me, {file, "book.vcf", {}}, en);
        REQUIRE(id);
        CHECK(desk.book().size() == 1);
        CHECK_FALSE(desk.imports.preview(world.member(), *id, 0, 5));

        auto const page = desk.imports.preview(desk.me, *id, 0, 5);
        REQUIRE(page);
        CHECK(page->rows.size() == 5);
        CHECK(page->next == 5);
        CHECK(page->tally.fresh == 7);
        CHECK(page->tally.conflict == 1);
        CHECK(page->tally.skipped == 1);
        CHECK(page->tally.chosen == 7);
        CHECK(desk.imports.preview(desk.me, *id, 5, 5)->rows.size() == 4);
        auto const odd = desk.imports.preview(desk.me, *id, 0, 5, RowState::conflict);
        REQUIRE(odd->rows.size() == 1);
        CHECK(odd->rows[0].reason ==
              "This email address belongs to someone with a different name.");

        REQUIRE(desk.imports.choose(desk.me, *id, {1, 2, 3}, {1, 3}));
        REQUIRE(
            desk.imports.choose(desk.me, *id, {8, 9}, {8, 9})); // nine has no name and stays out
        CHECK(desk.imports.preview(desk.me, *id, 0, 5)->tally.chosen == 7);
        auto const brought = desk.imports.bring_in(desk.me, *id, en);
        REQUIRE(brought);
        CHECK(*brought == 7);
        CHECK(desk.book().size() == 8);
        CHECK(desk.imports.bring_in(desk.me, *id, en).why().reason == Reason::conflict);
        CHECK(desk.imports.choose(desk.me, *id, {1}, {}).why().reason == Reason::conflict);
        REQUIRE(desk.imports.recent(desk.me).size() == 2);
        CHECK(desk.imports.recent(desk.me)[0].brought == 7);
        CHECK(desk.imports.undo(desk.me, *id)->gone == 7);
        CHECK(desk.names() == "先 着");

        // Drafts of last week are forgotten.
        auto const newer = desk.imports.look_at(desk.me, {file, "", {}}, en);
        REQUIRE(newer);
        CHECK(desk.imports.preview(desk.me, *newer, 0, 5));
        world.clock.advance(std::chrono::hours{24 * 7 + 1});
        desk.imports.tidy();
        CHECK_FALSE(desk.imports.preview(desk.me, *newer, 0, 5));
        world.clock.advance(std::chrono::hours{24 * 30});
        desk.imports.tidy();
        CHECK(desk.imports.recent(desk.me).empty());
        CHECK_FALSE(desk.imports.undo(desk.me, *id));
    });
}

TEST_CASE("An import that was interrupted says so, goes on where it stopped, and brings nobody "
          "twice") {
    on_each_world([](World &world) {
        Desk desk{world};
        std::string file;
        for (int i = 0; i < 1100; ++i) file += person(name_no(i), "CATEGORIES:展示会\r\n");
        auto const id = desk.imports.look_at(desk.me, {file, "book.vcf", {}}, en);
        REQUIRE(id);
        interrupt(desk, *id, 700);
        auto const half = desk.imports.preview(desk.me, *id, 0, 5);
        REQUIRE(half);
        CHECK(half->batch.state == ImportBatch::State::begun);
        CHECK(half->tally.brought == 500);
        CHECK(half->tally.chosen == 600);
        CHECK(desk.book().size() == 500);
        CHECK(desk.imports.choose(desk.me, *id, {1}, {}).why().reason == Reason::conflict);

        CHECK(*desk.imports.bring_in(desk.me, *id, en) == 600);
        CHECK(desk.imports.preview(desk.me, *id, 0, 5)->batch.state == ImportBatch::State::done);
        CHECK(desk.book().size() == 1100);
        CHECK(desk.imports.undo(desk.me, *id)->gone == 1100);
        CHECK(desk.book().empty());
    });
}

TEST_CASE("What was brought of an interrupted import is taken back, and the rest comes no more") {
    on_each_world([](World &world) {
        Desk desk{world};
        std::string file;
        for (int i = 0; i < 600; ++i) file += person(name_no(i));
        auto const id = desk.imports.look_at(desk.me, {file, "book.vcf", {}}, en);
        REQUIRE(id);
        interrupt(desk, *id, 550);
        CHECK(desk.imports.undo(desk.me, *id)->gone == 500);
        CHECK(desk.imports.bring_in(desk.me, *id, en).why().reason == Reason::conflict);
        CHECK(desk.book().empty());
        CHECK(world.contacts.usage(desk.me).used == 0);
    });
}

TEST_CASE(
    "Whoever is chosen and cannot be brought in after all stays in the import, with a reason") {
    on_each_world([](World &world) {
        Desk desk{world};
        auto const id = desk.imports.look_at(
            desk.me, {person("山田;太郎;;;") + person("佐藤;花;;;"), "book.vcf", {}}, en);
        REQUIRE(id);
        // Stored by a version that took longer memos.
        auto body = body_of(desk, 1);
        body.insert(body.find('\x1D') + 1, std::string(10'001, 'x'));
        put_body(desk, 1, body);
        CHECK(*desk.imports.bring_in(desk.me, *id, en) == 1);
        CHECK(desk.names() == "佐藤 花");
        auto const after = desk.imports.preview(desk.me, *id, 0, 5);
        REQUIRE(after);
        CHECK(after->batch.state == ImportBatch::State::done);
        REQUIRE(after->rows.size() == 1);
        CHECK(after->rows[0].shown == "山田 太郎");
        CHECK(after->rows[0].state == RowState::skipped);
        CHECK_FALSE(after->rows[0].reason.empty());
    });
}

TEST_CASE("A book with a limit: an import says beforehand who does not fit, and brings in whole or "
          "not at all") {
    tests::on_each_engine([](store::Database &database, StillClock &clock, IdMaker &ids) {
        World world{database, clock, ids, 3};
        Desk desk{world};
        world.type_in(desk.me, {.family = "先"});
        auto const file = person("山田;太郎;;;") + person("佐藤;花;;;") + person("高橋;結;;;");
        auto const id = desk.imports.look_at(desk.me, {file, "book.vcf", {}}, en);
        REQUIRE(id);
        auto const preview = desk.imports.preview(desk.me, *id, 0, 5);
        CHECK_FALSE(preview->room.fits(preview->tally.chosen));
        CHECK(preview->room.left() == 2);
        auto const refused = desk.imports.bring_in(desk.me, *id, en);
        REQUIRE_FALSE(refused);
        CHECK(is_over_quota(refused.why()));
        CHECK(en(refused.why().message) ==
              "3 people are selected, but you have room for only 2 more contacts. Please choose "
              "fewer, or delete some contacts first. Nobody was imported.");
        CHECK(desk.book().size() == 1);
        REQUIRE(desk.imports.choose(desk.me, *id, {1, 2, 3}, {1, 3}));
        CHECK(*desk.imports.bring_in(desk.me, *id, en) == 2);
        CHECK(desk.names() == "高橋 結 / 山田 太郎 / 先");
        CHECK(world.contacts.usage(desk.me).is_near());

        // A program is told row by row, the same when it only looks.
        REQUIRE(desk.imports.undo(desk.me, *id));
        CHECK(desk.states(file, true) == "new new skipped");
        auto const report = desk.take(file);
        CHECK(report.rows[2].reason == "You have reached the limit of 3 contacts that you can add "
                                       "or import. Please delete some first.");
        CHECK(report.rows[1].contact);
        CHECK_FALSE(report.rows[2].contact);
        CHECK(desk.book().size() == 3);
    });
}

TEST_CASE("No draft goes because another one comes: the one too many is refused in words") {
    on_each_world([](World &world) {
        Imports imports{world.database, world.contacts, world.ids, world.clock, 2};
        auto const me = world.member();
        auto const file = person("山田;太郎;;;");
        auto const first = imports.look_at(me, {file, "a.vcf", {}}, en);
        REQUIRE(first);
        CHECK_FALSE(imports.drafts(me).is_near());
        REQUIRE(imports.look_at(me, {file, "b.vcf", {}}, en));
        CHECK(imports.drafts(me).is_near());
        auto const third = imports.look_at(me, {file, "c.vcf", {}}, en);
        REQUIRE_FALSE(third);
        CHECK(is_over_quota(third.why()));
        CHECK(imports.recent(me).size() == 2);
        REQUIRE(imports.undo(me, *first)); // forgotten
        CHECK(imports.look_at(me, {file, "c.vcf", {}}, en));
    });
}

TEST_CASE(
    "What fits no card is kept in the memo, and every part passes the gate of what is typed") {
    auto const rows = rows_of(person(
        "☆山田★;太郎;;;",
        "TEL:+1-800-FLOWERS\r\nEMAIL:not a mail\r\nURL:javascript:alert(1)\r\nBDAY:circa 1980\r\n"
        "ADR:;;Lierstr. "
        "20a;München;;80639;Deutschland\r\nADR:;;x;;;;Atlantis\r\nX-PHONETIC-LAST-NAME:"
        "Yamada\r\n"));
    REQUIRE(rows.size() == 1);
    auto const &row = rows[0];
    REQUIRE_FALSE(row.refused);
    CHECK(row.body.name.family == "山田");
    CHECK(row.body.name.family_romaji == "Yamada");
    CHECK(row.body.ja.address.country == "DE");
    CHECK(row.body.ja.address.postal_code == "80639");
    CHECK(row.body.phones.empty());
    for (std::string_view const kept : {"+1-800-FLOWERS", "not a mail", "javascript:alert(1)",
                                        "Birthday: circa 1980", "x Atlantis", "☆山田★ 太郎"})
        CHECK_MESSAGE(row.memo.find(kept) != std::string::npos, kept);
    CHECK(row.body.urls.empty());

    auto const only_company = rows_of(vcf("ORG:株式会社見本\r\nTEL:0300000000\r\n"));
    CHECK(only_company[0].body.name.family == "株式会社見本");
    CHECK(only_company[0].body.phones[0].label == "main");
    CHECK(rows_of(vcf("FN:Maria Garcia\r\n"))[0].body.name.display() == "Maria Garcia");
    CHECK(rows_of(vcf("N:Garcia;Maria\r\nFN:Maria Garcia\r\n"))[0].body.name.order ==
          names::Order::given_first);
    CHECK(rows_of(vcf("KIND:group\r\nFN:Friends\r\n"))[0].refused.has_value());
    CHECK(rows_of(person("<script>;\u202Eevil"))[0].body.name.family.find('<') ==
          std::string::npos);
}

TEST_CASE("A book written in any format of ours comes back as it was") {
    on_each_world([](World &world) {
        Desk desk{world};
        contacts::Edit edit;
        card::CardBody body;
        body.name = {"渡邉", "結", "", "わたなべ", "ゆい", "Watanabe", "Yui"};
        body.ja.positions = {{"合同会社みなも", {"制作部", "第二課"}, "主任", true}};
        body.en.positions = {{"Minamo LLC", {"Production"}, "Lead", true}};
        body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-3", "見本ビル10F", "JP"};
        body.emails = {{"work", "yui@minamo.example"}};
        body.phones = {{"main", "03-0000-0000"},
                       {"direct", "+81 3-0000-0001"},
                       {"mobile", "090-0000-0000"},
                       {"fax", "03-0000-0002"}};
        body.urls = {{"web", "https://minamo.example/"}};
        edit.body = body;
        edit.memo = "=1+1, \"二行\"\nの; メモ";
        edit.tags = std::vector<std::string>{"取引先",   "東京, 大阪", "甲、乙", "a;b",
                                             "C:\\x, y", "* 星",       "終\\"};
        edit.met = std::vector<contacts::Meeting>{
            {Date{std::chrono::year{2026}, std::chrono::month{10}, std::chrono::day{3}},
             "東京ビッグサイト", ""}};
        REQUIRE(world.contacts.add(desk.me, edit));
        for (auto const format : {Format::csv, Format::csv_cp932, Format::vcard4, Format::vcard3}) {
            CAPTURE(to_string(format));
            auto const file = desk.exported(format);
            CHECK(desk.states(file) == "same");
            auto const rows = rows_of(file, ja);
            REQUIRE(rows.size() == 1);
            CHECK(rows[0].memo == *edit.memo);
            CHECK(rows[0].tags == *edit.tags);
            CHECK(rows[0].notes.empty());
            auto back = rows[0].body;
            back.kind = body.kind;
            if (format == Format::vcard3)
                back.en = body.en, back.name.family_romaji = "Watanabe",
                back.name.given_romaji = "Yui";
            CHECK(back == body);
            if (format == Format::csv || format == Format::csv_cp932)
                CHECK(rows[0].met == *edit.met);
        }
        CHECK(desk.exported(Format::csv, en)
                  .starts_with("\xEF\xBB\xBF"
                               "Family Name,"));
        CHECK(rows_of(desk.exported(Format::csv, en))[0].body.name == body.name);
        CHECK_FALSE(desk.exported(Format::csv_cp932).starts_with("\xEF\xBB\xBF"));
        auto const js = desk.exported(Format::jscontact);
        CHECK(js.find("\"@type\":\"Card\"") != js.npos);
        CHECK(js.find("\"phonetic\":\"わたなべ\"") != js.npos);
        auto const ldif = desk.exported(Format::ldif);
        CHECK(ldif.starts_with("version: 1\n\ndn:: "));
        CHECK(ldif.find("\nmail: yui@minamo.example\n") != ldif.npos);
        CHECK(std::all_of(ldif.begin(), ldif.end(),
                          [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    });
}

TEST_CASE("A cell is never a formula, and its apostrophe comes off again") {
    for (std::string const evil : {"=1+1", "+1", "-1", "@SUM(A1)", "＝1",
                                   "=HYPERLINK(\"http://x.example\")", "=cmd|' /C calc'!A0"}) {
        std::string cell;
        append_cell(cell, evil);
        CHECK((cell[0] == '\'' || cell.starts_with("\"'")));
        CHECK(rows_of("姓,メモ\n山田," + cell + "\n")[0].memo == evil);
    }
    CHECK(attachment("名刺\r\nX: y.vcf") ==
          "attachment; filename=\"__X y.vcf\"; filename*=UTF-8''%E5%90%8D%E5%88%BAX%20y.vcf");
}

TEST_CASE("Lists of card scanners, mail programs and networks are understood by their columns") {
    auto const scanner =
        rows_of("合計 1 "
                "件\n*注,意\n\n会社名,部署名,役職,氏名,e-mail,郵便番号,住所,TEL会社,TEL直通,Fax,"
                "携帯電話,名刺交換日,Eightでつながっている人,再データ化中の名刺,重要\n"
                "株式会社見本,営業部,部長,近藤 "
                "五郎,goro@mihon.example,1050001,東京都港区虎ノ門1-2-3,03-0000-1111,,,090-0000-"
                "3333,2022/05/26,1,,1\n",
                ja);
    REQUIRE(scanner.size() == 1);
    CHECK(scanner[0].body.name.given == "五郎");
    CHECK(scanner[0].body.ja.address ==
          card::Address{"105-0001", "東京都", "", "港区虎ノ門1-2-3", "", "JP"});
    CHECK(scanner[0].body.phones ==
          std::vector<card::Labelled>{{"main", "03-0000-1111"}, {"mobile", "090-0000-3333"}});
    CHECK(scanner[0].tags == std::vector<std::string>{"重要"});
    REQUIRE(scanner[0].met.size() == 1);
    CHECK(iso_date(*scanner[0].met[0].on) == "2022-05-26");

    auto const network =
        rows_of("Notes:\n\"a note, with a comma\"\n\nFirst Name,Last Name,URL,Email "
                "Address,Company,Position,Connected On\n"
                "花子 ✨,\"佐藤 (Sato), MBA\",https://x.example/in/h,h@mihon.example,\"\"\"K\"\", "
                "Inc.\",\"営業\n本部長\",15 Mar 2024\n,,,,,,01 Jan 2023\n");
    REQUIRE(network.size() == 2);
    CHECK(network[0].body.name.given == "花子");
    CHECK(network[0].body.ja.positions[0].title == "営業 本部長");
    CHECK(network[0].body.name.family == "佐藤");
    CHECK(network[1].refused.has_value());

    auto const mail =
        rows_of("First Name,Last Name,Phonetic Last Name,Organization Name,Labels,E-mail 1 - "
                "Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Formatted\n"
                "太郎,山田,やまだ,株式会社見本,取引先 ::: * myContacts,* 勤務先,a@mihon.example "
                "::: b@mihon.example,携帯,090-0000-1111,\"〒100-0001\n東京都千代田区千代田1-1\"\n");
    CHECK(mail[0].body.emails.size() == 2);
    CHECK(mail[0].tags == std::vector<std::string>{"取引先"});
    CHECK(mail[0].body.phones[0].label == "mobile");
    CHECK(mail[0].body.ja.address.postal_code == "100-0001");

    auto const broken = rows_of("姓;名;メール\n山田;太郎;a@mihon.example\n\"open;x;y\n");
    REQUIRE(broken.size() == 2);
    CHECK(broken[1].refused.has_value());
    CHECK_FALSE(
        read_people("just a text\nwithout columns\n", {}, en, [](auto, auto &&) { return true; }));
    CHECK(rows_of("姓,姓,,__proto__,constructor\n山田,中田,x,y,z\n").size() == 1);
}

// Every collected CSV is read or refused with a reason, and nobody in it is mojibake.
TEST_CASE("Collected lists are read when they are there") {
    std::vector<std::filesystem::path> folders{"../shared/samples"};
    if (auto const *folder = std::getenv("GOEN_SAMPLES")) folders.emplace_back(folder);
    for (auto const &folder : folders) {
        if (!std::filesystem::exists(folder)) continue;
        for (auto const &entry : std::filesystem::recursive_directory_iterator{folder}) {
            if (entry.path().extension() != ".csv") continue;
            CAPTURE(entry.path().string());
            std::ifstream in{entry.path(), std::ios::binary};
            std::ostringstream bytes;
            bytes << in.rdbuf();
            auto const rows = rows_of(bytes.str(), ja);
            CHECK_FALSE(rows.empty());
            for (auto const &row : rows) {
                CHECK(is_clean_utf8(row.shown));
                CHECK(row.shown.find("\uFFFD") == std::string::npos);
                CHECK((row.refused || !row.body.name.empty()));
            }
        }
    }
}

TEST_CASE("A file of another kind is called by its name") {
    for (auto const &[bytes, word] : std::initializer_list<std::pair<std::string, std::string>>{
             {"", "empty"},
             {"\xEF\xBB\xBF \r\n", "empty"},
             {"[\"vcard\",[[\"version\",{},\"text\",\"4.0\"]]]", "JSON"},
             {"<!DOCTYPE html><html><body>Friends</body></html>", "web page"},
             {std::string{"PK\x03\x04\x14\x00\x06\x00", 8}, "ZIP"},
             {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "PDF"}}) {
        CAPTURE(word);
        auto const read =
            read_people(bytes, {}, en, [](std::int64_t, Incoming &&) { return true; });
        REQUIRE_FALSE(read);
        CHECK(std::string{en(read.why().message)}.find(word) != std::string::npos);
    }
}
