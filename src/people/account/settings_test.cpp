// SPDX-License-Identifier: Apache-2.0
// Links in letters, and what a member changes about herself.
#include "account/testing_hall.hpp"

using namespace goen;
using namespace goen::account;
using namespace goen::account::testing;

TEST_CASE("A forgotten password is set anew by a link that works once, for an hour, and ends every "
          "session and token") {
    in_each_hall([](Hall &hall) {
        hall.settle("hana@mihon.example");
        auto const session = hall.log_in("hana@mihon.example");
        auto const token =
            hall.accounts.make_token("hana@mihon.example", Hall::password, "x", "", Hall::here);
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        auto const first = hall.secret_for("hana@mihon.example", "/reset/");
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        auto const secret = hall.secret_for("hana@mihon.example", "/reset/");
        CHECK(first != secret);
        CHECK(hall.accounts.link_for("reset", first)); // the older letter may be the one she opens
        CHECK_FALSE(hall.accounts.confirm(secret).has_value()); // a link does only what it is for
        CHECK_FALSE(hall.accounts.reset(secret, "short").has_value());
        CHECK(hall.accounts.reset(secret, "a quite new password").has_value());
        CHECK_FALSE(hall.accounts.reset(secret, "another new password").has_value());
        CHECK_FALSE(hall.accounts.reset(first, "another new password").has_value());
        CHECK_FALSE(hall.accounts.by_session(session->secret));
        CHECK_FALSE(hall.accounts.by_token(token->secret));
        CHECK_FALSE(hall.log_in("hana@mihon.example"));
        CHECK(hall.log_in("hana@mihon.example", "a quite new password").has_value());

        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        auto const late = hall.secret_for("hana@mihon.example", "/reset/");
        CHECK(hall.accounts.link_for("reset", late));
        hall.clock.advance(minutes{60});
        CHECK_FALSE(hall.accounts.link_for("reset", late));
    });
}

TEST_CASE("Asking for an unknown address answers the same and sends nothing") {
    in_each_hall([](Hall &hall) {
        CHECK(hall.accounts.forgot("nobody@mihon.example", Hall::here).has_value());
        hall.accounts.finish_letters();
        CHECK(hall.postman.letters.empty());
    });
}

TEST_CASE("Changing the password needs the old one and logs out every other device") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        auto const here = hall.log_in("hana@mihon.example"),
                   there = hall.log_in("hana@mihon.example");
        auto const wrong = hall.accounts.change_password(hana, here->session, "not the old one",
                                                         "a quite new password", Hall::here);
        REQUIRE_FALSE(wrong);
        CHECK(wrong.why().fields.front().field == "old_password");
        CHECK(hall.accounts
                  .change_password(hana, here->session, Hall::password, "a quite new password",
                                   Hall::here)
                  .has_value());
        CHECK(hall.accounts.by_session(here->secret));
        CHECK_FALSE(hall.accounts.by_session(there->secret));
        CHECK(hall.log_in("hana@mihon.example", "a quite new password").has_value());
        CHECK(hall.postman.letters.back().to == "hana@mihon.example");
    });
}

TEST_CASE("With a new password devices and tokens end as she chose, and she is told which") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        std::string password = Hall::password;
        for (auto const also : {Accounts::AlsoEnd{true, true}, Accounts::AlsoEnd{true, false},
                                Accounts::AlsoEnd{false, true}, Accounts::AlsoEnd{false, false}}) {
            auto const here = hall.log_in("hana@mihon.example", password),
                       there = hall.log_in("hana@mihon.example", password);
            auto const token =
                hall.accounts.make_token("hana@mihon.example", password, "x", "", Hall::here);
            REQUIRE(token);
            auto const next = password + " again";
            REQUIRE(hall.accounts.change_password(hana, here->session, password, next, Hall::here,
                                                  also));
            password = next;
            CHECK(hall.accounts.by_session(here->secret));
            CHECK(hall.accounts.by_session(there->secret).has_value() != also.other_devices);
            CHECK(hall.accounts.by_token(token->secret).has_value() != also.tokens);
            auto const &letter = hall.postman.letters.back().text;
            CHECK((letter.find("ログアウト") != std::string::npos) == also.other_devices);
            CHECK((letter.find("トークン") != std::string::npos) == also.tokens);
        }
    });
}

TEST_CASE("A new address counts when its letter was opened, the old one is told, and what was sent "
          "there is void") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        hall.settle("ken@mihon.example");
        CHECK(hall.accounts.change_mail(hana, "not her password", "hana2@mihon.example", Hall::here)
                  .why()
                  .fields.front()
                  .field == "password");
        CHECK(hall.accounts.forgot("hana@mihon.example", Hall::here).has_value());
        auto const old_letter = hall.secret_for("hana@mihon.example", "/reset/");
        CHECK(hall.accounts.change_mail(hana, Hall::password, "hana2@mihon.example", Hall::here)
                  .has_value());
        CHECK(hall.accounts.find(hana)->email == "hana@mihon.example");
        auto const secret = hall.secret_for("hana2@mihon.example", "/confirm/");
        CHECK(hall.accounts.confirm(secret).has_value());
        CHECK(hall.accounts.find(hana)->email == "hana2@mihon.example");
        CHECK(hall.postman.letters.back().to == "hana@mihon.example");
        CHECK_FALSE(hall.accounts.link_for("reset", old_letter));
        CHECK_FALSE(hall.log_in("hana@mihon.example"));
        CHECK(hall.log_in("hana2@mihon.example").has_value());

        // Ken's address: the same answer, a letter to Ken, no link.
        CHECK(hall.accounts.change_mail(hana, Hall::password, "ken@mihon.example", Hall::here)
                  .has_value());
        hall.accounts.finish_letters();
        CHECK(hall.postman.letters.back().to == "ken@mihon.example");
        CHECK(hall.postman.letters.back().text.find("/confirm/") == std::string::npos);
        // The old address is free again.
        REQUIRE(hall.join("hana@mihon.example"));
        CHECK(hall.accounts.count_members() == 3);
    });
}

TEST_CASE("Two who change to the same address: the first to open the letter has it") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example"), ken = hall.settle("ken@mihon.example");
        CHECK(hall.accounts.change_mail(hana, Hall::password, "shared@mihon.example", Hall::here)
                  .has_value());
        auto const hers = hall.secret_for("shared@mihon.example", "/confirm/");
        CHECK(hall.accounts.change_mail(ken, Hall::password, "shared@mihon.example", Hall::here)
                  .has_value());
        auto const his = hall.secret_for("shared@mihon.example", "/confirm/");
        CHECK(hall.accounts.confirm(his).has_value());
        CHECK(hall.accounts.confirm(hers).why().reason == Reason::conflict);
        CHECK(hall.accounts.find(hana)->email == "hana@mihon.example");
    });
}

TEST_CASE(
    "A married name takes over and the former one is kept, seen by nobody until she says so") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        CHECK(
            hall.accounts.rename(hana, name_of("神", "花", "じん", "はな"), Accounts::OldName::keep)
                .has_value());
        CHECK(hall.accounts.find(hana)->name.family == "神"); // U+FA19 as typed, not U+795E
        auto const records = hall.accounts.name_records(hana);
        REQUIRE(records.size() == 1);
        CHECK(records.front().name.family == "山田");
        CHECK(records.front().kind == NameKind::maiden);
        CHECK(records.front().visible == "nobody");
        CHECK_FALSE(records.front().findable);
        auto const ken = hall.settle("ken@mihon.example");
        CHECK(hall.accounts.remove_name_record(ken, records.front().id).why().reason ==
              Reason::not_found);
        CHECK(hall.accounts.remove_name_record(hana, records.front().id).has_value());
        CHECK(hall.accounts.name_records(hana).empty());
    });
}

TEST_CASE("Other names have readable dates in their order, a tier, and a bounded number") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        NameRecord record;
        record.kind = NameKind::pen, record.name = name_of("", "花子"), record.since = "1998",
        record.until = "1998-04", record.visible = "colleague";
        record.findable = true;
        REQUIRE(hall.accounts.add_name_record(hana, record));
        auto const kept = hall.accounts.name_records(hana).front();
        CHECK(kept.kind == NameKind::pen);
        CHECK(kept.until == "1998-04");
        CHECK(kept.visible == "colleague");
        CHECK(kept.findable);
        auto const field_of = [&](NameRecord const &wrong) {
            return hall.accounts.add_name_record(hana, wrong).why().fields.front().field;
        };
        auto bad = record;
        bad.since = "2001-02-30";
        CHECK(field_of(bad) == "since");
        bad = record, bad.since = "2001-01", bad.until = "2000";
        CHECK(field_of(bad) == "until");
        bad = record, bad.visible = "everybody";
        CHECK(field_of(bad) == "visible");
        bad = record, bad.name = {};
        CHECK(field_of(bad) == "family");
        for (int i = 1; i < 20; ++i) REQUIRE(hall.accounts.add_name_record(hana, record));
        CHECK(hall.accounts.add_name_record(hana, record).why().reason == Reason::conflict);
    });
}

TEST_CASE("Language, reach and bridge stay as chosen") {
    in_each_hall([](Hall &hall) {
        auto const hana = hall.settle("hana@mihon.example");
        CHECK(hall.accounts.find(hana)->reach == Reach::distance_two);
        CHECK_FALSE(hall.accounts.find(hana)->bridge);
        CHECK(hall.accounts.choose(hana, i18n::Language::en, Reach::code_only, true).has_value());
        auto const now = hall.accounts.find(hana);
        CHECK(now->language == i18n::Language::en);
        CHECK(now->reach == Reach::code_only);
        CHECK(now->bridge);
    });
}
