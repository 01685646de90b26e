// SPDX-License-Identifier: Apache-2.0
#include "account/for_one.hpp"
#include "account/queries.hpp"
#include "account/testing_hall.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

using namespace goen;
using namespace goen::account;
using namespace goen::account::testing;

namespace {

bool is_confirmed(Hall &hall, std::string_view email) {
    auto const member = hall.database.read(
        [&](store::Reader &reader) { return hall.accounts.find_by_email(reader, email); });
    return member && member->is_confirmed;
}

std::int64_t members(Hall &hall) { return hall.accounts.count_members(); }

// Every text in every table of the room.
std::string everything_stored(store::Database &database) {
    static constexpr char const *tables[] = {"member",      "member_mail", "session",
                                             "api_token",   "invitation",  "letter_link",
                                             "name_record", "approval",    "journal"};
    static constexpr char const *columns[] = {"password_hash, mail, application",
                                              "mail_key",
                                              "secret_hash, device",
                                              "secret_hash, label, scopes",
                                              "secret_hash, mail, note",
                                              "secret_hash, mail, kind",
                                              "family",
                                              "decision",
                                              "kind, payload"};
    std::string all;
    database.read([&](store::Reader &reader) {
        for (std::size_t i = 0; i < std::size(tables); ++i) {
            auto const text = std::string{"select "} + columns[i] + " from " + tables[i];
            store::Query const query{"test.everything", text, text};
            auto const count = static_cast<int>(std::count(text.begin(), text.end(), ',')) + 1;
            reader.each(query, {}, [&](store::Row const &row) {
                for (int column = 0; column < count; ++column)
                    all += std::string{row.text(column)} + "\n";
            });
        }
    });
    return all;
}

} // namespace

TEST_CASE("Ken joins an open network, logs in at once, and is confirmed by the link in his letter, "
          "once") {
    in_each_hall([](Hall &hall) {
        std::vector<std::string> first_cards;
        hall.accounts.on_join(
            [&](store::Writer &writer, MemberId id, names::PersonName const &name) {
                CHECK(hall.accounts.find(writer, id).has_value());
                first_cards.push_back(name.display());
            });
        auto const joined = hall.join("ken@mihon.example");
        REQUIRE(joined);
        CHECK_FALSE(joined->logged_in);
        CHECK(first_cards == std::vector<std::string>{"佐藤 健"});
        CHECK(hall.log_in("ken@mihon.example").has_value());
        CHECK_FALSE(is_confirmed(hall, "ken@mihon.example"));

        auto const secret = hall.secret_for("ken@mihon.example", "/confirm/");
        CHECK(hall.accounts.link_for("confirm", secret) ==
              "ken@mihon.example"); // looking does nothing
        CHECK_FALSE(is_confirmed(hall, "ken@mihon.example"));
        CHECK(hall.accounts.confirm(secret).has_value());
        CHECK(is_confirmed(hall, "ken@mihon.example"));
        CHECK(hall.accounts.confirm(secret).why().reason == Reason::not_found);
    });
}

TEST_CASE("Joining with a known address answers just the same; only its owner's letter tells") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        auto const again = hall.join("Hana@mihon.example"), fresh = hall.join("new@mihon.example");
        REQUIRE(again);
        REQUIRE(fresh);
        CHECK(again->logged_in.has_value() == fresh->logged_in.has_value());
        CHECK(members(hall) == 2);
        REQUIRE(hall.postman.letters.size() == 2);
        CHECK(hall.postman.letters[0].to == "hana@mihon.example");
        CHECK(hall.postman.letters[0].text.find("/login") != std::string::npos);
        CHECK(hall.postman.letters[0].text.find("/confirm/") == std::string::npos);
        CHECK(hall.log_in("hana@mihon.example").has_value()); // nothing of hers was changed
    });
}

TEST_CASE("A letter to an address nobody has confirmed holds nothing a stranger typed") {
    in_each_hall([](Hall &hall) {
        NewMember member;
        member.email = "victim@mihon.example", member.password = Hall::password,
        member.name = name_of("evil.example", "を見て");
        REQUIRE(hall.accounts.join(member, "", "http://evil.example/", Hall::here, ""));
        REQUIRE(hall.postman.letters.size() == 1);
        auto const &letter = hall.postman.letters.front();
        for (auto const &text : {letter.text, letter.subject, letter.to_name})
            CHECK(text.find("evil") == std::string::npos);
    });
}

TEST_CASE("One address does not get more than a few letters an hour, whoever asks") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        for (int i = 0; i < 20; ++i)
            CHECK(hall.accounts.forgot("hana@mihon.example", "198.51.100." + std::to_string(i))
                      .has_value());
        hall.accounts.finish_letters();
        CHECK(hall.postman.letters.size() == 5);
        hall.clock.advance(std::chrono::hours{1});
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        hall.accounts.finish_letters();
        CHECK(hall.postman.letters.size() == 6);
    });
}

TEST_CASE("Nobody makes herself an operator by joining, or takes a name that sounds like one") {
    in_each_hall([](Hall &hall) {
        NewMember member;
        member.email = "eve@mihon.example", member.password = Hall::password,
        member.name = name_of("森", "愛");
        member.is_operator = member.is_confirmed = true;
        REQUIRE(hall.accounts.join(member, "", "", Hall::here, ""));
        auto const eve = hall.database.read([&](store::Reader &reader) {
            return hall.accounts.find_by_email(reader, "eve@mihon.example");
        });
        REQUIRE(eve);
        CHECK_FALSE(eve->is_operator);
        CHECK_FALSE(eve->is_confirmed);
        member.email = "eve2@mihon.example";
        for (auto const &name : {name_of("管理", "者"), name_of("goen", "公式"),
                                 name_of("", "Admin"), name_of("運営", "事務局")}) {
            member.name = name;
            auto const refused = hall.accounts.join(member, "", "", Hall::here, "");
            REQUIRE_FALSE(refused);
            CHECK(refused.why().fields.front().field == "family");
        }
        CHECK_FALSE(hall.accounts.is_reserved(name_of("官", "理者")));
        CHECK_FALSE(hall.accounts.is_reserved(name_of("管", "理")));
    });
}

TEST_CASE("Nobody is called like the network or like those who run it, in whatever letters, by any "
          "way in") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        for (auto const &name :
             {name_of("管理者", ""), name_of("運", "営"), name_of("", "運営者"),
              name_of("事務", "局"), name_of("", "ＡＤＭＩＮ"), name_of("Ad", "min"),
              name_of("administrator", ""), name_of("", "Operator"), name_of("support", ""),
              name_of("", "root"), name_of("Sys", "tem"), name_of("", "ｇｏｅｎ"),
              name_of("ご縁の", "会"), name_of("ご 縁 の 会", ""), name_of("会", "ご縁の")}) {
            CAPTURE(name.display());
            NewMember member;
            member.email = "eve@mihon.example", member.password = Hall::password;
            member.name = name;
            CHECK(hall.accounts.join(member, "", "", Hall::here, "").why().fields.front().field ==
                  "family");
            CHECK(hall.accounts.add(member).why().reason == Reason::invalid);
            CHECK(hall.accounts.rename(hana, name).why().reason == Reason::invalid);
            NameRecord record;
            record.name = name;
            CHECK(hall.accounts.add_name_record(hana, record).why().reason == Reason::invalid);
        }
        // People whose names hold such a word, or are written like one of its parts.
        for (auto const &name : {name_of("官", "理者"), name_of("事", "務"), name_of("Root", "Ann"),
                                 name_of("縁", "会"), name_of("Goenka", "Anil"),
                                 name_of("Support", "Mary"), name_of("運", "営子")})
            CHECK_FALSE(hall.accounts.is_reserved(name));
    });
}

TEST_CASE("Where members invite, nobody comes in without an invitation") {
    in_each_hall(
        [](Hall &hall) {
            auto const refused = hall.join("ken@mihon.example");
            REQUIRE_FALSE(refused);
            CHECK(refused.why().reason == Reason::forbidden);
            CHECK(members(hall) == 0);
            CHECK(hall.postman.letters.empty());
        },
        JoinPolicy::invitation);
}

TEST_CASE("An invitation lets one person in, is remembered, and then is used up") {
    in_each_hall(
        [](Hall &hall) {
            auto const hana = hall.settle("hana@mihon.example");
            auto const made = hall.accounts.invite(hana, "健さん");
            REQUIRE(made);
            CHECK(made->link.starts_with("https://goen.example/join?invitation="));
            auto const secret = Hall::secret_in(made->link);
            CHECK(hall.accounts.invitation(secret)->note == "健さん");
            REQUIRE(hall.join("ken@mihon.example", secret));
            CHECK_FALSE(hall.accounts.invitation(secret));
            CHECK(hall.join("third@mihon.example", secret).why().reason == Reason::forbidden);
            // She sees who came once he has confirmed his address.
            CHECK(hall.accounts.came_by(hana).empty());
            CHECK(hall.accounts.confirm(hall.secret_for("ken@mihon.example", "/confirm/"))
                      .has_value());
            REQUIRE(hall.accounts.came_by(hana).size() == 1);
            CHECK(hall.accounts.came_by(hana).front().name.display() == "佐藤 健");
        },
        JoinPolicy::invitation);
}

TEST_CASE(
    "An invitation does not tell whether an address is a member's: it is used up either way") {
    in_each_hall(
        [](Hall &hall) {
            auto const hana = hall.settle("hana@mihon.example");
            auto const known = Hall::secret_in(hall.accounts.invite(hana, "")->link),
                       fresh = Hall::secret_in(hall.accounts.invite(hana, "")->link);
            REQUIRE(hall.join("hana@mihon.example", known));
            REQUIRE(hall.join("new@mihon.example", fresh));
            CHECK_FALSE(hall.accounts.invitation(known));
            CHECK_FALSE(hall.accounts.invitation(fresh));
        },
        JoinPolicy::invitation);
}

TEST_CASE(
    "Invitations end after fourteen days, can be taken back, and are not endless for members") {
    in_each_hall(
        [](Hall &hall) {
            auto const hana = hall.settle("hana@mihon.example"),
                       ken = hall.settle("ken@mihon.example");
            auto const old = Hall::secret_in(hall.accounts.invite(hana, "", 100, 90)->link);
            CHECK(hall.accounts.invitations(hana).front().uses_left == 1); // a member's is for one
            hall.clock.advance(std::chrono::days{14});
            CHECK_FALSE(hall.accounts.invitation(old));
            auto const second = hall.accounts.invite(hana, "");
            CHECK(hall.accounts.take_back(ken, second->id).why().reason == Reason::not_found);
            CHECK(hall.accounts.take_back(hana, second->id).has_value());
            CHECK_FALSE(hall.accounts.invitation(Hall::secret_in(second->link)));
            auto const fate_of = [&](std::string const &secret) {
                return hall.database.read([&](store::Reader &reader) {
                    return fate_of_invitation(reader, secret, hall.clock.now()).state;
                });
            };
            CHECK(fate_of(Hall::secret_in(second->link)) == InvitationFate::State::withdrawn);
            CHECK(fate_of(old) == InvitationFate::State::expired);
            CHECK(hall.accounts.invite(hana, "").has_value());
            CHECK(hall.accounts.invite(hana, "").why().reason == Reason::too_many);
            hall.clock.advance(std::chrono::days{30});
            CHECK(hall.accounts.invite(hana, "").has_value());
        },
        JoinPolicy::invitation, 3);
}

TEST_CASE("Whoever has not confirmed her own address cannot invite others") {
    in_each_hall([](Hall &hall) {
        REQUIRE(hall.join("ken@mihon.example"));
        auto const ken = hall.log_in("ken@mihon.example")->member;
        CHECK(hall.accounts.invite(ken, "").why().reason == Reason::forbidden);
    });
}

TEST_CASE("An operator's letter lets its receiver in at once, and only under her address is that a "
          "proof") {
    in_each_hall(
        [](Hall &hall) {
            auto const chief = hall.settle("chief@mihon.example", name_of("会長", "一郎"), true),
                       hana = hall.settle("hana@mihon.example");
            Invitee guest;
            guest.email = "mei@mihon.example", guest.name.family = "李", guest.name.given = "美";
            CHECK_FALSE(
                hall.accounts.invite(hana, guest).has_value()); // members do not write to strangers
            REQUIRE(hall.accounts.invite(chief, guest));
            CHECK(hall.accounts.invite(chief, guest).why().reason == Reason::conflict);
            auto const secret = hall.secret_for("mei@mihon.example", "invitation=");
            CHECK(hall.accounts.invitation(secret)->name.family == "李");
            auto const joined = hall.join("mei@mihon.example", secret);
            REQUIRE(joined);
            REQUIRE(joined->logged_in);
            CHECK(hall.accounts.by_session(joined->logged_in->secret)->info.is_confirmed);

            guest.email = "leo@mihon.example";
            REQUIRE(hall.accounts.invite(chief, guest));
            auto const elsewhere = hall.join("leo.private@mihon.example",
                                             hall.secret_for("leo@mihon.example", "invitation="));
            REQUIRE(elsewhere);
            CHECK_FALSE(elsewhere->logged_in);
            CHECK_FALSE(is_confirmed(hall, "leo.private@mihon.example"));

            guest.email = "hana@mihon.example";
            CHECK(hall.accounts.invite(chief, guest).why().reason == Reason::conflict);
        },
        JoinPolicy::invitation);
}

TEST_CASE("An applicant cannot log in and has no card until an operator says yes, and gets a "
          "letter then") {
    in_each_hall(
        [](Hall &hall) {
            int cards = 0;
            hall.accounts.on_join(
                [&](store::Writer &, MemberId, names::PersonName const &) { ++cards; });
            auto const chief = hall.settle("chief@mihon.example", name_of("会長", "一郎"), true),
                       hana = hall.settle("hana@mihon.example");
            cards = 0;
            REQUIRE(hall.join("ken@mihon.example"));
            CHECK(cards == 0);
            CHECK(hall.log_in("ken@mihon.example").why().reason == Reason::forbidden);
            CHECK(hall.log_in("ken@mihon.example", "not his password").why().reason ==
                  Reason::unauthenticated);
            auto const waiting = hall.accounts.applicants();
            REQUIRE(waiting.size() == 1);
            CHECK(waiting.front().application == "はじめまして");
            auto const ken = waiting.front().member.id;
            CHECK_FALSE(hall.accounts.approve(hana, ken).has_value()); // not an operator
            CHECK(hall.accounts.approve(chief, ken).has_value());
            CHECK(cards == 1);
            CHECK(hall.accounts.approve(chief, ken).why().reason == Reason::not_found);
            CHECK(hall.postman.letters.back().to == "ken@mihon.example");
            CHECK(hall.log_in("ken@mihon.example").has_value());
        },
        JoinPolicy::approval);
}

TEST_CASE("What a declined applicant entered is gone, and she may apply again") {
    in_each_hall(
        [](Hall &hall) {
            auto const chief = hall.settle("chief@mihon.example", name_of("会長", "一郎"), true);
            REQUIRE(hall.join("ken@mihon.example"));
            auto const before = hall.postman.letters.size();
            auto const ken = hall.accounts.applicants().front().member.id;
            CHECK(hall.accounts.decline(chief, ken).has_value());
            CHECK(everything_stored(hall.database).find("ken@mihon.example") == std::string::npos);
            CHECK(hall.postman.letters.size() ==
                  before); // never confirmed: perhaps not his address at all
            REQUIRE(hall.join("ken@mihon.example"));
            CHECK(hall.accounts.confirm(hall.secret_for("ken@mihon.example", "/confirm/"))
                      .has_value());
            CHECK(hall.accounts.decline(chief, hall.accounts.applicants().front().member.id)
                      .has_value());
            CHECK(hall.postman.letters.back().to == "ken@mihon.example");
            CHECK(hall.accounts.decline(chief, chief).why().reason ==
                  Reason::not_found); // members are not declined
        },
        JoinPolicy::approval);
}

TEST_CASE("No secret of any kind stands in the database as it is") {
    in_each_hall([](Hall &hall) {
        auto const chief = hall.settle("chief@mihon.example", name_of("会長", "一郎"), true);
        auto const session = hall.log_in("chief@mihon.example");
        auto const token =
            hall.accounts.make_token("chief@mihon.example", Hall::password, "x", "", Hall::here);
        auto const link = hall.accounts.invite(chief, "note");
        Invitee guest;
        guest.email = "mei@mihon.example";
        REQUIRE(hall.accounts.invite(chief, guest));
        REQUIRE(hall.join("ken@mihon.example"));
        CHECK(hall.accounts.forgot("chief@mihon.example", Hall::here).has_value());
        auto const stored = everything_stored(hall.database);
        CHECK(stored.find("$argon2id$") != std::string::npos);
        for (auto const &secret :
             {std::string{Hall::password}, session->secret, token->secret,
              Hall::secret_in(link->link), hall.secret_for("mei@mihon.example", "invitation="),
              hall.secret_for("ken@mihon.example", "/confirm/"),
              hall.secret_for("chief@mihon.example", "/reset/")}) {
            REQUIRE(secret.size() > 10);
            CHECK(stored.find(secret) == std::string::npos);
            if (auto const dot = secret.find('.'); dot != std::string::npos)
                CHECK(stored.find(secret.substr(dot + 1)) == std::string::npos);
        }
    });
}

TEST_CASE("The journal of all this holds ids, never a name or an address") {
    in_each_hall([](Hall &hall) {
        auto const chief = hall.settle("chief@mihon.example", name_of("会長", "一郎"), true);
        REQUIRE(hall.join("ken@mihon.example"));
        REQUIRE(hall.accounts.rename(chief, name_of("会長", "二郎")));
        auto const events = hall.database.journal_after(0, 1000);
        CHECK(events.size() >= 3);
        for (auto const &event : events) {
            auto const text = event.kind + event.payload;
            for (auto const private_word : {"ken", "mihon", "会長", "健"})
                CHECK(text.find(private_word) == std::string::npos);
        }
    });
}

TEST_CASE("The same people file can be read twice: an address that is taken is told, and nothing "
          "is written") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        NewMember member;
        member.email = "HANA@mihon.example", member.name = name_of("別", "人");
        CHECK(hall.accounts.add(member).why().reason == Reason::conflict);
        auto const id = hall.database.write([&](store::Writer &writer) -> Result<MemberId> {
            return hall.accounts.add(writer, member, "", hall.clock.now());
        });
        CHECK(*id == MemberId{});
        CHECK(members(hall) == 1);
    });
}

TEST_CASE("Two who use the last place of an invitation at once do not both come in") {
    in_each_hall(
        [](Hall &hall) {
            auto const hana = hall.settle("hana@mihon.example");
            auto const secret = Hall::secret_in(hall.accounts.invite(hana, "")->link);
            std::atomic<int> came = 0;
            std::vector<std::thread> people;
            for (int i = 0; i < 4; ++i)
                people.emplace_back([&, i] {
                    came +=
                        hall.join("p" + std::to_string(i) + "@mihon.example", secret).has_value();
                });
            for (auto &person : people) person.join();
            CHECK(came == 1);
            CHECK(members(hall) == 2);
        },
        JoinPolicy::invitation);
}
