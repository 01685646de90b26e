// SPDX-License-Identifier: Apache-2.0
#include "guest/guest.hpp"

#include "guest/carried.hpp"
#include "guest/guest_form.hpp"
#include "guest/queries.hpp"
#include "support/circle.hpp"
#include "vcard/qr_text.hpp"

using namespace goen;
using namespace goen::guest;
using tests::Circle;
using tests::in_each_circle;

namespace {

constexpr char const *peer = "192.0.2.7";

class Pockets final : public mail::Postman {
public:
    bool post(mail::Letter letter) override {
        letters.push_back(std::move(letter));
        return true;
    }
    std::vector<mail::Letter> letters;
};

struct Reception {
    explicit Reception(Circle &circle)
        : c(circle), guests(c.database, c.cards, c.contacts, c.exchange, c.policy, c.accounts,
                            postman, c.ids, c.clock, c.random) {
        c.accounts.on_join(
            [this](store::Writer &writer, MemberId member, names::PersonName const &name) {
                card::make_first_card(writer, c.cards, member, name, c.clock.now());
                guests.joined(writer, member);
            });
        c.cards.on_change(card::Cards::Order::others,
                          [this](store::Writer &writer, card::Cards::Change const &change) {
                              guests.card_changed(writer, change);
                          });
    }
    Circle &c;
    Pockets postman;
    Guests guests;

    // The guest's accepted contact in the book of `me`, met by a code in Tokyo.
    ContactId take_in(tests::Member const &me, http::Params const &typed) {
        auto const code = c.exchange.show_code(me.id, me.card, 10, 0, "東京商工会議所");
        REQUIRE(code);
        auto const left = left_card(typed);
        REQUIRE(left);
        REQUIRE(guests.leave(code->secret, *left, i18n::Language::ja, peer));
        auto const id = guests.accept(me.id, guests.list(me.id).front().id);
        REQUIRE(id);
        return *id;
    }
    std::string secret_of_newest_letter() const {
        auto const &text = postman.letters.back().text;
        auto const at = text.find("/claim/") + 7;
        return text.substr(at, text.find('\n', at) - at);
    }
    Result<account::Accounts::Joined> join(std::string email, std::string_view secret) {
        account::NewMember member;
        member.email = std::move(email), member.password = "ten thousand cranes";
        member.name.family = "鈴木", member.name.given = "一郎", member.name.family_kana = "すずき",
        member.name.given_kana = "いちろう";
        return c.accounts.join(member, secret, "", peer, "");
    }
};

void at_the_reception(std::function<void(Reception &)> const &body) {
    in_each_circle([&](Circle &circle) {
        Reception reception{circle};
        body(reception);
    });
}

http::Params typed(std::vector<std::pair<std::string, std::string>> fields) {
    http::Params form;
    for (auto &[name, value] : fields) form.add(std::move(name), std::move(value));
    return form;
}
http::Params suzuki() {
    return typed({{"name", "鈴木 一郎"},
                  {"company", "株式会社鈴木"},
                  {"email", "ichiro@suzuki.example"},
                  {"phone", "090-1111-2222"},
                  {"word", "先日はありがとうございました。"}});
}
std::string fault(Result<LeftCard> const &left, std::string_view field) {
    if (left) return "";
    for (auto const &error : left.why().fields) {
        if (error.field == field) return error.why.msgid;
    }
    return "";
}

} // namespace

TEST_CASE("Every query about guests prepares on both engines") {
    tests::prepares_on_both(sql::all);
}

TEST_CASE("A name on one line is taken apart as people of each country write it") {
    auto const is = [](std::string_view line, char const *family, char const *given,
                       char const *middle, names::Order order) {
        auto const name = name_parts(line);
        CHECK(name.family == family);
        CHECK(name.given == given);
        CHECK(name.middle == middle);
        CHECK(name.order == order);
    };
    using names::Order;
    is("山田 太郎", "山田", "太郎", "", Order::family_first);
    is("　髙﨑　花　", "髙﨑", "花", "", Order::family_first);
    is("山田", "山田", "", "", Order::family_first);
    is("Maria Garcia", "Garcia", "Maria", "", Order::given_first);
    is("Maria José Garcia", "Garcia", "Maria", "José", Order::given_first);
    is("YAMADA Taro", "YAMADA", "Taro", "", Order::family_first);
    is("Taro YAMADA", "YAMADA", "Taro", "", Order::given_first);
    is("Garcia, Maria", "Garcia", "Maria", "", Order::family_first);
    is("Suharto", "Suharto", "", "", Order::family_first);
    is("ジョン スミス", "ジョン", "スミス", "", Order::family_first);
}

TEST_CASE("A guest needs a name and one way to be reached, and nothing else") {
    CHECK(left_card(typed({{"name", "鈴木"}, {"phone", "03-0000-0000"}})));
    CHECK(left_card(typed({{"name", "鈴木"}, {"email", "a@suzuki.example"}})));
    CHECK(fault(left_card(typed({{"name", " 　"}, {"email", "a@suzuki.example"}})), "name") ==
          "Please enter your name.");
    auto const nothing = left_card(typed({}));
    CHECK_FALSE(fault(nothing, "name").empty());
    CHECK_FALSE(fault(nothing, "email").empty());
    auto const left = left_card(suzuki());
    REQUIRE(left);
    CHECK(left->body.name.family == "鈴木");
    CHECK(left->body.phones.at(0).label == "mobile");
    CHECK(left->body.ja.positions.at(0).company == "株式会社鈴木");
    CHECK(left_card(
              typed({{"name", "Maria Garcia"}, {"company", "Rei Ltd."}, {"phone", "03-0000-0000"}}))
              ->body.en.positions.at(0)
              .company == "Rei Ltd.");
}

TEST_CASE("A guest may say how the name is read, in the order of the name") {
    http::Params form;
    form.add("name", "髙﨑 花子"), form.add("kana", "タカサキ　はなこ"),
        form.add("phone", "０９０-1234-5678");
    auto const left = left_card(form);
    REQUIRE(left);
    CHECK(left->body.name.family_kana == "たかさき");
    CHECK(left->body.name.given_kana == "はなこ");
    CHECK(left->body.phones.at(0).value == "090-1234-5678");

    http::Params western;
    western.add("name", "Maria Garcia"), western.add("kana", "マリア ガルシア"),
        western.add("email", "maria@mihon.example");
    auto const maria = left_card(western);
    REQUIRE(maria);
    CHECK(maria->body.name.given_kana == "まりあ");
    CHECK(maria->body.name.family_kana == "がるしあ");

    http::Params wrong;
    wrong.add("name", "髙﨑"), wrong.add("kana", "takasaki"), wrong.add("phone", "03-1234-5678");
    auto const refused = left_card(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.why().fields.at(0).field == "kana");
}

TEST_CASE("What cannot be on a card is refused beside its field") {
    CHECK_FALSE(
        fault(left_card(typed({{"name", "鈴木🎉"}, {"phone", "03-0000-0000"}})), "name").empty());
    CHECK_FALSE(fault(left_card(typed({{"name", "鈴木"}, {"phone", "*#06#"}})), "phone").empty());
    CHECK_FALSE(
        fault(left_card(typed({{"name", "鈴木"}, {"email", "a@b.example, c@d.example"}})), "email")
            .empty());
    CHECK_FALSE(
        fault(left_card(typed({{"name", "鈴木"}, {"email", "a@b.example\r\nBcc: x@y.example"}})),
              "email")
            .empty());
    CHECK_FALSE(fault(left_card(typed(
                          {{"name", "鈴木"}, {"phone", "03-0000-0000"}, {"company", "a\u202Eb"}})),
                      "company")
                    .empty());
    CHECK_FALSE(
        fault(left_card(typed(
                  {{"name", "鈴木"}, {"phone", "03-0000-0000"}, {"word", std::string(501, 'a')}})),
              "word")
            .empty());
    CHECK_FALSE(
        fault(left_card(typed({{"name", std::string(3000, 'a')}, {"phone", "03-0000-0000"}})),
              "name")
            .empty());
}

TEST_CASE("A link shows what everyone sees and the name, until its owner ends it") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花"), ken = r.c.settle("渡邉", "健");
        CHECK_FALSE(r.guests.make_link(ken.id, hana.card)); // not his card
        auto const secret = r.guests.make_link(hana.id, hana.card);
        REQUIRE(secret);
        CHECK(*r.guests.make_link(hana.id, hana.card) == *secret); // the one there is
        auto const seen = r.guests.shown(*secret);
        REQUIRE(seen);
        CHECK(seen->owner == hana.id);
        CHECK(seen->body.name.family == "髙﨑");
        CHECK(seen->body.emails.empty());
        CHECK(seen->body.phones.empty());
        CHECK(seen->body.ja.positions.empty());

        REQUIRE(r.guests.end_link(ken.id, hana.card)); // changes nothing of hers
        CHECK(r.guests.shown(*secret));
        REQUIRE(r.guests.end_link(hana.id, hana.card));
        CHECK_FALSE(r.guests.shown(*secret));
        CHECK(*r.guests.make_link(hana.id, hana.card) != *secret);
        for (auto const *wrong : {"", "482913", "x", "../../etc/passwd"})
            CHECK_FALSE(r.guests.shown(wrong));
        CHECK(r.guests.shown(std::string(43, 'a')).why().message.msgid ==
              r.guests.shown("x").why().message.msgid);
    });
}

TEST_CASE("A name that is not for everyone is shown by a link, but not to previews") {
    at_the_reception([](Reception &r) {
        card::CardBody body;
        body.name.family = "神谷";
        body.emails = {{"work", "open@mihon.example"}};
        body.show = {{"name", card::Tier::exchanged}, {"emails", card::Tier::none}};
        auto const mei = r.c.settle(body);
        auto const seen = r.guests.shown(*r.guests.make_link(mei.id, mei.card));
        REQUIRE(seen);
        CHECK(seen->body.name.family == "神谷");
        CHECK(seen->to_all.name.empty());
        CHECK(seen->body.emails.size() == 1);
    });
}

TEST_CASE("A code opens its card to a guest while it lives, and is not used up by looking") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花"), ken = r.c.settle("渡邉", "健");
        auto const code = r.c.exchange.show_code(hana.id, hana.card, 10, 1, "展示会");
        REQUIRE(code);
        auto const seen = r.guests.shown(code->secret);
        REQUIRE(seen);
        CHECK(seen->is_code);
        CHECK(seen->place == "展示会");
        REQUIRE(r.guests.leave(code->secret, *left_card(suzuki()), i18n::Language::ja, peer));
        CHECK(r.c.exchange.redeem(ken.id, code->secret, ken.card, "", peer));
        CHECK_FALSE(r.guests.shown(code->secret)); // for one person
        auto const other = r.c.exchange.show_code(hana.id, hana.card, 10, 0, "");
        r.c.clock.advance(seconds{601});
        CHECK_FALSE(r.guests.shown(other->secret));
    });
}

TEST_CASE("A removed card has no link any more") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花");
        auto const second = r.c.cards.make(hana.id, r.c.cards.of(hana.id).front().live.body);
        REQUIRE(second);
        auto const secret = r.guests.make_link(hana.id, second->id);
        REQUIRE(r.c.cards.remove(hana.id, second->id));
        CHECK_FALSE(r.guests.shown(*secret));
        CHECK_FALSE(r.guests.link(hana.id, second->id));
    });
}

TEST_CASE("A guest's card waits once, becomes a contact with its first ledger entry, or is gone") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花"), ken = r.c.settle("渡邉", "健");
        auto const code = r.c.exchange.show_code(hana.id, hana.card, 10, 0, "展示会");
        auto const left = left_card(suzuki());
        REQUIRE(r.guests.leave(code->secret, *left, i18n::Language::ja, peer));
        REQUIRE(r.guests.leave(code->secret, *left, i18n::Language::ja, peer)); // a second tap
        CHECK(r.guests.waiting(hana.id) == 1);
        CHECK(r.guests.waiting(ken.id) == 0);
        auto const waiting = r.guests.list(hana.id);
        REQUIRE(waiting.size() == 1);
        CHECK(waiting[0].word == "先日はありがとうございました。");
        CHECK(waiting[0].by_code);
        CHECK_FALSE(r.guests.accept(ken.id, waiting[0].id)); // not left for him
        CHECK_FALSE(r.guests.decline(ken.id, waiting[0].id));

        auto const id = r.guests.accept(hana.id, waiting[0].id);
        REQUIRE(id);
        CHECK_FALSE(r.guests.accept(hana.id, waiting[0].id));
        CHECK(r.guests.waiting(hana.id) == 0);
        auto const contact = r.c.contacts.find(hana.id, *id);
        REQUIRE(contact);
        CHECK_FALSE(contact->is_member);
        CHECK(contact->body.emails.at(0).value == "ichiro@suzuki.example");
        REQUIRE(contact->met.size() == 1);
        CHECK(contact->met[0].place == "展示会");
        CHECK(contact->met[0].note == "先日はありがとうございました。");
        // The card as it was left stays, whatever is written over it.
        auto changed = contact->body;
        changed.emails.clear();
        REQUIRE(r.c.contacts.edit(hana.id, *id, {.body = changed}));
        auto const ledger = r.c.contacts.ledger(hana.id, *id);
        REQUIRE(ledger);
        REQUIRE(ledger->size() == 1);
        CHECK(ledger->at(0).body == left->body);

        REQUIRE(r.guests.leave(code->secret,
                               *left_card(typed({{"name", "迷惑"}, {"phone", "03-0000-0000"}})),
                               i18n::Language::ja, peer));
        REQUIRE(r.guests.decline(hana.id, r.guests.list(hana.id).at(0).id));
        CHECK(r.guests.waiting(hana.id) == 0);
        CHECK(r.postman.letters.empty()); // nothing was ever sent to anybody
    });
}

TEST_CASE("An address that leaves very many cards is asked to wait, and others are not") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花");
        auto const secret = r.guests.make_link(hana.id, hana.card);
        auto const leave = [&](int n, char const *from) {
            auto const left = left_card(
                typed({{"name", "迷惑"}, {"phone", "03-0000-" + std::to_string(1000 + n)}}));
            return r.guests.leave(*secret, *left, i18n::Language::ja, from);
        };
        for (int i = 0; i < from_one_address; ++i) REQUIRE(leave(i, peer));
        auto const too_many = leave(999, peer);
        REQUIRE_FALSE(too_many);
        CHECK(too_many.why().reason == Reason::too_many);
        CHECK(too_many.why().retry_after > seconds{0});
        CHECK(leave(1000, "198.51.100.9"));
        int taken = from_one_address + 1;
        for (int i = 0;
             i < by_one_link && leave(2000 + i, ("203.0.113." + std::to_string(i)).c_str()); ++i)
            ++taken;
        CHECK(taken <= by_one_link); // from however many addresses
        r.c.clock.advance(seconds{3601});
        CHECK(leave(5000, peer));
        CHECK(r.guests.list(hana.id, {}, 10).size() == 10);
        auto const page = r.guests.list(hana.id, {}, 10);
        CHECK(r.guests.list(hana.id, page.back().id, 10).front().id < page.back().id);
        r.c.clock.advance(std::chrono::days{91});
        r.guests.tidy();
        CHECK(r.guests.waiting(hana.id) == 0);
    });
}

TEST_CASE(
    "One letter goes out when the member decides so, and a second only when the first has ended") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花");
        auto const contact = r.take_in(hana, suzuki());
        auto const shown = r.guests.invitation(hana.id, contact);
        REQUIRE(shown);
        CHECK_FALSE(shown->why_not);
        CHECK(shown->letter.to == "ichiro@suzuki.example");
        CHECK(r.postman.letters.empty());
        REQUIRE(r.guests.invite(hana.id, contact));
        REQUIRE(r.postman.letters.size() == 1);
        auto const &letter = r.postman.letters[0];
        CHECK(letter.subject == shown->letter.subject);
        // What was shown is what went out, but for the link.
        auto const cut = shown->letter.text.find("/claim/");
        CHECK(letter.text.substr(0, cut) == shown->letter.text.substr(0, cut));
        CHECK(letter.text.find("髙﨑") != letter.text.npos);
        CHECK(letter.text.find("@mihon.example") == letter.text.npos); // hers is not for everyone

        CHECK(r.guests.invite(hana.id, contact).why().reason == Reason::conflict);
        r.c.clock.advance(std::chrono::days{31});
        REQUIRE(r.guests.invite(hana.id, contact));
        r.c.clock.advance(std::chrono::days{31});
        CHECK_FALSE(r.guests.invite(hana.id, contact));
        CHECK(r.postman.letters.size() == 2);

        auto const by_phone = r.take_in(hana, typed({{"name", "佐藤"}, {"phone", "03-0000-0000"}}));
        CHECK(r.guests.invitation(hana.id, by_phone)->why_not);
        CHECK_FALSE(r.guests.invite(hana.id, by_phone));
        contacts::Edit own;
        own.body = left_card(suzuki())->body;
        auto const typed_in = r.c.contacts.add(hana.id, own); // typed in by herself: never mailed
        CHECK_FALSE(r.guests.invite(hana.id, *typed_in));
        CHECK_FALSE(r.guests.invitation(r.c.settle("渡邉", "健").id, contact));
    });
}

TEST_CASE("One address is not written to by member after member") {
    at_the_reception([](Reception &r) {
        int sent = 0;
        for (int i = 0; i < 8; ++i) {
            auto const member = r.c.settle("山田", "花");
            if (r.guests.invite(member.id, r.take_in(member, suzuki()))) ++sent;
        }
        CHECK(sent == 5);
        CHECK(r.postman.letters.size() == 5);
    });
}

TEST_CASE("A guest who joins by her letter finds the tie, and the member her memo, tags and where "
          "they met") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花");
        auto const contact = r.take_in(hana, suzuki());
        REQUIRE(r.c.contacts.edit(
            hana.id, contact,
            {.memo = "甘いものがお好き", .tags = std::vector<std::string>{"展示会"}}));
        auto changed = r.c.contacts.find(hana.id, contact)->body;
        changed.phones.push_back({"fax", "03-9999-0000"});
        REQUIRE(r.c.contacts.edit(hana.id, contact, {.body = changed}));
        REQUIRE(r.guests.invite(hana.id, contact));
        auto const secret = r.secret_of_newest_letter();
        auto const claim = r.guests.claim(secret);
        REQUIRE(claim);
        CHECK(claim->inviter == hana.id);
        CHECK(claim->body.emails.empty());
        r.c.clock.advance(std::chrono::days{3});

        auto const joined = r.join("Ichiro@suzuki.example", secret);
        REQUIRE(joined);
        REQUIRE(joined->logged_in); // the letter's address needs no second letter
        auto const ichiro = joined->logged_in->member;
        CHECK_FALSE(r.guests.claim(secret));
        CHECK(r.c.torn().empty());

        auto const hers = r.c.look(hana.id, ichiro);
        CHECK(hers.is_tied());
        CHECK(hers.card().emails.at(0).value ==
              "ichiro@suzuki.example");                   // what she left is on her card
        CHECK_FALSE(r.c.contacts.find(hana.id, contact)); // one line, not two
        auto const line = r.c.contacts.find(hana.id, ContactId{ichiro.value});
        REQUIRE(line);
        CHECK(line->is_live);
        CHECK(line->memo == "甘いものがお好き");
        CHECK(line->tags == std::vector<std::string>{"展示会"});
        REQUIRE(line->met.size() == 1);
        CHECK(line->met[0].place == "東京商工会議所");
        CHECK(line->met[0].note == "先日はありがとうございました。");
        auto const ledger = r.c.contacts.ledger(hana.id, ContactId{ichiro.value});
        REQUIRE(ledger);
        REQUIRE(ledger->size() == 3); // as left, as she had added to it, as exchanged
        CHECK(ledger->at(0).body.phones.size() == 1);
        CHECK(ledger->at(1).body.phones.size() == 2);
        CHECK(ledger->at(2).tier == card::Tier::exchanged);
        contacts::Ask ask;
        ask.q = "甘いもの";
        CHECK(r.c.contacts.list(hana.id, ask, i18n::Language::ja)->lines.size() == 1);

        auto const his = r.c.contacts.find(ichiro, ContactId{hana.id.value});
        REQUIRE(his);
        CHECK(his->is_live);
        CHECK_FALSE(his->body.emails.empty()); // as people see it after an exchange
        REQUIRE(his->met.size() == 1);
        CHECK(his->met[0].place == "東京商工会議所");
        CHECK(iso_date(*his->met[0].on) == "2026-10-03"); // the day they met, not the day he joined
    });
}

TEST_CASE("Whoever joins with another address has the tie, but must type the card anew") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花");
        REQUIRE(r.guests.invite(hana.id, r.take_in(hana, suzuki())));
        REQUIRE(r.join("other@suzuki.example", r.secret_of_newest_letter()));
        auto const book = r.c.contacts.list(hana.id, {}, i18n::Language::ja);
        REQUIRE(book->lines.size() == 1);
        auto const line = r.c.contacts.find(hana.id, book->lines[0].id);
        CHECK(line->is_live);
        CHECK(line->body.emails.empty());
        CHECK(r.c.contacts.ledger(hana.id, book->lines[0].id)->at(0).body.emails.size() == 1);
    });
}

TEST_CASE("A guest whom the member has taken out of her book joins without a tie") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花");
        auto const contact = r.take_in(hana, suzuki());
        REQUIRE(r.guests.invite(hana.id, contact));
        REQUIRE(r.c.contacts.remove(hana.id, contact));
        auto const joined = r.join("ichiro@suzuki.example", r.secret_of_newest_letter());
        REQUIRE(joined);
        CHECK_FALSE(r.c.look(hana.id, joined->logged_in->member).is_tied());
        CHECK(r.c.contacts.list(hana.id, {}, i18n::Language::ja)->lines.empty());
    });
}

TEST_CASE("A guest who has an account already takes the claim with it, once") {
    at_the_reception([](Reception &r) {
        auto const hana = r.c.settle("髙﨑", "花"), ken = r.c.settle("渡邉", "健"),
                   mei = r.c.settle("神谷", "芽衣");
        REQUIRE(r.guests.invite(hana.id, r.take_in(hana, suzuki())));
        auto const secret = r.secret_of_newest_letter();
        CHECK_FALSE(r.guests.take_claim(hana.id, secret)); // her own
        REQUIRE(r.c.exchange.block(hana.id, mei.id));
        CHECK_FALSE(r.guests.take_claim(mei.id, secret)); // whom she has blocked
        auto const tie = r.guests.take_claim(ken.id, secret);
        REQUIRE(tie);
        CHECK(tie->other == hana.id);
        CHECK(r.c.look(ken.id, hana.id).is_tied());
        CHECK(r.c.contacts.find(hana.id, ContactId{ken.id.value})->met.size() == 1);
        CHECK_FALSE(r.guests.take_claim(r.c.settle("佐藤", "蓮").id, secret));
        CHECK(r.c.torn().empty());
    });
}

TEST_CASE("A card that is carried away holds what was shown and no more") {
    auto const left = left_card(suzuki());
    REQUIRE(left);
    auto const file = vcard_file(left->body, i18n::Language::ja);
    CHECK(file.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\n"));
    CHECK(file.find("ichiro@suzuki.example") != file.npos);
    CHECK(file.find("株式会社鈴木") != file.npos);
    auto body = left->body;
    body.show = {{"name", card::Tier::none}};
    auto const cut = vcard_file(card::seen(body, card::Tier::none), i18n::Language::ja);
    CHECK(cut.find("鈴木") != cut.npos);
    CHECK(cut.find("suzuki.example") == cut.npos);
    CHECK(cut.find("090") == cut.npos);
    CHECK(vcard::mecard(person_of(left->body, i18n::Language::ja))
              .starts_with("MECARD:N:鈴木,一郎;"));
}
