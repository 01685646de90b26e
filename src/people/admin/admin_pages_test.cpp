// SPDX-License-Identifier: Apache-2.0
#include "admin/admin_doors.hpp"
#include "admin/openings.hpp"
#include "mail/postman.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

using namespace goen;

namespace {

struct Office {
    explicit Office(account::JoinPolicy policy)
        : folder("/tmp/goen-admin-test-" + std::to_string(::getpid())),
          postman(mail::spool_postman(folder, "goen@goen.example", fresh.clock)),
          accounts(*fresh, fresh.ids, fresh.clock, random, *postman, {1, 8192},
                   {policy, "https://goen.example", "ご縁の会", 20}) {
        admin::add_pages(doors, places, *fresh, accounts, *postman, folder);
        chief = settle("chief@mihon.example", "会長", true);
    }
    ~Office() { std::filesystem::remove_all(folder); }

    MemberId settle(std::string email, std::string family, bool is_operator = false) {
        account::NewMember member;
        member.email = std::move(email), member.is_operator = is_operator,
        member.is_confirmed = true;
        member.name.family = std::move(family);
        return *accounts.add(member);
    }
    MemberId apply(std::string email, std::string words) {
        account::NewMember ken;
        ken.email = std::move(email), ken.password = "ten thousand cranes";
        ken.name.family = "佐藤", ken.name.family_kana = "さとう";
        REQUIRE(accounts.join(ken, "", words, "192.0.2.1", ""));
        return accounts.applicants().back().member.id;
    }
    http::Response ask(http::Method method, std::string const &path,
                       std::vector<std::pair<std::string, std::string>> const &fields = {}) {
        http::Router router;
        for (auto const &page : doors.pages()) router.add(page.method, page.pattern);
        auto const match = router.find(method, path);
        REQUIRE(match.kind == http::Match::Kind::found);
        http::Request request;
        request.method = method, request.path = request.target = path;
        web::Visit visit{request};
        visit.path_params = match.params;
        visit.words = i18n::Words{i18n::Language::en};
        visit.member = chief, visit.is_operator = true, visit.public_url = "https://goen.example",
        visit.now = fresh.clock.now();
        for (auto const &[name, value] : fields) visit.form.add(name, value);
        visit.files = files;
        return doors.pages()[match.route].handler(visit);
    }
    http::Response open(std::string const &path) { return ask(http::Method::get, path); }

    tests::FreshDatabase fresh;
    std::string folder;
    SystemRandom random;
    std::unique_ptr<mail::Postman> postman;
    account::Accounts accounts;
    web::Doors doors;
    web::Places places;
    MemberId chief;
    std::vector<http::UploadedFile> files;
};

bool has(http::Response const &response, std::string_view text) {
    return response.content().find(text) != std::string_view::npos;
}

} // namespace

TEST_CASE("The desk is for operators only; just the demonstration's letters are for anyone") {
    Office office{account::JoinPolicy::open};
    for (auto const &page : office.doors.pages()) {
        bool const is_outbox = page.pattern.starts_with("/outbox");
        CHECK((page.who == (is_outbox ? web::Who::anyone : web::Who::operator_)));
    }
    web::Doors without;
    web::Places places;
    admin::add_pages(without, places, *office.fresh, office.accounts, *office.postman);
    for (auto const &page : without.pages()) CHECK_FALSE(page.pattern.starts_with("/outbox"));
}

TEST_CASE("The operator reads an application and says yes to one and no to another") {
    Office office{account::JoinPolicy::approval};
    auto const ken = office.apply("ken@mihon.example", "花さんの<紹介>です"),
               eve = office.apply("eve@mihon.example", "");
    auto const page = office.open("/admin/applicants");
    CHECK(has(page, "花さんの&lt;紹介&gt;です"));
    CHECK(has(page, "ken@mihon.example"));
    CHECK(has(office.open("/admin"), "2 applications"));
    CHECK(office.ask(http::Method::post, "/admin/applicants/" + ken.text() + "/approve").status ==
          303);
    CHECK(office.ask(http::Method::post, "/admin/applicants/" + eve.text() + "/decline").status ==
          303);
    CHECK(office.ask(http::Method::post, "/admin/applicants/" + eve.text() + "/approve").status ==
          404);
    CHECK(office.accounts.applicants().empty());
    CHECK(office.accounts.find(ken)->is_approved);
    CHECK_FALSE(office.accounts.find(eve));
}

TEST_CASE("The operator sees how many are here, came lately, and are invited and not here yet") {
    Office office{account::JoinPolicy::invitation};
    office.settle("member@mihon.example", "佐藤");
    account::Invitee invited;
    invited.email = "invited@mihon.example";
    REQUIRE(office.accounts.invite(office.chief, invited));
    auto const lately = office.accounts.census(office.fresh.clock.now() - std::chrono::days{7});
    CHECK(lately.members == office.accounts.count_members());
    CHECK(lately.newcomers == lately.members);
    CHECK(lately.invited == 1);
    auto const link = office.accounts.invite(office.chief, "a link counts as well");
    REQUIRE(link);
    REQUIRE(office.accounts.take_back(office.chief, link->id));
    CHECK(office.accounts.census({}).invited == 1);
    REQUIRE(office.accounts.invite(office.chief, "another"));
    CHECK(office.accounts.census({}).invited == 2);
    CHECK(has(office.open("/admin"), "<strong>2</strong> <span>invited, not here yet</span>"));
    office.fresh.clock.advance(std::chrono::hours{24 * 31});
    auto const later = office.accounts.census(office.fresh.clock.now() - std::chrono::days{7});
    CHECK(later.members == lately.members);
    CHECK(later.newcomers == 0);
    CHECK(later.invited == 0); // an invitation is good for thirty days
}

TEST_CASE("The list of members goes on page by page and shows no mail address") {
    Office office{account::JoinPolicy::open};
    for (int i = 0; i < 60; ++i)
        office.settle("p" + std::to_string(i) + "@mihon.example",
                      "会員" + std::to_string(1000 + i));
    auto const first = office.open("/admin");
    CHECK(has(first, "会員1059"));
    CHECK_FALSE(has(first, "会員1000"));
    CHECK_FALSE(has(first, "@mihon.example"));
    CHECK(has(first, "<strong>61</strong> <span>members</span>"));
    CHECK(has(first, "/admin?before="));
}

TEST_CASE("A pasted list is checked without a letter first, then each good line gets its own "
          "letter once") {
    Office office{account::JoinPolicy::invitation};
    std::string const list = "氏名,メール\n山田 花,hana@mihon.example\n佐藤 健,not an "
                             "address\n鈴木 愛,chief@mihon.example\n";
    auto const checked = office.ask(http::Method::post, "/admin/invite", {{"list", list}});
    CHECK(has(checked, "1 line is OK."));
    CHECK(has(checked, "This person is already a member."));
    CHECK(mail::spooled(office.folder, 10).empty());
    auto const sent =
        office.ask(http::Method::post, "/admin/invite", {{"list", list}, {"send", "1"}});
    CHECK(has(sent, "1 email has been sent."));
    CHECK(has(sent, "2 lines were skipped"));
    CHECK(has(sent, "This person is already a member."));
    // What was refused stays in the box to be put right, without what was sent.
    CHECK(has(sent,
              ">\n氏名,メール\n佐藤 健,not an address\n鈴木 愛,chief@mihon.example\n</textarea>"));
    CHECK_FALSE(has(sent, "name=\"send\""));
    REQUIRE(mail::spooled(office.folder, 10).size() == 1);
    CHECK(mail::spooled(office.folder, 10).front().letter.to == "hana@mihon.example");
    CHECK(has(office.ask(http::Method::post, "/admin/invite", {{"list", list}, {"send", "1"}}),
              "0 emails have been sent."));
    CHECK(mail::spooled(office.folder, 10).size() == 1);
    CHECK(office.ask(http::Method::post, "/admin/invite", {{"list", "氏名\n山田"}}).status == 422);
}

TEST_CASE("Checking a list says of every line what sending it then says") {
    Office office{account::JoinPolicy::invitation};
    office.settle("member@mihon.example", "佐藤");
    account::Invitee invited;
    invited.email = "invited@mihon.example";
    REQUIRE(office.accounts.invite(office.chief, invited));
    // A line for each reason to leave one out, each beside good ones in an order of chance.
    std::vector<std::string> const kinds{"会員,member@mihon.example",
                                         "大文字,MEMBER@Mihon.example",
                                         "既に,invited@mihon.example",
                                         "無効,not an address",
                                         "空,",
                                         "🍣,sushi@mihon.example",
                                         "会長,chief@mihon.example",
                                         "長い" + std::string(400, 'x'),
                                         ",nobody@mihon.example"};
    // The results as shown, line by line; "good" and "letter sent" are one.
    auto const results = [](http::Response const &page) {
        auto text = std::string{page.content()};
        std::vector<std::string> lines;
        constexpr std::string_view row = "<li class=\"import-row\">";
        for (std::size_t at = 0; (at = text.find(row, at)) != text.npos; ++at) {
            auto line = text.substr(at, text.find("</li>", at) - at);
            for (std::string_view const sent : {">email sent<", ">OK<"}) {
                if (auto const there = line.find(sent); there != line.npos)
                    line.replace(there, sent.size(), ">fine<");
            }
            lines.push_back(line);
        }
        return lines;
    };
    std::mt19937 chance{12};
    std::size_t good = 0;
    for (int round = 0; round < 30; ++round) {
        std::string list = "氏名,メール\n";
        for (int row = 0; row < 12; ++row) {
            // New people each time, some of them twice in the list.
            auto const number = std::to_string(round * 20 + static_cast<int>(chance() % 8));
            list += chance() % 2 ? kinds[chance() % kinds.size()]
                                 : "山田 花,p" + number + "@mihon.example";
            list += '\n';
        }
        CAPTURE(list);
        auto const checked =
            results(office.ask(http::Method::post, "/admin/invite", {{"list", list}}));
        auto const sent = results(
            office.ask(http::Method::post, "/admin/invite", {{"list", list}, {"send", "1"}}));
        REQUIRE(checked.size() == 12);
        CHECK(checked == sent);
        for (auto const &line : sent) good += line.find(">fine<") != line.npos ? 1 : 0;
    }
    CHECK(good > 30);
    CHECK(mail::spooled(office.folder, 1000).size() == good + 1);

    // Nobody is asked to join under a name that joining refuses.
    for (auto const *name : {"管理者", "ご縁の会"}) {
        auto const lines = results(
            office.ask(http::Method::post, "/admin/invite",
                       {{"list", "氏名,メール\n" + std::string{name} + ",boss@mihon.example"},
                        {"send", "1"}}));
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].find(">fine<") == std::string::npos);
    }
    CHECK(mail::spooled(office.folder, 1000).size() == good + 1);
}

TEST_CASE("A spreadsheet's file is taken as well as a paste, and after a check stays for sending") {
    Office office{account::JoinPolicy::invitation};
    // 氏名,メール / 山田 花 in what Windows calls Shift_JIS.
    std::string const bytes = "\x8E\x81\x96\xBC,\x83\x81\x81[\x83\x8B\r\n\x8ER\x93"
                              "c \x89\xD4,hana@mihon.example\r\n";
    auto const send = [&](std::string_view file, std::string const &pasted) {
        office.files = {{"file", "list.csv", "text/csv", file}};
        return office.ask(http::Method::post, "/admin/invite", {{"list", pasted}});
    };
    auto const checked = send(bytes, "");
    CHECK(has(checked, "1 line is OK."));
    CHECK(has(checked, "山田 花,hana@mihon.example"));
    CHECK(send("\xFF\xD8\xFF\xE0 no list", "").status == 415);
    CHECK(send(bytes, "氏名,メール").status == 422);
    office.files.clear();
    CHECK(has(office.ask(http::Method::post, "/admin/invite",
                         {{"list", "氏名,メール\n山田 花,hana@mihon.example\n"}, {"send", "1"}}),
              "1 email has been sent."));
    CHECK(has(office.ask(http::Method::post, "/admin/invite",
                         {{"list", "氏名,メール\n佐藤 健,ken@mihon.example\n"}, {"send", "1"}}),
              ">\n</textarea>")); // all were sent: nothing is left to do
}

TEST_CASE("In the demonstration letters are read on a page, their links can be followed, and no "
          "other file can be") {
    Office office{account::JoinPolicy::approval};
    office.apply("ken@mihon.example", "");
    auto const list = office.open("/outbox");
    CHECK(has(list, "ken@mihon.example"));
    auto const file = mail::spooled(office.folder, 1).front().file;
    auto const letter = office.open("/outbox/" + file);
    CHECK(letter.status == 200);
    CHECK(has(letter, "<a href=\"/confirm/"));
    std::ofstream{office.folder + "/secret.txt"} << "secret";
    for (auto const path :
         {"/outbox/secret.txt", "/outbox/..", "/outbox/..%2Fsecret.txt", "/outbox/nothing.eml"}) {
        CHECK(office.open(path).status == 404);
    }
}

TEST_CASE("The operator finds a member by name and helps her in, and she reads that it was done") {
    Office office{account::JoinPolicy::open};
    admin::Openings openings{*office.fresh, office.accounts, office.fresh.ids, office.fresh.clock};
    admin::add_opening_pages(office.doors, office.accounts, openings);
    account::NewMember hana;
    hana.email = "hana@mihon.example", hana.password = "ten thousand cranes";
    hana.name.family = "髙﨑", hana.name.family_kana = "たかさき";
    auto const id = *office.accounts.add(hana);
    office.accounts.log_in("hana@mihon.example", "ten thousand cranes", "192.0.2.1", "");
    office.settle("ken@mihon.example", "山田");

    CHECK(office.accounts.members_named("takasaki", 10).size() == 1);
    CHECK(office.accounts.members_named("高崎", 10).front().member.id == id);
    CHECK(office.accounts.members_named("鈴木", 10).empty());

    auto const path = "/admin/members/" + id.text();
    auto const opened = office.ask(http::Method::post, path, {{"reason", "電話でのお問い合わせ"}});
    CHECK(has(opened, "hana@mihon.example"));
    CHECK(has(opened, path + "/help"));
    auto const help = [&](std::string const &what, std::string const &reason) {
        return office.ask(http::Method::post, path + "/help", {{"do", what}, {"reason", reason}});
    };
    CHECK(help("password", "").status == 422); // nothing without a reason
    CHECK(help("everything", "電話でのお問い合わせ").status == 422);
    CHECK(mail::spooled(office.folder, 10).empty());
    CHECK(help("password", "電話でのお問い合わせ").status == 303);
    CHECK(help("confirmation", "電話でのお問い合わせ").status == 303);
    office.accounts.finish_letters(); // they are written after the answer
    CHECK(mail::spooled(office.folder, 10).size() == 2);
    REQUIRE(office.accounts.sessions(id).size() == 1);
    CHECK(help("log_out", "電話を失くされた").status == 303);
    CHECK(office.accounts.sessions(id).empty());

    auto const record = openings.of(id, 0, 10);
    REQUIRE(record.size() == 4);
    CHECK(record[0].what == "log_out");
    CHECK(record[0].reason == "電話を失くされた");
    CHECK(record[3].what == "account");
}
