// SPDX-License-Identifier: Apache-2.0
// Answers by mail, from the bytes of a letter to what others read.
#include "answering/answering.hpp"

#include "answering/answer_word.hpp"
#include "answering/queries.hpp"
#include "base/text.hpp"
#include "message/testing_messages.hpp"
#include "support/darkroom.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace goen;
using namespace goen::answering;
using letter::Answer;
using message::testing::PostOffice;
using Texts = std::vector<std::string>;

namespace {

class Pockets final : public mail::Postman {
public:
    bool post(mail::Letter letter) override {
        letters.push_back(std::move(letter));
        return true;
    }
    std::size_t to(std::string_view address) const {
        return static_cast<std::size_t>(
            std::count_if(letters.begin(), letters.end(),
                          [&](mail::Letter const &one) { return one.to == address; }));
    }
    std::vector<mail::Letter> letters;
};

// Hana and Ken, who have exchanged cards, and the pipe of a mail server.
struct Pipe {
    explicit Pipe(tests::Circle &the_circle, std::string trust = {})
        : circle(the_circle), office(circle),
          addresses(circle.database, circle.clock, circle.random, "reply.goen.example"),
          bounces(circle.database, addresses, circle.clock),
          answers({circle.database, circle.accounts, circle.cards, circle.exchange, office.feed,
                   office.messages, addresses, bounces, postman, circle.clock},
                  {std::move(trust), "goen.example"}),
          hana(circle.settle("山田", "花")), ken(circle.settle("佐藤", "健")) {
        addresses.prepare();
        circle.accounts.on_leave(account::Accounts::LeaveOrder::others,
                                 [this](store::Writer &writer, MemberId member) {
                                     answers.member_leaves(writer, member);
                                 });
        circle.exchange_cards(hana, ken);
        thread = office.pair(ken, hana);
        office.send(ken, thread, "明日の会は");
        mail = circle.accounts.find(hana.id)->email;
    }
    std::string to_thread() {
        return addresses.for_reply(hana.id, {Answer::To::thread, thread.value});
    }
    // What a mail program sends.
    std::string letter(std::string const &to, std::string const &text, std::string from = {},
                       std::string const &more = {}) {
        if (from.empty()) from = mail;
        return "From: Hana <" + from + ">\r\nTo: " + to + "\r\nSubject: Re: goen\r\nMessage-ID: <" +
               std::to_string(++count) + "@mihon.example>\r\nMIME-Version: 1.0\r\n" + more +
               "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text +
               "\r\n\r\nOn Nov 29, 2026, goen wrote:\r\n> old\r\n";
    }
    Outcome take(std::string const &bytes, std::string const &to = {},
                 std::string const &from = "a@b.example") {
        circle.clock.advance(milliseconds{1'000});
        return answers.take(bytes, {from, to});
    }
    Texts texts() { return office.read(ken, thread); }

    tests::Circle &circle;
    PostOffice office;
    Pockets postman;
    letter::SignedAddresses addresses;
    letter::Bounces bounces;
    Answering answers;
    tests::Member hana, ken;
    message::ThreadId thread;
    std::string mail;
    int count = 0;
};

void in_each(std::function<void(Pipe &)> const &body, std::string trust = {}) {
    tests::in_each_circle([&](tests::Circle &circle) {
        Pipe pipe{circle, trust};
        body(pipe);
    });
}

std::string sample(std::string const &name) {
    std::ifstream in{"tests/samples/mail_in/" + name, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    REQUIRE_MESSAGE(!bytes.empty(), name);
    return bytes;
}

} // namespace

TEST_CASE("Every query prepares on both engines") { tests::prepares_on_both(sql::all); }

TEST_CASE("Hana answers by mail: her words become a message, once, however often they arrive") {
    in_each([](Pipe &pipe) {
        auto const to = pipe.to_thread();
        auto const bytes = pipe.letter(to, "出席します。");
        CHECK(pipe.take(bytes, to) == Outcome::done);
        CHECK(pipe.take(bytes, to) == Outcome::done);
        CHECK(pipe.take(bytes) == Outcome::done); // the address in To: alone
        CHECK(pipe.texts() == Texts{"明日の会は", "出席します。"});
        // Another letter with the same words is another message; phones fold the case.
        std::string folded = to;
        for (auto &c : folded) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        CHECK(pipe.take(pipe.letter(folded, "出席します。"), folded) == Outcome::done);
        CHECK(pipe.texts().size() == 3);
        CHECK(pipe.postman.letters.empty());
        CHECK(pipe.take(pipe.letter(to, ""), to) == Outcome::refused);
        REQUIRE(pipe.postman.letters.size() == 1);
        CHECK(pipe.postman.letters[0].reply_to == to);
        CHECK(pipe.postman.letters[0].references == Texts{"3@mihon.example"});
    });
}

TEST_CASE("Files come with a message") {
    in_each([](Pipe &pipe) {
        auto bytes = sample("iphone_photo.eml");
        auto const from = bytes.find("hana@mihon.example");
        bytes.replace(from, 18, pipe.mail);
        CHECK(pipe.take(bytes, pipe.to_thread()) == Outcome::done);
        auto const page = pipe.office.messages.messages(pipe.ken.id, pipe.thread, {}, 10);
        REQUIRE(page);
        CHECK(page->messages.back().text == "写真です");
        REQUIRE(page->messages.back().files.size() == 2); // not a real photograph: kept as a file
        CHECK(page->messages.back().files[1].name == "名簿.pdf");
    });
}

TEST_CASE(
    "An answer under somebody else's address is refused and told once a day; no other token is "
    "taken") {
    in_each([](Pipe &pipe) {
        auto const to = pipe.to_thread();
        for (int i = 0; i < 3; ++i)
            CHECK(pipe.take(pipe.letter(to, "偽物です", "eve@evil.example"), to) ==
                  Outcome::refused);
        CHECK(pipe.postman.to("eve@evil.example") == 1);
        CHECK(pipe.postman.letters[0].reply_to.empty());
        // Ken is a member, too, and holds no key of Hana's.
        auto const kens = pipe.circle.accounts.find(pipe.ken.id)->email;
        CHECK(pipe.take(pipe.letter(to, "偽物です", kens), to) == Outcome::refused);
        auto forged = to;
        forged[10] = forged[10] == 'a' ? 'b' : 'a';
        CHECK(pipe.take(pipe.letter(forged, "x"), forged) == Outcome::nobody);
        CHECK(pipe.take(pipe.letter("info@reply.goen.example", "x"), "info@reply.goen.example") ==
              Outcome::nobody);
        CHECK(pipe.texts().size() == 1);
        pipe.circle.clock.advance(std::chrono::hours{25});
        CHECK(pipe.take(pipe.letter(to, "偽物です", "eve@evil.example"), to) == Outcome::refused);
        CHECK(pipe.postman.to("eve@evil.example") == 2);
        pipe.circle.clock.advance(std::chrono::hours{24 * 91});
        CHECK(pipe.take(pipe.letter(to, "遅い返事"), to) == Outcome::refused);
        CHECK(pipe.postman.to(pipe.mail) == 1);
        CHECK(pipe.texts().size() == 1);
    });
}

TEST_CASE("What the trusted mail server says of a sender can refuse a letter, silently") {
    in_each(
        [](Pipe &pipe) {
            auto const to = pipe.to_thread();
            auto const says = [](std::string const &result) {
                return "Authentication-Results: mx.goen.example; " + result + "\r\n";
            };
            CHECK(pipe.take(pipe.letter(to, "偽", "", says("dmarc=fail")), to) == Outcome::refused);
            CHECK(pipe.take(pipe.letter(to, "偽", "eve@evil.example", says("spf=none")), to) ==
                  Outcome::refused);
            CHECK(pipe.postman.letters.empty());
            CHECK(pipe.texts().size() == 1);
            CHECK(pipe.take(pipe.letter(to, "本物", "", says("dmarc=pass")), to) == Outcome::done);
            CHECK(pipe.texts().back() == "本物");
        },
        "mx.goen.example");
}

TEST_CASE("Machines and lists are never answered, and say nothing here") {
    in_each([](Pipe &pipe) {
        auto const to = pipe.to_thread();
        for (auto const *field :
             {"Auto-Submitted: auto-replied\r\n", "X-Goen-Loop: goen.example\r\n",
              "List-Id: <l.example>\r\n", "Precedence: bulk\r\n", "X-Spam-Flag: YES\r\n"})
            CHECK(pipe.take(pipe.letter(to, "留守です", "", field), to) == Outcome::ignored);
        CHECK(pipe.take(pipe.letter(to, "x"), to, "MAILER-DAEMON") == Outcome::ignored);
        CHECK(pipe.take("not a letter", to) == Outcome::ignored);
        CHECK(pipe.postman.letters.empty());
        CHECK(pipe.texts().size() == 1);
    });
}

TEST_CASE("An answer to a letter of yesterday is refused in today's words") {
    in_each([](Pipe &pipe) {
        auto const to = pipe.to_thread();
        REQUIRE(pipe.circle.exchange.end(pipe.hana.id, pipe.ken.id));
        CHECK(pipe.take(pipe.letter(to, "まだ届きますか"), to) == Outcome::refused);
        CHECK(pipe.take(pipe.letter(to, "まだ届きますか"), to) == Outcome::refused);
        CHECK(pipe.texts().size() == 1);
        REQUIRE(pipe.postman.letters.size() == 1); // told once a day
        CHECK(pipe.postman.letters[0].text.find("名刺を交換した方") != std::string::npos);
        // A letter that is too large to be read is refused in words, too.
        auto const large = pipe.letter(to, std::string(70u << 20, 'a'));
        CHECK(pipe.take(large, to) == Outcome::refused);
        CHECK(pipe.postman.letters.size() == 2);
    });
}

TEST_CASE("Hana comments and answers a comment by mail") {
    in_each([](Pipe &pipe) {
        feed::NewPost post;
        post.text = "新しい拠点ができました";
        auto &feed = pipe.office.feed;
        auto const posted = feed.post(pipe.ken.id, post);
        REQUIRE(posted);
        auto const to =
            pipe.addresses.for_reply(pipe.hana.id, {Answer::To::post, posted->id.value});
        auto const bytes = pipe.letter(to, "おめでとうございます");
        CHECK(pipe.take(bytes, to) == Outcome::done);
        CHECK(pipe.take(bytes, to) == Outcome::done);
        auto comments = feed.comments(pipe.ken.id, posted->id, {}, 10);
        REQUIRE(comments);
        REQUIRE(comments->comments.size() == 1);
        auto const first = comments->comments[0].id;
        auto const answer =
            pipe.addresses.for_reply(pipe.hana.id, {Answer::To::comment, first.value});
        CHECK(pipe.take(pipe.letter(answer, "また伺います"), answer) == Outcome::done);
        comments = feed.comments(pipe.ken.id, posted->id, {}, 10);
        REQUIRE(comments->comments.size() == 2);
        CHECK(comments->comments[1].reply_to == first);
        REQUIRE(pipe.circle.exchange.end(pipe.hana.id, pipe.ken.id));
        CHECK(pipe.take(pipe.letter(to, "もう一言"), to) == Outcome::refused);
        auto const gone = pipe.addresses.for_reply(pipe.hana.id, {Answer::To::comment, 4711});
        CHECK(pipe.take(pipe.letter(gone, "?"), gone) == Outcome::refused);
    });
}

TEST_CASE("A request is answered by one word, and by nothing else") {
    in_each([](Pipe &pipe) {
        auto const mei = pipe.circle.settle("林", "芽衣"), ran = pipe.circle.settle("森", "蘭");
        auto &exchange = pipe.circle.exchange;
        auto const ask = [&](tests::Member const &from) {
            auto const asked = exchange.ask(from.id, pipe.hana.id, from.card, "お願いします");
            REQUIRE(asked);
            return pipe.addresses.for_reply(pipe.hana.id, {Answer::To::request, asked->id.value});
        };
        auto const of_mei = ask(mei), of_ran = ask(ran);
        CHECK(pipe.take(pipe.letter(of_mei, "考えておきます"), of_mei) == Outcome::refused);
        REQUIRE(pipe.postman.letters.size() == 1);
        CHECK(pipe.postman.letters[0].text.find("「受ける」") != std::string::npos);
        CHECK(pipe.take(pipe.letter(of_mei, "ＯＫ。"), of_mei) == Outcome::done);
        CHECK(pipe.circle.look(pipe.hana.id, mei.id).is_tied());
        CHECK(pipe.take(pipe.letter(of_ran, "保留"), of_ran) == Outcome::done);
        CHECK(exchange.waiting(pipe.hana.id) == 0);
        CHECK(pipe.take(pipe.letter(of_ran, "辞退"), of_ran) == Outcome::done);
        CHECK(exchange.incoming(pipe.hana.id).empty());
    });
    for (auto const *word : {"受ける", "はい", "ﾊｲ", "yes", "Yes.", "ok", "accept"})
        CHECK(answer_word(word) == AnswerWord::accept);
    for (auto const *word : {"辞退", "no", "No.", "decline", "いいえ。"})
        CHECK(answer_word(word) == AnswerWord::decline);
    for (auto const *word : {"", "はい、でも", "yes but no", "受けるか迷います", "not ok"})
        CHECK_FALSE(answer_word(word));
}

TEST_CASE("Reports of failed deliveries are counted, once each") {
    in_each([](Pipe &pipe) {
        auto const report = sample("bounce.eml");
        auto const to = pipe.addresses.for_bounces(pipe.mail);
        CHECK(pipe.take(report, to, "MAILER-DAEMON") == Outcome::counted);
        CHECK(pipe.take(report, to, "MAILER-DAEMON") == Outcome::counted);
        CHECK_FALSE(pipe.bounces.is_dead(pipe.mail));
        CHECK(pipe.take(sample("bounce_delayed.eml"), to) == Outcome::counted); // not for good
        CHECK_FALSE(pipe.bounces.is_dead(pipe.mail));
        CHECK(pipe.take(sample("bounce_in_prose.eml"), to) == Outcome::counted);
        CHECK(pipe.bounces.is_dead(pipe.mail));
        CHECK(pipe.take(pipe.letter(to, "hi"), to) == Outcome::ignored);
    });
}

TEST_CASE("What is kept of answers goes when it has outlived its use, or its writer leaves") {
    in_each([](Pipe &pipe) {
        auto const to = pipe.to_thread();
        auto const bytes = pipe.letter(to, "出席");
        CHECK(pipe.take(bytes, to) == Outcome::done);
        pipe.circle.clock.advance(std::chrono::hours{24 * 101});
        pipe.answers.tidy();
        CHECK(pipe.take(bytes, to) == Outcome::refused); // its address has expired meanwhile
        CHECK(pipe.texts().size() == 2);
        pipe.office.leave_network(pipe.hana);
        CHECK(pipe.take(bytes, to) == Outcome::nobody);
    });
}
