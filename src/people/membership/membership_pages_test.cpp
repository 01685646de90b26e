// SPDX-License-Identifier: Apache-2.0
// The pages, handler by handler, without the pipeline (which checks csrf and who asks; its own
// stories do that).
#include "membership/membership_doors.hpp"
#include "support/databases.hpp"
#include "support/form_fields.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <set>

using namespace goen;
using namespace goen::membership;

namespace {

class OpenPostman final : public mail::Postman {
public:
    bool post(mail::Letter letter) override {
        letters.push_back(std::move(letter));
        return true;
    }
    std::vector<mail::Letter> letters;
};

struct Lobby {
    explicit Lobby(account::JoinPolicy policy = account::JoinPolicy::open,
                   std::string url = "https://goen.example")
        : public_url(url), accounts(*fresh, fresh.ids, fresh.clock, random, postman, {1, 8192},
                                    {policy, url, "ご縁の会", 20}) {
        add_pages(doors, {*fresh, accounts, random, places});
        add_api(doors, *fresh, accounts, cards);
    }
    std::string public_url;
    tests::FreshDatabase fresh;
    SystemRandom random;
    OpenPostman postman;
    account::Accounts accounts;
    card::Cards cards{*fresh, fresh.ids, fresh.clock};
    web::Doors doors;
    web::Places places;

    MemberId member{};
    SessionId session{};
    bool is_operator = false;
    i18n::Language language = i18n::Language::en;

    http::Response ask(http::Method method, std::string const &path, http::Params form = {},
                       http::Params query = {}) {
        http::Router router;
        for (auto const &page : doors.pages()) router.add(page.method, page.pattern);
        auto const match = router.find(method, path);
        REQUIRE(match.kind == http::Match::Kind::found);
        http::Request request;
        request.method = method, request.path = request.target = path,
        request.query = std::move(query), request.peer = "192.0.2.1";
        web::Visit visit{request};
        visit.path_params = match.params;
        visit.words = i18n::Words{language};
        visit.member = member, visit.session = session, visit.is_operator = is_operator;
        visit.csrf = "csrf", visit.form = std::move(form), visit.public_url = public_url,
        visit.network_name = "ご縁の会", visit.now = fresh.clock.now();
        return doors.pages()[match.route].handler(visit);
    }
    http::Response open(std::string const &path, http::Params query = {}) {
        return ask(http::Method::get, path, {}, std::move(query));
    }
    http::Response send(std::string const &path,
                        std::vector<std::pair<std::string, std::string>> const &fields) {
        http::Params form;
        for (auto const &[name, value] : fields) form.add(name, value);
        return ask(http::Method::post, path, std::move(form));
    }
    void enter(std::string const &email = "hana@mihon.example") {
        account::NewMember hana;
        hana.email = email, hana.password = "ten thousand cranes", hana.is_confirmed = true;
        hana.name.family = "山田", hana.name.given = "花", hana.name.family_kana = "やまだ",
        hana.name.given_kana = "はな";
        member = *accounts.add(hana);
        session = accounts.log_in(email, "ten thousand cranes", "192.0.2.1", "")->session;
    }
    std::string link(std::string_view mark) {
        accounts.finish_letters();
        auto const &text = postman.letters.back().text;
        auto const at = text.find(mark);
        REQUIRE(at != std::string::npos);
        return text.substr(at, text.find_first_of(" \n", at) - at);
    }
};

bool has(http::Response const &response, std::string_view text) {
    return response.content().find(text) != std::string_view::npos;
}

std::vector<std::pair<std::string, std::string>> const ken{{"family", "佐藤"},
                                                           {"given", "健"},
                                                           {"family_kana", "さとう"},
                                                           {"given_kana", "けん"},
                                                           {"order", "family_first"},
                                                           {"email", "ken@mihon.example"},
                                                           {"password", "ten thousand cranes"}};

} // namespace

TEST_CASE("Ken joins, and a known address gets the same answer, byte for byte") {
    Lobby lobby;
    auto const first = lobby.send("/join", ken), again = lobby.send("/join", ken);
    CHECK(first.status == 303);
    CHECK(first.header("location") == "/join/done");
    CHECK(first.status == again.status);
    CHECK(first.headers == again.headers);
    CHECK(first.body == again.body);
    CHECK(lobby.open("/join/done").status == 200);
}

TEST_CASE("A join form with mistakes comes back with all of them named and what was typed, but "
          "never the password") {
    Lobby lobby;
    auto const page = lobby.send("/join", {{"family", "<b>佐藤</b>"},
                                           {"given", "健"},
                                           {"email", "ken＠mihon.example"},
                                           {"password", "secret123"}});
    CHECK(page.status == 422);
    CHECK(has(page, "id=\"f-family-error\""));
    CHECK(has(page, "id=\"f-email-error\""));
    CHECK(has(page, "id=\"f-password-error\""));
    CHECK(has(page, "ken＠mihon.example"));
    CHECK_FALSE(has(page, "<b>佐藤"));
    CHECK_FALSE(has(page, "secret123"));
    CHECK(lobby.accounts.count_members() == 0);
}

TEST_CASE("A name of another shape joins on the same page") {
    Lobby lobby;
    CHECK(lobby
              .send("/join", {{"given", "Suharto"},
                              {"order", "given_first"},
                              {"email", "suharto@mihon.example"},
                              {"password", "ten thousand cranes"}})
              .status == 303);
    CHECK(lobby.accounts.members({}, 10).front().member.name.display() == "Suharto");
}

TEST_CASE("The log-in cookie is host-bound over https and never readable by scripts") {
    for (bool const secure : {true, false}) {
        Lobby lobby{account::JoinPolicy::open,
                    secure ? "https://goen.example" : "http://127.0.0.1:8080"};
        lobby.enter();
        lobby.member = {}, lobby.session = {};
        auto const entered = lobby.send("/login", {{"email", "hana@mihon.example"},
                                                   {"password", "ten thousand cranes"},
                                                   {"next", "/contacts"}});
        CHECK(entered.status == 303);
        CHECK(entered.header("location") == "/contacts");
        auto const cookie = std::string{entered.header("set-cookie")};
        CHECK(cookie.starts_with(secure ? "__Host-goen=" : "goen="));
        for (auto const part : {"HttpOnly", "SameSite=Lax", "Path=/"})
            CHECK(cookie.find(part) != std::string::npos);
        CHECK((cookie.find("Secure") != std::string::npos) == secure);
        CHECK(cookie.find("Domain") == std::string::npos);
    }
}

TEST_CASE("After log-in nobody is sent to another site") {
    Lobby lobby;
    lobby.enter();
    for (auto const evil :
         {"//evil.example", "/\\evil.example", "https:evil.example", "/%09/evil.example",
          "/..//evil.example", "@evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y"}) {
        auto const entered = lobby.send(
            "/login",
            {{"email", "hana@mihon.example"}, {"password", "ten thousand cranes"}, {"next", evil}});
        CHECK(entered.status == 303);
        CHECK(entered.header("location") == "/");
    }
}

TEST_CASE(
    "A wrong password comes back as 401 with the address kept, and an endless one just the same") {
    Lobby lobby;
    lobby.enter();
    lobby.member = {}, lobby.session = {};
    for (auto const &password : {std::string{"not her password"}, std::string(1'000'000, 'x')}) {
        auto const page =
            lobby.send("/login", {{"email", "hana@mihon.example"}, {"password", password}});
        CHECK(page.status == 401);
        CHECK(page.header("set-cookie").empty());
        CHECK(has(page, "value=\"hana@mihon.example\""));
        CHECK(page.content().size() < 20'000);
    }
}

TEST_CASE("Logging out ends the session on the server and takes the cookie back") {
    Lobby lobby;
    lobby.enter();
    auto const out = lobby.send("/logout", {});
    CHECK(out.status == 303);
    std::string cookies;
    for (auto const &[name, value] : out.headers) cookies += value + "\n";
    CHECK(cookies.find("__Host-goen=;") != std::string::npos);
    CHECK(lobby.accounts.sessions(lobby.member).empty());
}

TEST_CASE("Opening a link of a letter changes nothing; pressing the button does") {
    Lobby lobby;
    (void)lobby.send("/join", ken);
    auto const path = lobby.link("/confirm/");
    CHECK(lobby.open(path).status == 200);
    CHECK_FALSE(lobby.accounts.members({}, 1).front().member.is_confirmed);
    CHECK(lobby.send(path, {}).status == 303);
    CHECK(lobby.accounts.members({}, 1).front().member.is_confirmed);
    CHECK(lobby.open(path).status == 404);

    (void)lobby.send("/forgot", {{"email", "ken@mihon.example"}});
    auto const reset = lobby.link("/reset/");
    CHECK(lobby.open(reset).status == 200);
    CHECK(lobby.send(reset, {{"password", "short"}}).status == 422);
    CHECK(lobby.send(reset, {{"password", "a quite new password"}}).status == 303);
    CHECK(lobby.open(reset).status == 404);
    CHECK(lobby.open("/reset/nonsense").status == 404);
}

TEST_CASE(
    "The page after asking for a forgotten password is the same for known and unknown addresses") {
    Lobby lobby;
    lobby.enter();
    lobby.member = {}, lobby.session = {};
    auto const known = lobby.send("/forgot", {{"email", "hana@mihon.example"}}),
               unknown = lobby.send("/forgot", {{"email", "nobody@mihon.example"}});
    CHECK(known.status == 200);
    CHECK(known.status == unknown.status);
    CHECK(known.body == unknown.body);
}

TEST_CASE("Who changes her password is asked whether devices and programs end, and both are chosen "
          "beforehand") {
    Lobby lobby;
    lobby.enter();
    auto const page = lobby.open("/settings/password");
    auto const checked = [&](std::string_view name) {
        auto const text = page.content();
        auto const at = text.find("name=\"" + std::string{name} + "\"");
        REQUIRE(at != std::string_view::npos);
        return text.substr(at, text.find('>', at) - at).find("checked") != std::string_view::npos;
    };
    CHECK(checked("end_devices"));
    CHECK(checked("end_tokens"));
    auto const token = lobby.accounts.make_token("hana@mihon.example", "ten thousand cranes", "x",
                                                 "", "192.0.2.1");
    auto const there =
        lobby.accounts.log_in("hana@mihon.example", "ten thousand cranes", "192.0.2.1", "");
    CHECK(lobby
              .send("/settings/password", {{"old_password", "ten thousand cranes"},
                                           {"password", "a quite new password"},
                                           {"end_tokens", "1"}})
              .status == 303);
    CHECK_FALSE(lobby.accounts.by_token(token->secret));
    CHECK(lobby.accounts.by_session(there->secret));
    // What was unchecked stays so when the form comes back.
    auto const again = lobby.send("/settings/password", {{"old_password", "not her password"},
                                                         {"password", "another new password"},
                                                         {"end_devices", "1"}});
    CHECK(again.status == 422);
    CHECK(has(again, "name=\"end_devices\" value=\"1\" checked"));
    CHECK_FALSE(has(again, "name=\"end_tokens\" value=\"1\" checked"));
}

TEST_CASE("Nobody joins or is renamed under the network's own name, and the form says so") {
    Lobby lobby;
    auto admin = ken;
    admin[0].second = "管理者", admin[1].second = "";
    admin[2].second = "かんりしゃ", admin[3].second = "";
    CHECK(lobby.send("/join", admin).status == 422);
    auto network = ken;
    network[0].second = lobby.accounts.rules().network_name, network[1].second = "";
    network[2].second = "てすと", network[3].second = "";
    CHECK(lobby.send("/join", network).status == 422);
}

TEST_CASE("Links in letters lead to the configured address, whatever Host the browser claimed") {
    Lobby lobby;
    (void)lobby.send("/join", ken);
    CHECK(lobby.postman.letters.back().text.find("https://goen.example/confirm/") !=
          std::string::npos);
}

TEST_CASE("Where members invite, the page of an invitation is filled in and others are told how it "
          "works") {
    Lobby lobby{account::JoinPolicy::invitation};
    lobby.enter();
    CHECK_FALSE(has(lobby.open("/join"), "<input type=\"hidden\" name=\"invitation\""));
    auto const page = lobby.send("/invite", {{"note", "健さん<script>"}});
    CHECK(page.status == 200);
    CHECK_FALSE(has(page, "<script>\""));
    CHECK(has(page, "健さん&lt;script&gt;"));
    auto const body = std::string{page.content()};
    auto const at = body.find("?invitation=");
    REQUIRE(at != std::string::npos);
    auto const secret = body.substr(at + 12, body.find('<', at) - at - 12);
    http::Params query;
    query.add("invitation", secret);
    CHECK(has(lobby.open("/join", query), secret));
    auto joining = ken;
    joining.emplace_back("invitation", secret);
    CHECK(lobby.send("/join", joining).status == 303);
    auto const open_by_stranger = [&](http::Params const &link) {
        auto const member = std::exchange(lobby.member, MemberId{});
        auto opened = lobby.open("/join", link);
        lobby.member = member;
        return opened;
    };
    auto const used = open_by_stranger(query);
    CHECK(used.status == 404);
    CHECK(has(used, "This invitation has been used"));
    CHECK(has(used, "please log in"));
    CHECK(has(used, "ask the person who sent you this one"));
    CHECK_FALSE(has(used, "by invitation only"));
    CHECK(has(lobby.open("/join", query), "are logged in")); // somebody who is a member opens it
}

TEST_CASE("An invitation that ended says how: expired, cancelled, or never there") {
    Lobby lobby{account::JoinPolicy::invitation};
    lobby.enter();
    auto const link_of = [](account::Accounts::Invited const &made) {
        http::Params query;
        query.add("invitation", made.link.substr(made.link.find('=') + 1));
        return query;
    };
    auto const old = lobby.accounts.invite(lobby.member, "古い");
    lobby.fresh.clock.advance(std::chrono::days{15});
    auto const cancelled = lobby.accounts.invite(lobby.member, "取り消す");
    REQUIRE(lobby.accounts.take_back(lobby.member, cancelled->id));
    lobby.member = MemberId{};
    for (auto const &[one, how] : {std::pair{&*old, "This invitation has expired"},
                                   std::pair{&*cancelled, "This invitation has been withdrawn"}}) {
        auto const page = lobby.open("/join", link_of(*one));
        CHECK(page.status == 404);
        CHECK(has(page, how));
        CHECK(has(page, "ask the person who sent you this one"));
    }
    for (auto const *wrong : {"x", "1.AAAA", "99.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        http::Params query;
        query.add("invitation", wrong);
        auto const page = lobby.open("/join", query);
        CHECK(page.status == 404);
        CHECK(has(page, "There is no such invitation"));
    }
    CHECK(has(lobby.open("/join"), "Joining is by invitation only"));
    // Of an operator's letter the operators are to be asked.
    account::NewMember mei;
    mei.email = "mei@mihon.example", mei.is_confirmed = true, mei.is_operator = true;
    mei.name.family = "李", mei.name.given = "梅";
    auto const by_operator = lobby.accounts.invite(*lobby.accounts.add(mei), "", 1, 1);
    lobby.fresh.clock.advance(std::chrono::days{2});
    CHECK(has(lobby.open("/join", link_of(*by_operator)), "ask the operators of"));
}

TEST_CASE("Every settings page opens in both languages and says what it changes") {
    Lobby lobby;
    lobby.enter();
    for (auto const language : {i18n::Language::ja, i18n::Language::en}) {
        lobby.language = language;
        for (auto const path : {"/settings", "/settings/name", "/settings/names",
                                "/settings/choices", "/settings/mail", "/settings/password",
                                "/settings/devices", "/invite", "/login", "/join", "/forgot"}) {
            if (std::string_view{path} == "/login") continue; // sends a member on
            auto const page = lobby.open(path);
            CHECK_MESSAGE(page.status == 200, path);
            CHECK(has(page, "<h1"));
            std::set<std::string> ids; // each id once, or labels point nowhere
            auto const body = std::string{page.content()};
            for (auto at = body.find(" id=\""); at != body.npos; at = body.find(" id=\"", at + 1)) {
                auto const one = body.substr(at + 5, body.find('"', at + 5) - at - 5);
                CHECK_MESSAGE(ids.insert(one).second, path << " " << one);
            }
        }
    }
}

TEST_CASE("Hana changes her settings on the pages") {
    Lobby lobby;
    lobby.enter();
    auto const form = [&](std::string const &path, tests::Fields const &typed) {
        return tests::typed_into(tests::fields_of(lobby.open(path).content(), path), typed);
    };
    auto const chosen = lobby.send(
        "/settings/choices",
        form("/settings/choices", {{"language", "en"}, {"reach", "anyone"}, {"bridge", "1"}}));
    CHECK(chosen.status == 303);
    auto const me = lobby.accounts.find(lobby.member);
    CHECK(me->reach == account::Reach::anyone);
    CHECK(me->bridge);
    CHECK(lobby.send("/settings/choices", {{"language", "fr"}, {"reach", "everything"}}).status ==
          422);

    CHECK(lobby
              .send("/settings/name",
                    form("/settings/name",
                         {{"family", "鈴木"}, {"family_kana", "すずき"}, {"keep", "1"}}))
              .status == 303);
    CHECK(has(lobby.open("/settings/names"), "山田 花"));
    CHECK(lobby
              .send("/settings/names", {{"kind", "alias"},
                                        {"family", "花"},
                                        {"since", "平成10年4月"},
                                        {"visible", "close"}})
              .status == 303);
    CHECK(lobby.accounts.name_records(lobby.member).back().since == "1998-04");
    auto const unreadable = lobby.send(
        "/settings/names",
        {{"kind", "alias"}, {"family", "花"}, {"since", "いつか"}, {"visible", "close"}});
    CHECK(unreadable.status == 422);
    CHECK(has(unreadable, "id=\"f-since-error\""));
    CHECK(lobby
              .send("/settings/password",
                    {{"old_password", "wrong"}, {"password", "a quite new password"}})
              .status == 422);
    CHECK(lobby
              .send("/settings/password",
                    {{"old_password", "ten thousand cranes"}, {"password", "a quite new password"}})
              .status == 303);
    CHECK(lobby
              .send("/settings/mail",
                    {{"email", "hana2@mihon.example"}, {"password", "a quite new password"}})
              .status == 303);
    lobby.accounts.finish_letters();
    CHECK(lobby.postman.letters.back().to == "hana2@mihon.example");
}

TEST_CASE("Ken's number in the path ends none of Hana's sessions, tokens, names or invitations") {
    Lobby lobby;
    lobby.enter();
    auto const hana = lobby.member;
    auto const session = lobby.session;
    auto const token = lobby.accounts.make_token("hana@mihon.example", "ten thousand cranes", "x",
                                                 "", "192.0.2.1");
    auto const invitation = lobby.accounts.invite(hana, "");
    lobby.enter("ken@mihon.example");
    CHECK(lobby.send("/settings/devices/" + session.text() + "/end", {}).status == 404);
    CHECK(lobby.send("/settings/tokens/" + token->id.text() + "/end", {}).status == 404);
    CHECK(lobby.send("/invite/" + invitation->id.text() + "/end", {}).status == 404);
    CHECK(lobby.send("/settings/names/1/remove", {}).status == 404);
    CHECK(lobby.send("/settings/names/nonsense/remove", {}).status == 404);
    CHECK(lobby.accounts.sessions(hana).size() == 1);
    CHECK(lobby.accounts.tokens(hana).size() == 1);
}

TEST_CASE("Choosing a language remembers it, for a member in her settings too, and goes back to "
          "the same page") {
    Lobby lobby;
    lobby.enter();
    auto const gone = lobby.send("/language", {{"language", "ja"}, {"next", "/contacts?q=a"}});
    CHECK(gone.header("location") == "/contacts?q=a");
    CHECK(gone.header("set-cookie").find("lang=ja") != std::string_view::npos);
    CHECK(lobby.accounts.find(lobby.member)->language == i18n::Language::ja);
    lobby.send("/language", {{"language", "en"}, {"next", "/"}});
    CHECK(lobby.accounts.find(lobby.member)->language == i18n::Language::en);

    lobby.member = {};
    CHECK(lobby.send("/language", {{"language", "\r\nSet-Cookie: x"}}).status == 422);
    auto const away = lobby.send("/language", {{"language", "ja"}, {"next", "//evil.example"}});
    CHECK(away.header("location") == "/");
}
