// SPDX-License-Identifier: Apache-2.0
#include "base/unreachable.hpp"
#include "message/queries.hpp"
#include "message/testing_messages.hpp"
#include "support/darkroom.hpp"
#include "support/samples.hpp"

#include <thread>

using namespace goen;
using namespace goen::message;
using namespace goen::message::testing;
using tests::Member;
using Texts = std::vector<std::string>;

namespace {

std::int64_t count(PostOffice &office, std::string const &of) {
    auto const text = "select count(*) from " + of;
    store::Query const query{"test.count", text, text};
    return office.circle.database.read(
        [&](store::Reader &reader) { return *reader.one<std::int64_t>(query, {}); });
}

} // namespace

TEST_CASE("Every query of messages prepares on both engines") { tests::prepares_on_both(sql::all); }

TEST_CASE("Two people who exchanged cards have one thread, whoever opens it") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        auto const refused = office.messages.open_thread(hana.id, {{ken.id}, ""});
        REQUIRE_FALSE(refused);
        CHECK(is_unreachable(refused.why()));
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        CHECK(office.pair(ken, hana) == thread);
        CHECK(office.messages.with(ken.id, hana.id) == thread);
        // It is in the list of who opened it only, until something is written.
        CHECK(office.messages.threads(hana.id, "", 10)->threads.size() == 1);
        CHECK(office.messages.threads(ken.id, "", 10)->threads.empty());
        office.send(hana, thread, "先日はありがとうございました");
        office.send(ken, thread, "こちらこそ");
        CHECK(office.read(hana, thread) == Texts{"先日はありがとうございました", "こちらこそ"});
        CHECK(office.read(ken, thread) == office.read(hana, thread));
        auto const listed = office.messages.threads(ken.id, "", 10)->threads;
        REQUIRE(listed.size() == 1);
        CHECK(listed[0].last->text == "こちらこそ");
        CHECK(listed[0].other == hana.id);
        CHECK(listed[0].members.size() == 2);
        auto const mei = circle.settle("鈴木", "芽");
        CHECK_FALSE(office.messages.thread(mei.id, thread));
        CHECK(office.messages.messages(mei.id, thread, {}, 10).why().message.msgid ==
              office.messages.messages(mei.id, ThreadId{1}, {}, 10).why().message.msgid);
    });
}

TEST_CASE("A message sent twice is stored once, and the first one stands") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        auto const first = office.try_send(hana, thread, "届きましたか", "one");
        auto const second = office.try_send(hana, thread, "届きましたか", "one");
        auto const other = office.try_send(hana, thread, "別の文", "one");
        REQUIRE(first);
        CHECK(first->is_new);
        CHECK(second->id == first->id);
        CHECK_FALSE(second->is_new);
        CHECK(other->id == first->id);
        // The other side's ids are her own.
        CHECK(office.try_send(ken, thread, "はい", "one")->is_new);
        CHECK(office.read(ken, thread) == Texts{"届きましたか", "はい"});
        CHECK_FALSE(office.try_send(hana, thread, "   "));
        CHECK_FALSE(office.try_send(hana, thread, "長い", std::string(65, 'x')));
        CHECK_FALSE(office.try_send(hana, thread, std::string(most_text + 1, 'x')));
    });
}

TEST_CASE("A thread begins with its first message once, or not at all") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        NewMessage first;
        first.text = "はじめまして";
        first.client_id = "one";
        auto unusable = first;
        unusable.text = std::string(most_text + 1, 'x');
        auto no_such_photo = first;
        no_such_photo.photos.push_back({PostPictureId{4242}, ""});
        for (auto const &bad : {unusable, no_such_photo}) {
            CHECK_FALSE(office.messages.open_thread(hana.id, {{ken.id}, ""}, &bad));
            CHECK_FALSE(office.messages.open_thread(hana.id, {{ken.id}, "研究会"}, &bad));
        }
        CHECK(count(office, "thread") == 0);
        CHECK(count(office, "message") == 0);
        for (std::string const name : {"", "研究会"}) {
            CAPTURE(name);
            auto const opened = office.messages.open_thread(hana.id, {{ken.id}, name}, &first);
            REQUIRE(opened);
            CHECK(opened->is_new);
            CHECK(opened->first->is_new);
            auto const again = office.messages.open_thread(hana.id, {{ken.id}, name}, &first);
            REQUIRE(again);
            CHECK(again->id == opened->id);
            CHECK_FALSE(again->is_new);
            CHECK(again->first->id == opened->first->id);
            CHECK_FALSE(again->first->is_new);
            CHECK(office.read(ken, opened->id).back() == "はじめまして");
            first.client_id = "two";
        }
        CHECK(count(office, "thread") == 2);
        CHECK(office.messages.unread(ken.id) == 2);
    });
}

TEST_CASE("When the tie has ended, or one has blocked the other, the thread can be read only") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mei = circle.settle("鈴木", "芽");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        auto const with_ken = office.pair(hana, ken), with_mei = office.pair(hana, mei);
        office.send(ken, with_ken, "またお会いしましょう");
        office.send(mei, with_mei, "よろしく");
        REQUIRE(circle.exchange.end(ken.id, hana.id));
        REQUIRE(circle.exchange.block(mei.id, hana.id));
        for (auto const thread : {with_ken, with_mei}) {
            auto const refused = office.try_send(hana, thread, "聞こえますか");
            REQUIRE_FALSE(refused);
            CHECK(is_unreachable(refused.why()));
            CHECK_FALSE(office.messages.thread(hana.id, thread)->may_write);
            CHECK(office.read(hana, thread).size() == 1);
        }
        // Neither can tell which it was.
        CHECK(office.try_send(hana, with_ken, "x").why().message.msgid ==
              office.try_send(hana, with_mei, "x").why().message.msgid);
        CHECK_FALSE(office.try_send(mei, with_mei, "私からも"));
        // The name stays with what was written.
        auto const thread = office.messages.thread(hana.id, with_ken);
        auto const &other =
            thread->members[0].id == ken.id ? thread->members[0] : thread->members[1];
        CHECK((!other.card.name.empty() || !other.former_ja.empty()));
    });
}

TEST_CASE("Who is added to a thread reads nothing of before unless who adds her chooses so") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mei = circle.settle("鈴木", "芽"), rin = circle.settle("高橋", "凛");
        for (auto const &one : {ken, mei, rin}) circle.exchange_cards(hana, one);
        auto const thread = office.several(hana, {ken});
        office.send(ken, thread, "内緒の話");
        CHECK_FALSE(office.messages.add(ken.id, thread, mei.id)); // not hers to do
        REQUIRE(office.messages.add(hana.id, thread, mei.id));
        CHECK(office.read(mei, thread) == Texts{"[added]"});
        CHECK(office.unread(mei, thread) == 0);
        office.send(hana, thread, "紹介します");
        CHECK(office.unread(mei, thread) == 1);
        REQUIRE(office.messages.add(hana.id, thread, rin.id, true));
        CHECK(office.read(rin, thread) ==
              Texts{"[made]", "内緒の話", "[added]", "紹介します", "[added]"});
        CHECK(office.unread(rin, thread) == 0);
        CHECK(office.read(mei, thread) == Texts{"[added]", "紹介します", "[added]"});
        CHECK(office.found(mei, "内緒").empty());
        CHECK(office.found(rin, "内緒") == Texts{"内緒の話"});
        auto const stranger = circle.settle("知ら", "ない");
        CHECK(is_unreachable(office.messages.add(hana.id, thread, stranger.id).why()));
    });
}

TEST_CASE("Leaving, taking out, renaming and handing over are lines that all read") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mei = circle.settle("鈴木", "芽");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        circle.clock.advance(seconds{1});
        auto const thread = office.several(hana, {ken, mei});
        auto const rename = [&](Member const &who, std::string name) {
            Messages::Change change;
            change.name = std::move(name);
            return office.messages.change(who.id, thread, change);
        };
        CHECK_FALSE(rename(ken, "私の会"));
        REQUIRE(rename(hana, "読書会"));
        CHECK(office.messages.thread(ken.id, thread)->name == "読書会");
        REQUIRE(office.messages.hand_over(hana.id, thread, ken.id));
        CHECK_FALSE(rename(hana, "戻す"));
        REQUIRE(office.messages.remove_member(ken.id, thread, mei.id));
        CHECK_FALSE(office.try_send(mei, thread, "まだいます"));
        office.send(hana, thread, "三人目はいません");
        CHECK(office.read(mei, thread) == Texts{"[made]", "[renamed]", "[handed]", "[removed]"});
        REQUIRE(office.messages.leave(ken.id, thread));
        CHECK(office.messages.thread(hana.id, thread)->owner == hana.id);
        CHECK(office.read(hana, thread) == Texts{"[made]", "[renamed]", "[handed]", "[removed]",
                                                 "三人目はいません", "[left]", "[handed]"});
        CHECK_FALSE(office.messages.leave(hana.id, office.pair(hana, mei)));
        CHECK_FALSE(office.messages.leave(mei.id, thread));
    });
}

TEST_CASE("What is not read is counted, but for what is mine, muted or deleted") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        office.send(hana, thread, "一");
        auto const second = office.send(hana, thread, "二");
        auto const third = office.send(hana, thread, "三");
        CHECK(office.messages.unread(ken.id) == 3);
        CHECK(office.messages.unread(hana.id) == 0);
        REQUIRE(office.messages.read(ken.id, thread, second));
        CHECK(office.messages.unread(ken.id) == 1);
        REQUIRE(office.messages.read(ken.id, thread, second)); // never goes back
        REQUIRE(office.messages.remove(hana.id, third));
        CHECK(office.messages.unread(ken.id) == 0);
        REQUIRE(office.messages.restore(hana.id, third));
        CHECK(office.messages.unread(ken.id) == 1);
        Messages::Change mute;
        mute.is_muted = true;
        REQUIRE(office.messages.change(ken.id, thread, mute));
        CHECK(office.messages.unread(ken.id) == 0);
        CHECK(office.unread(ken, thread) == 1);
        office.send(ken, thread, "読みました"); // writing is reading
        CHECK(office.unread(ken, thread) == 0);
        CHECK_FALSE(office.messages.read(ken.id, thread, MessageId{5}));
    });
}

TEST_CASE("Read marks are shown between two who both show theirs") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        REQUIRE(office.messages.read(ken.id, thread, office.send(hana, thread, "読みましたか")));
        CHECK(office.messages.thread(hana.id, thread)->read.empty());
        REQUIRE(office.messages.show_read(hana.id, true));
        CHECK(office.messages.thread(hana.id, thread)->read.empty());
        REQUIRE(office.messages.show_read(ken.id, true));
        auto const marks = office.messages.thread(hana.id, thread)->read;
        REQUIRE(marks.size() == 1);
        CHECK(marks[0].member == ken.id);
        CHECK(marks[0].seq == 1);
        REQUIRE(office.messages.show_read(hana.id, false));
        CHECK(office.messages.thread(hana.id, thread)->read.empty());
        CHECK(office.messages.thread(ken.id, thread)->read.empty());
    });
}

TEST_CASE("A deleted message can be restored for ten seconds, and is then gone for all") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        auto const file = office.messages.add_file(hana.id, "見積.pdf", "%PDF-1.7 sample");
        REQUIRE(file);
        NewMessage typed;
        typed.text = "見積です";
        typed.client_id = "a";
        typed.files = {file->id};
        auto const sent = office.messages.send(hana.id, thread, typed);
        REQUIRE(sent);
        CHECK_FALSE(office.messages.remove(ken.id, sent->id));
        REQUIRE(office.messages.remove(hana.id, sent->id));
        CHECK(office.read(ken, thread) == Texts{"[deleted]"});
        CHECK(office.found(ken, "見積").empty());
        CHECK_FALSE(office.messages.content(ken.id, file->id, 0, ""));
        REQUIRE(office.messages.restore(hana.id, sent->id));
        CHECK(office.messages.content(ken.id, file->id, 0, "")->bytes == "%PDF-1.7 sample");
        REQUIRE(office.messages.remove(hana.id, sent->id));
        circle.clock.advance(milliseconds{10'000});
        office.messages.tidy();
        CHECK_FALSE(office.messages.restore(hana.id, sent->id));
        CHECK(count(office, "message where text <> ''") == 0);
        CHECK(count(office, "message_file") == 0);
        CHECK(count(office, "message_bytes") == 0);
        CHECK(count(office, "message_erasure") == 0);
        CHECK(office.read(ken, thread) == Texts{"[deleted]"});
    });
}

TEST_CASE("Files are taken by their content, kept for a day, and read through their message") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mei = circle.settle("鈴木", "芽");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        auto const page = office.messages.add_file(hana.id, "C:\\folder\\写真.jpg\x01",
                                                   "<html><script>alert(1)</script>");
        REQUIRE(page);
        CHECK(page->type == "text/plain");
        CHECK(page->name == "写真.jpg");
        auto const photo = office.feed.add_picture(hana.id, tests::sample_picture("plain.webp"));
        REQUIRE(photo);
        NewMessage typed;
        typed.client_id = "a";
        typed.photos = {{photo->id, "会場の写真"}};
        typed.files = {page->id};
        CHECK_FALSE(office.messages.content(ken.id, page->id, 0, "")); // not sent yet
        auto const sent = office.messages.send(hana.id, thread, typed);
        REQUIRE_MESSAGE(sent, sent.why().message.msgid);
        auto const seen = office.messages.find(ken.id, sent->id);
        REQUIRE(seen->files.size() == 2);
        CHECK(seen->files[0].is_photo);
        CHECK(seen->files[0].name == "会場の写真");
        CHECK(office.messages.content(ken.id, seen->files[0].id, 640, "webp"));
        CHECK(office.messages.content(ken.id, seen->files[1].id, 0, ""));
        CHECK_FALSE(office.messages.content(mei.id, seen->files[0].id, 640, "webp"));
        CHECK_FALSE(office.feed.print(hana.id, photo->id, 640, "webp")); // it has moved
        // Nobody sends another's file, nor the same one twice.
        typed.client_id = "b";
        CHECK_FALSE(office.messages.send(hana.id, thread, typed));
        CHECK(office.messages.add_file(hana.id, "x", "").why().reason == Reason::invalid);
        CHECK(office.messages.add_file(hana.id, "x", std::string(most_file_bytes + 1, 'x'))
                  .why()
                  .reason == Reason::too_large);
        REQUIRE(office.messages.add_file(hana.id, "later.txt", "later"));
        circle.clock.advance(milliseconds{25L * 3600 * 1000});
        office.messages.tidy();
        CHECK(count(office, "message_file") == 2);
    });
}

TEST_CASE("One's own card can be sent; another's only to those who may see it") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        card::CardBody hidden;
        hidden.name.family = "内緒";
        hidden.name.given = "者";
        hidden.show = {{"name", card::Tier::exchanged}};
        auto const mei = circle.settle(hidden);
        auto const open = circle.settle("公開", "者");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        auto const thread = office.pair(hana, ken);
        auto const send_card = [&](MemberId of, std::string client_id) {
            NewMessage typed;
            typed.client_id = std::move(client_id);
            typed.card = of;
            return office.messages.send(hana.id, thread, typed);
        };
        REQUIRE(send_card(hana.id, "own"));
        REQUIRE(send_card(open.id, "open"));
        auto const refused = send_card(mei.id, "hidden");
        REQUIRE_FALSE(refused);
        CHECK(refused.why().message.msgid.find("introduction") != std::string::npos);
        CHECK_FALSE(send_card(MemberId{12345}, "nobody"));
        auto const page = office.messages.messages(ken.id, thread, {}, 10);
        CHECK(page->messages[0].about.card.name.family == "山田");
        CHECK(page->messages.size() == 2);
    });
}

TEST_CASE(
    "A search finds any spelling in what I can read, and a draft is not lost in two windows") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        office.send(hana, thread, "ﾐﾂﾓﾘを送ります");
        office.send(ken, thread, "見本ＡＢＣの件");
        CHECK(office.found(ken, "みつもり") == Texts{"ﾐﾂﾓﾘを送ります"});
        CHECK(office.found(hana, "abc") == Texts{"見本ＡＢＣの件"});
        CHECK(office.found(hana, "件 ABC") == Texts{"見本ＡＢＣの件"});
        CHECK(office.found(hana, "ない").empty());
        CHECK(office.found(hana, " ").empty());

        REQUIRE(office.messages.keep_draft(hana.id, thread, "書きかけ"));
        CHECK(office.messages.thread(hana.id, thread)->draft == "書きかけ");
        CHECK(office.messages.thread(ken.id, thread)->draft.empty());
        auto const only_if = [](std::string expected) {
            return [expected](std::string const &stored) -> Done {
                if (stored == expected) return {};
                return Refusal{Reason::conflict, "changed"};
            };
        };
        CHECK_FALSE(office.messages.keep_draft(hana.id, thread, "別の窓", only_if("")));
        CHECK(office.messages.keep_draft(hana.id, thread, "続き", only_if("書きかけ")));
        CHECK(office.messages.thread(hana.id, thread)->draft == "続き");
    });
}

TEST_CASE("Who floods others waits, and is told how long") {
    tests::in_each_circle([](tests::Circle &circle) {
        Options options;
        options.messages_a_minute = 3;
        PostOffice office{circle, options};
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健");
        circle.exchange_cards(hana, ken);
        auto const thread = office.pair(hana, ken);
        for (int i = 0; i < 3; ++i)
            REQUIRE(office.try_send(hana, thread, "急ぎ", std::to_string(i)));
        auto const refused = office.try_send(hana, thread, "急ぎ");
        REQUIRE_FALSE(refused);
        CHECK(refused.why().reason == Reason::too_many);
        CHECK(refused.why().retry_after == seconds{60});
        circle.clock.advance(milliseconds{61'000});
        CHECK(office.try_send(hana, thread, "落ち着きました"));
    });
}

TEST_CASE("What a member wrote stays with its readers when she leaves, under the name she had") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        auto const hana = circle.settle("山田", "花"), ken = circle.settle("佐藤", "健"),
                   mei = circle.settle("鈴木", "芽");
        circle.exchange_cards(hana, ken);
        circle.exchange_cards(hana, mei);
        auto const pair = office.pair(hana, ken), several = office.several(hana, {ken, mei});
        office.send(hana, pair, "お元気で");
        office.send(hana, several, "会をよろしく");
        office.leave_network(hana);
        CHECK(office.read(ken, pair) == Texts{"お元気で"});
        CHECK(office.read(mei, several) == Texts{"[made]", "会をよろしく", "[left]", "[handed]"});
        auto const thread = office.messages.thread(mei.id, several);
        CHECK(thread->owner == ken.id);
        CHECK(thread->members.size() == 2);
        for (auto const &[who, id] : {std::pair{ken, pair}, std::pair{mei, several}}) {
            auto const page = office.messages.messages(who.id, id, {}, 10);
            auto const &from = page->messages[page->messages.size() > 1 ? 1 : 0].from;
            CHECK(from.has_left);
            CHECK(from.former_ja == "山田 花");
        }
        CHECK_FALSE(office.try_send(ken, pair, "届きますか"));
        CHECK(count(office, "message where member_id = " + hana.id.text()) == 0);
        CHECK(count(office, "thread_side where member_id = " + hana.id.text()) == 0);
        office.leave_network(ken);
        office.leave_network(mei);
        for (auto const *table : {"thread", "thread_member", "thread_side", "message",
                                  "message_former", "message_file"})
            CHECK(count(office, table) == 0);
    });
}

TEST_CASE("A hundred messages at once, many sent twice, are stored once each and in one order") {
    in_each_office([](PostOffice &office) {
        auto &circle = office.circle;
        std::vector<Member> people;
        for (int i = 0; i < 4; ++i) people.push_back(circle.settle("会員", std::to_string(i)));
        for (int i = 1; i < 4; ++i)
            circle.exchange_cards(people[0], people[static_cast<std::size_t>(i)]);
        auto const thread = office.several(people[0], {people[1], people[2], people[3]}, "皆で");
        std::vector<std::thread> senders;
        std::atomic<int> failed{0}, fresh{0};
        for (std::size_t sender = 0; sender < 10; ++sender) {
            senders.emplace_back([&, sender] {
                // Two senders share each person, and send the same twenty messages.
                auto const &from = people[sender / 2 % people.size()];
                for (int i = 0; i < 10; ++i) {
                    NewMessage typed;
                    typed.text = "文" + std::to_string(i);
                    typed.client_id = std::to_string(sender / 2) + "-" + std::to_string(i);
                    auto const sent = office.messages.send(from.id, thread, typed);
                    if (!sent)
                        ++failed;
                    else if (sent->is_new)
                        ++fresh;
                }
            });
        }
        for (auto &one : senders) one.join();
        CHECK(failed == 0);
        CHECK(fresh == 50);
        auto const order = [&](Member const &who) {
            std::vector<std::pair<std::int64_t, MessageId>> out;
            auto const page = office.messages.messages(who.id, thread, {}, 1000);
            for (auto const &one : page->messages) out.emplace_back(one.seq, one.id);
            return out;
        };
        auto const expected = order(people[0]);
        REQUIRE(expected.size() == 51); // and the line that says who made it
        for (std::size_t i = 0; i < expected.size(); ++i)
            CHECK(expected[i].first == static_cast<std::int64_t>(i) + 1);
        for (auto const &one : people) CHECK(order(one) == expected);
        for (auto const &one : people) {
            CHECK(office.messages.unread(one.id) == office.unread(one, thread));
        }
    });
}
