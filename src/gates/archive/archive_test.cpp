// SPDX-License-Identifier: Apache-2.0
#include "archive/format.hpp"
#include "archive/queries.hpp"
#include "archive/testing_move.hpp"
#include "store/backup.hpp"

#include <map>
#include <set>

using namespace goen;
using namespace goen::archive::testing;
using archive::Archives;

TEST_CASE("Every query of the archive prepares on both engines") {
    tests::prepares_on_both(archive::sql::all);
}

TEST_CASE("Hana moves to another goen, and what is hers is there as it was, on either engine") {
    in_both_directions([](Goen &old_home, Goen &new_home) {
        Past const past{old_home};
        auto const file = old_home.archive_of(past.hana.id);
        auto const before = Unpacked{file};
        CHECK(before.lists.at("contacts.jsonl").size() == 7);
        CHECK(before.lists.at("ledger.jsonl").size() == 5);
        CHECK(before.lists.at("ties.jsonl").size() == 3);
        CHECK(before.lists.at("reminders.jsonl").size() == 3);
        CHECK(before.lists.at("dates.jsonl").size() == 4);
        CHECK(before.everything().find("捨てた用事") == std::string::npos);
        CHECK(before.everything().find("取り消した用事") == std::string::npos);
        CHECK(before.lists.at("cards.jsonl").size() == 2);
        CHECK(before.lists.at("requests.jsonl").size() == 2);
        CHECK(before.lists.at("blocks.jsonl").size() == 1);
        CHECK(before.pictures.size() == 3); // her photograph and logo, and Ken's photograph

        auto const hana = new_home.newcomer("山田", "花");
        // Ken is a member there, too: nothing ties them by itself.
        auto const ken = new_home.circle.settle("佐藤", "健");
        auto const looked = new_home.archives.look(hana, file);
        REQUIRE(looked);
        CHECK(looked->contacts == 7);
        CHECK(new_home.book_size(hana) == 0);

        auto const report = new_home.archives.bring_in(hana, file, {});
        REQUIRE(report);
        CHECK(report->left_out.empty());
        CHECK(report->cards == 2);
        CHECK(report->pictures == 2);
        CHECK(report->names == 1);
        CHECK(report->contacts == 7);
        CHECK(report->received == 5);
        CHECK(report->reminders == 3);
        CHECK(report->dates == 4);
        CHECK(report->batch);
        auto const waiting = new_home.reminders.open(hana, {}, 10);
        REQUIRE(waiting.size() == 2);
        CHECK(waiting[0].note == "勉強会に誘う"); // of one day, as they were made
        CHECK(waiting[1].note == "囲碁の本を\n返す");
        CHECK(new_home.reminders.done(hana, {}, 10).size() == 1);
        CHECK(new_home.circle.cards.of(hana).size() == 2); // the empty first card became hers
        CHECK_FALSE(new_home.circle.look(hana, ken.id).is_tied());
        CHECK(new_home.circle.torn().empty());

        auto const after = Unpacked{new_home.archive_of(hana)};
        CHECK(without_what_must_differ(after) == without_what_must_differ(before));
        CHECK(after.lists.at("ties.jsonl").empty());

        // Again: nothing changes.
        auto const again = new_home.archives.bring_in(hana, file, {});
        REQUIRE(again);
        CHECK(again->contacts == 0);
        CHECK(again->contacts_there == 7);
        CHECK(again->cards == 0);
        CHECK(again->names == 0);
        CHECK_FALSE(again->batch);
        CHECK(without_what_must_differ(Unpacked{new_home.archive_of(hana)}) ==
              without_what_must_differ(before));

        // The contacts can be taken back as one.
        auto const undone = new_home.imports.undo(hana, report->batch);
        REQUIRE(undone);
        CHECK(undone->gone == 7);
        CHECK(new_home.book_size(hana) == 0);
    });
}

TEST_CASE("What others do not show Hana is not in her archive, in no file of it") {
    in_each_goen([](Goen &goen) {
        Past const past{goen};
        auto const all = Unpacked{goen.archive_of(past.hana.id)}.everything();
        for (auto const *secret : {"090-9999-0000", "健の秘密", "旧姓秘", "ken.close@"})
            CHECK_MESSAGE(all.find(secret) == all.npos, secret);
        CHECK(all.find("03-1234-5678") != all.npos); // what he shows her
        CHECK(all.find("\"sees\"") == all.npos);
    });
}

TEST_CASE("Held, declined or unseen: Hana's archive is the same to the last byte") {
    in_each_goen([](Goen &goen) {
        auto &circle = goen.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        auto const asked = circle.exchange.ask(hana.id, ken.id, hana.card, "先日はどうも");
        REQUIRE(asked);
        auto const unseen = goen.archive_of(hana.id);
        REQUIRE(circle.exchange.hold(ken.id, asked->id));
        CHECK(goen.archive_of(hana.id) == unseen);
        REQUIRE(circle.exchange.decline(ken.id, asked->id));
        CHECK(goen.archive_of(hana.id) == unseen);
        REQUIRE(circle.exchange.block(ken.id, hana.id));
        CHECK(goen.archive_of(hana.id) == unseen);
    });
}

TEST_CASE("A request that its sender took back is not in the archive of who received it") {
    in_each_goen([](Goen &goen) {
        auto &circle = goen.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        auto const asked = circle.exchange.ask(hana.id, ken.id, hana.card, "取り消す言葉");
        REQUIRE(asked);
        CHECK(Unpacked{goen.archive_of(ken.id)}.everything().find("取り消す言葉") !=
              std::string::npos);
        REQUIRE(circle.exchange.withdraw(hana.id, asked->id));
        CHECK(Unpacked{goen.archive_of(ken.id)}.everything().find("取り消す言葉") ==
              std::string::npos);
    });
}

TEST_CASE("Somebody in the book with other entries is left out, unless Hana says otherwise") {
    in_each_goen([](Goen &goen) {
        auto const hana = goen.newcomer("山田", "花");
        contacts::Edit edit;
        edit.body = card::CardBody{};
        edit.body->name.family = "渡邊", edit.body->name.given = "紙子";
        edit.body->emails = {{"work", "kamiko@kami.example"}};
        REQUIRE(goen.circle.contacts.add(hana, edit));
        auto const file = goen.archive_of(hana);

        auto const mei = goen.newcomer("林", "芽衣");
        edit.body->phones = {{"main", "03-0000-1111"}};
        REQUIRE(goen.circle.contacts.add(mei, edit));
        edit.body->phones.clear(), edit.body->emails = {{"work", "kamiko@atarashii.example"}};
        edit.memo = "転職";
        auto const other = goen.archives.bring_in(mei, file, {});
        REQUIRE(other);
        CHECK(other->contacts_there == 1); // all that is in the file stands in her book

        auto const leo = goen.newcomer("レオ", "ナルド");
        REQUIRE(goen.circle.contacts.add(leo, edit));
        auto const left = goen.archives.bring_in(leo, file, {});
        REQUIRE(left);
        CHECK(left->contacts_other == 1);
        CHECK(goen.book_size(leo) == 1);
        REQUIRE(goen.archives.bring_in(leo, file, {.also_other = true}));
        CHECK(goen.book_size(leo) == 2);
    });
}

TEST_CASE("The file waits for a day between looking and bringing in, for its sender alone") {
    in_each_goen([](Goen &goen) {
        auto const hana = goen.newcomer("山田", "花"), ken = goen.newcomer("佐藤", "健");
        auto const file = goen.archive_of(hana);
        REQUIRE(goen.archives.send(ken, file));
        CHECK(goen.archives.draft(ken) == file);
        CHECK_FALSE(goen.archives.draft(hana));
        REQUIRE(goen.archives.bring_in(ken, *goen.archives.draft(ken), {}));
        CHECK_FALSE(goen.archives.draft(ken));
        REQUIRE(goen.archives.send(ken, file));
        goen.fresh->clock.advance(std::chrono::hours{25});
        goen.archives.tidy();
        CHECK_FALSE(goen.archives.draft_sent(ken));
        CHECK_FALSE(goen.archives.send(ken, "no archive"));
        CHECK_FALSE(goen.archives.draft_sent(ken));
    });
}

TEST_CASE("Looked at where it was taken, an archive brings nobody a second time") {
    in_each_goen([](Goen &goen) {
        Past const past{goen};
        auto const file = goen.archive_of(past.hana.id);
        auto const book = goen.book_size(past.hana.id);
        auto const looked = goen.archives.look(past.hana.id, file);
        REQUIRE(looked);
        CHECK(looked->contacts == 0);
        CHECK(looked->contacts_there == book); // all of the book, members and private contacts
        CHECK(looked->reminders == 0);
        REQUIRE(goen.archives.bring_in(past.hana.id, file, {.also_other = true}));
        CHECK(goen.book_size(past.hana.id) == book);
        CHECK(goen.reminders.open(past.hana.id, {}, 10).size() == 2);

        // In another account of the same goen they are all new, and all counted.
        auto const mei = goen.newcomer("林", "芽衣");
        auto const hers = goen.archives.look(mei, file);
        REQUIRE(hers);
        CHECK(hers->contacts == book);
        CHECK(hers->contacts_there == 0);
    });
}

TEST_CASE("More reminders than may wait are told, and the others come") {
    in_each_goen([](Goen &goen) {
        Past const past{goen};
        auto const file = goen.archive_of(past.hana.id);
        auto const mei = goen.circle.settle("林", "芽衣");
        contacts::Edit edit;
        edit.body = card::CardBody{};
        edit.body->name.family = "森";
        auto const mori = goen.circle.contacts.add(mei.id, edit);
        REQUIRE(mori);
        for (int i = 0; i < reminder::max_open - 1; ++i)
            REQUIRE(goen.reminders.add(mei.id, *mori, goen.reminders.today(), ""));
        auto const report = goen.archives.bring_in(mei.id, file, {});
        REQUIRE(report);
        CHECK(report->reminders == 2); // one that waits, and the one that is done
        REQUIRE(report->left_out.size() == 1);
        CHECK(report->left_out[0].file == "reminders.jsonl");
    });
}

TEST_CASE("Whoever takes her archive again and again is asked to wait") {
    Goen goen{tests::FreshDatabase::Engine::sqlite};
    auto const hana = goen.newcomer("山田", "花");
    for (int i = 0; i < archive::out_an_hour; ++i) (void)goen.archive_of(hana);
    auto const refused = goen.archives.take_out(hana, {"", ""}, i18n::Words{i18n::Language::ja});
    REQUIRE_FALSE(refused);
    CHECK(refused.why().reason == Reason::too_many);
    CHECK(refused.why().retry_after > seconds{0});
}

TEST_CASE("Every table that holds something of a member is in the archive, or says here why not") {
    in_each_goen([](Goen &goen) {
        std::set<std::string> const taken{"block",
                                          "card",
                                          "card_version",
                                          "contact",
                                          "contact_date",
                                          "contact_received",
                                          "feed_hidden",
                                          "guest",
                                          "import_batch",
                                          "introduction",
                                          "invitation",
                                          "ledger",
                                          "letter_schedule",
                                          "letter_setting",
                                          "message",
                                          "message_bytes",
                                          "message_file",
                                          "message_former",
                                          "name_record",
                                          "opening",
                                          "picture",
                                          "picture_print",
                                          "post",
                                          "post_comment",
                                          "post_draft",
                                          "post_mention",
                                          "post_picture",
                                          "post_print",
                                          "post_reaction",
                                          "post_version",
                                          "reminder",
                                          "request_in",
                                          "request_out",
                                          "thread",
                                          "thread_member",
                                          "thread_side",
                                          "tie"};
        std::map<std::string, std::string> const not_taken{
            {"api_token", "proves who she is, here only"},
            {"approval", "what operators decided about her application"},
            {"archive_draft", "an archive she sent, for a day"},
            {"blocked_by", "she is never told; the others' blocks are theirs"},
            {"card_link", "a page of this network, and its secret"},
            {"claim", "letters of this network to guests; no address in it"},
            {"code_use", "an hour of a code; the ties say whom she met"},
            {"contact_bin", "what she deleted"},
            {"contact_count", "counts the contacts"},
            {"contact_edit", "what stood in the book before; the book as it is now is taken"},
            {"contact_tag", "an index of the contacts' tags"},
            {"date_style", "how she reads years; chosen with one tap"},
            {"departed", "numbers of people who have left"},
            {"departed_holder", "numbers of people who have left"},
            {"directory", "hashes by which codes, links and letters are found"},
            {"exchange_code", "lives for minutes"},
            {"feed_mark", "how far she has read"},
            {"guest_contact", "for a letter of this network; the card is in the ledger"},
            {"idempotency", "answers to programs, for a day"},
            {"import_ref", "the operator's own numbers in bulk files"},
            {"import_row", "drafts for a day; what came of them are contacts"},
            {"introduction_setting", "which card introductions of this network show"},
            {"journal", "numbers only"},
            {"letter_due", "letters of this network that are on their way"},
            {"letter_key", "secrets of letters"},
            {"letter_link", "secrets of letters"},
            {"mail_answer", "which letters that came in were done here"},
            {"member_mail", "an index of the address in archive.json"},
            {"letter_round", "when it is next looked for moves"},
            {"message_erasure", "messages she has just deleted"},
            {"message_setting", "chosen with one tap; her name beside what she has read stays off"},
            {"move", "an index of the card versions"},
            {"name_record_key", "an index of the names"},
            {"not_interested", "suggestions of this network that she waved away"},
            {"notice", "derived from the journal; what it tells of is taken"},
            {"notice_mark", "how far she has read"},
            {"notice_read", "how far she has read"},
            {"person_key", "an index of the names"},
            {"picture_use", "an index of the cards"},
            {"tag_batch", "for undoing changes of tags"},
            {"post_link", "what another's page said of itself; the link is in the text"},
            {"push_due", "notifications of this network that are on their way"},
            {"push_setting",
             "the kinds go with the settings of notices; text is allowed anew for each goen"},
            {"push_subscription", "addresses and keys of her browsers, good for this server only"},
            {"session", "proves who she is, here only"},
        };
        std::set<std::string> forgotten;
        goen.database().read([&](store::Reader &reader) {
            for (auto const &table : store::data_tables(reader)) {
                bool const is_hers =
                    std::any_of(table.columns.begin(), table.columns.end(), [](auto const &column) {
                        return column.name == "member_id" || column.name == "author_id" ||
                               column.name == "post_id";
                    });
                if (is_hers && !taken.contains(table.name) && !not_taken.contains(table.name))
                    forgotten.insert(table.name);
            }
        });
        // A new table holds something of members: put it into the archive (docs/archive.md), or
        // say here why it is not in it.
        CHECK(forgotten == std::set<std::string>{});
    });
}
