// SPDX-License-Identifier: Apache-2.0
// Two windows on every form that edits what exists already: the second one is told what the first
// stored, loses nothing that was typed, and overwrites nothing that it was not shown.
#include "support/form_fields.hpp"
#include "support/samples.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <thread>

using namespace goen;
using namespace goen::tests;

namespace {

// A form, and what is typed into it in two windows. `said`: what the second one is told, where that
// is not what was typed into the first.
struct Form {
    std::string door; // as `goen routes` names it
    std::string page, action;
    Fields first, second;
    std::vector<std::string> said = {};
};

// Hana with a card, a post, a contact she typed in, a reminder, and an exchange with Ken.
struct People {
    explicit People(Town &town) {
        auto &house = town.house;
        auto const hana =
            town.settle("hana@mihon.example", name_of("山田", "花", "やまだ", "はな"));
        auto const ken = town.settle("ken@mihon.example", name_of("佐藤", "健", "さとう", "けん"));
        auto const card_of = [&](MemberId who) { return house.cards.of(who).front().id; };
        auto const code = house.exchange.show_code(hana, card_of(hana), 10, 1, "");
        REQUIRE(code);
        REQUIRE(house.exchange.redeem(ken, code->secret, card_of(ken), "", "192.0.2.1"));
        contacts::Edit edit;
        edit.body = card::CardBody{};
        edit.body->name.family = "高橋";
        auto const contact = house.contacts.add(hana, edit);
        REQUIRE(contact);
        auto const reminder = house.reminders.add(
            hana, *contact, Date{std::chrono::year{2026} / 10 / 20}, "見積もり");
        REQUIRE(reminder);
        auto const photo = house.feed.add_picture(hana, sample_picture("gps.jpg"));
        REQUIRE(photo);
        auto const posted =
            house.feed.post(hana, {"展示会に出ます", feed::Kind::text, {}, {*photo}, {}, {}});
        REQUIRE(posted);
        auto const post = "/posts/" + posted->id.text() + "/edit";
        auto const opened = house.messages.open_thread(hana, {{ken}, "勉強会"});
        REQUIRE(opened);
        auto const thread = "/messages/" + opened->id.text();
        auto const card = "/card/" + card_of(hana).text() + "/edit",
                   person = "/contacts/" + contact->text(),
                   remind = "/reminders/" + reminder->id.text(), tie = "/m/" + ken.text();
        forms = {{"/posts/{id}/edit",
                  post,
                  post,
                  {{"text", "展示会に出ます。東館です"}},
                  {{"alt." + photo->id.text(), "会場の入口"}}},
                 {"/messages/{id}/name",
                  thread + "/about",
                  thread + "/name",
                  {{"name", "読書会"}},
                  {{"name", "朝の会"}}},
                 {"/contacts/{id}/edit",
                  person + "/edit",
                  person + "/edit",
                  {{"given", "花子"}},
                  {{"phone_mobile", "090-1111-2222"}}},
                 {"/contacts/{id}", person, person, {{"memo", "左の窓"}}, {{"tags", "展示会"}}},
                 {"/card/{id}/edit",
                  card,
                  card,
                  {{"phones.0.label", "mobile"}, {"phones.0.value", "090-3333-4444"}},
                  {{"label", "同窓会"}}},
                 {"/settings/name",
                  "/settings/name",
                  "/settings/name",
                  {{"family_romaji", "Yamada"}},
                  {{"given_romaji", "Hana"}}},
                 {"/settings/choices",
                  "/settings/choices",
                  "/settings/choices",
                  {{"reach", "anyone"}},
                  {{"bridge", "1"}},
                  {"会員全員から申し込みを受け付ける"}},
                 {"/introductions/settings",
                  "/introductions/settings",
                  "/introductions/settings",
                  {{"bridge", "1"}},
                  {{"found", ""}},
                  {"はい", "いいえ"}},
                 {"/notices/settings",
                  "/notices/settings",
                  "/notices/settings",
                  {{"request", "never"}},
                  {{"exchange", "at_once"}},
                  {"受け取らない"}},
                 {"/settings/push",
                  "/settings/push",
                  "/settings/push",
                  {{"request", "1"}},
                  {{"message", "1"}},
                  {"はい", "いいえ"}},
                 {"/reminders/{id}", remind, remind, {{"note", "契約"}}, {{"on", "2026-10-27"}}},
                 {"/m/{id}/tier",
                  tie,
                  tie + "/tier",
                  {{"tier", "close"}},
                  {{"tier", "colleague"}},
                  {"親しい", "仕事仲間"}}};
    }
    std::vector<Form> forms;
};

Fields without_csrf(Fields fields) {
    std::erase_if(fields, [](auto const &field) { return field.first == "csrf"; });
    return fields;
}
Fields stored_in(Browser &browser, Form const &form) {
    return without_csrf(fields_of(browser.open(form.page).body(), form.action));
}

// As it was: several forms change one thing, and each begins anew.
void restore(Browser &browser, Form const &form, Fields const &before) {
    auto const version = value_in(stored_in(browser, form), "version");
    browser.send(form.action, typed_into(before, {{"version", version}}));
    REQUIRE(browser.status() == 200);
}

void second_window_is_told(Town &town, Form const &form, std::string const &view) {
    CAPTURE(form.door);
    CAPTURE(view);
    Browser left{town}, right{town}, later{town};
    for (auto *window : {&left, &right, &later}) {
        window->log_in("hana@mihon.example");
        window->open("/?view=" + view);
    }
    auto const opened = stored_in(left, form);
    REQUIRE(stored_in(right, form) == opened);
    REQUIRE_FALSE(value_in(opened, "version").empty());
    auto const is_small = [&](Browser const &window) {
        return view == "full" || (window.says("XHTML Basic 1.1") && window.body().size() <= 9216);
    };

    left.send(form.action, typed_into(opened, form.first));
    REQUIRE(left.status() == 200);
    auto const stored = stored_in(left, form);
    REQUIRE(stored != opened);

    right.send(form.action, typed_into(opened, form.second));
    CHECK(right.status() == 409);
    CHECK(is_small(right));
    auto const body = right.body();
    auto const from = body.find("フォームを開いた後に"), until = body.find("もう一度保存", from);
    REQUIRE(until != body.npos);
    auto const told = body.substr(from, until - from);
    auto said = form.said;
    if (said.empty()) said = {form.first.back().second};
    for (auto const &text : said) CHECK_MESSAGE(told.find(text) != told.npos, text);
    CHECK(stored_in(later, form) == stored);

    // One that does not say what it saw is asked as well.
    auto blind = typed_into(opened, form.second);
    for (auto &[name, value] : blind)
        if (name == "version") value = "-";
    later.send(form.action, blind);
    CHECK(later.status() == 409);
    CHECK(stored_in(later, form) == stored);

    // What she typed is still in the form, beside what the other window stored; saved on purpose,
    // both stay.
    auto const shown = without_csrf(fields_of(right.body(), form.action));
    for (auto const &[name, value] : form.first) {
        bool const is_her_own =
            std::any_of(form.second.begin(), form.second.end(),
                        [&name = name](auto const &field) { return field.first == name; });
        if (!is_her_own) CHECK_MESSAGE(value_in(shown, name) == value, name);
    }
    for (auto const &[name, value] : form.second)
        CHECK_MESSAGE(value_in(shown, name) == value, name);
    right.send(form.action, shown);
    CHECK(right.status() == 200);
    auto const both = stored_in(later, form);
    for (auto const &[name, value] : shown) {
        if (name != "version" && name != "when") CHECK_MESSAGE(value_in(both, name) == value, name);
    }
    restore(later, form, opened);
}

} // namespace

TEST_CASE("Hana has one form open in two windows: the second tells her what the first stored, and "
          "keeps what she typed") {
    for (auto const *view : {"full", "plain"}) {
        in_each_town([view](Town &town) {
            for (auto const &form : People{town}.forms) second_window_is_told(town, form, view);
        });
    }
}

TEST_CASE("Of two windows that save in the same moment one wins, and the other one is told") {
    in_each_town([](Town &town) {
        for (auto const &form : People{town}.forms) {
            CAPTURE(form.door);
            Browser left{town}, right{town};
            left.log_in("hana@mihon.example"), right.log_in("hana@mihon.example");
            auto const before = stored_in(left, form);
            for (int round = 0; round < 6; ++round) {
                auto const mine = typed_into(stored_in(left, form), form.first),
                           hers = typed_into(stored_in(right, form), form.second);
                std::thread other{[&] { right.send(form.action, hers); }};
                left.send(form.action, mine);
                other.join();
                CHECK(std::min(left.status(), right.status()) == 200);
                CHECK(std::max(left.status(), right.status()) == 409);
                restore(left, form, before);
            }
        }
    });
}

// A new form is either held to the stories above, or says here why two windows cannot undo one
// another by it.
TEST_CASE("Every form of every page is one of those, or edits nothing that exists already") {
    std::map<std::string, std::vector<std::string>> const others{
        {"makes something new",
         {"/card/new",
          "/card/{id}/link",
          "/contacts/new",
          "/contacts/import",
          "/contacts/import/{id}",
          "/contacts/{id}/dates",
          "/contacts/{id}/reminders",
          "/settings/names",
          "/invite",
          "/admin/invite",
          "/join",
          "/exchange/code",
          "/requests/new",
          "/introductions/new",
          "/introductions/propose",
          "/c/{token}",
          "/contacts/{id}/invite",
          "/settings/archive",
          "/settings/archive/look",
          "/posts/new",
          "/posts/pictures",
          "/posts/{id}/comments",
          "/messages/new",
          "/messages/with/{id}",
          "/messages/{id}/members"}},
        {"one's own draft, of which there is one", {"/posts/draft", "/posts/draft/discard"}},
        {"sends a message; two windows with one draft are in the story of messages",
         {"/messages/{id}", "/messages/{id}/draft"}},
        {"one meeting more, or one less of the very list it was seen in", {"/contacts/{id}/met"}},
        {"adds a memo below the one that stands there", {"/exchange/done"}},
        {"sends a letter", {"/settings/confirm", "/forgot", "/admin/members/{id}/help"}},
        {"an entry in a record", {"/admin/members/{id}"}},
        {"proves with a password what it may change, and shows nothing stored",
         {"/settings/mail", "/settings/password", "/reset/{secret}", "/confirm/{secret}"}},
        {"a session begins or ends",
         {"/login", "/logout", "/settings/devices/end-others", "/settings/devices/{id}/end",
          "/settings/tokens/{id}/end"}},
        {"a browser asks to be notified, and nothing of what it asks is shown in a form",
         {"/settings/push/devices"}},
        {"a button that says what it sets",
         {"/language",
          "/reminders/years",
          "/card/{id}/main",
          "/card/{id}/show-work",
          "/contacts/{id}/looked",
          "/m/{id}/block",
          "/m/{id}/unblock",
          "/letters/off/{key}",
          "/offline",
          "/network/suggestions/{id}/dismiss",
          "/network/suggestions/{id}/restore",
          "/reminders/{id}/done",
          "/feed/seen",
          "/m/{id}/hide",
          "/m/{id}/unhide",
          "/messages/{id}/read",
          "/notices/open",
          "/notices/read",
          "/notices/read/undo",
          "/messages/{id}/mute",
          "/messages/{id}/owner",
          "/settings/messages",
          "/posts/{id}/reaction",
          "/posts/{id}/close",
          "/posts/{id}/open",
          "/posts/{id}/do"}},
        {"the address that forms of an earlier goen send /notices/settings to",
         {"/settings/letters"}},
        {"puts a tag on, or takes one off", {"/contacts/choose"}},
        {"names the tag it is about, and can be undone",
         {"/contacts/tags/rename", "/contacts/tags/delete"}},
        {"takes something away or brings it back",
         {"/card/{id}/remove",
          "/card/{id}/link/end",
          "/card/{id}/photo/remove",
          "/card/{id}/logo/remove",
          "/contacts/{id}/delete",
          "/contacts/{id}/restore",
          "/contacts/{id}/dates/{date}/delete",
          "/contacts/{id}/dates/{date}/restore",
          "/contacts/{id}/history/{edit}/undo",
          "/contacts/import/{id}/undo",
          "/contacts/tags/{batch}/undo",
          "/exchange/code/end",
          "/invite/{id}/end",
          "/m/{id}/end",
          "/reminders/{id}/delete",
          "/reminders/{id}/undo",
          "/settings/names/{id}/remove",
          "/settings/archive/forget",
          "/settings/push/devices/{id}/remove",
          "/settings/leave",
          "/posts/{id}/delete",
          "/posts/{id}/restore",
          "/comments/{id}/delete",
          "/comments/{id}/restore",
          "/messages/{id}/delete",
          "/messages/{id}/restore",
          "/messages/{id}/remove",
          "/messages/{id}/leave"}},
        {"sends a letter to the address that stands", {"/settings/letters/confirm"}},
        {"answers what waits, once",
         {"/code", "/exchange/look", "/exchange/redeem", "/requests/{id}/accept",
          "/requests/{id}/hold", "/requests/{id}/decline", "/requests/{id}/withdraw",
          "/guests/{id}/accept", "/guests/{id}/decline", "/claim/{secret}",
          "/introductions/{id}/introduce", "/introductions/{id}/accept", "/introductions/{id}/hold",
          "/introductions/{id}/decline", "/introductions/{id}/withdraw",
          "/introductions/{id}/thank", "/admin/applicants/{id}/approve",
          "/admin/applicants/{id}/decline"}},
        {"two windows are in the story of the photograph",
         {"/card/{id}/photo", "/card/{id}/logo"}}};
    FreshDatabase fresh;
    Town town{fresh};
    std::map<std::string, std::string> known;
    for (auto const &[why, doors] : others) {
        for (auto const &door : doors) known[door] = why;
    }
    for (auto const &form : People{town}.forms) known[form.door] = "told";
    for (auto const &route : town.house.pipeline().routes()) {
        if (!route.starts_with("POST /") || route.starts_with("POST /api/")) continue;
        auto const door = route.substr(5, route.find(' ', 5) - 5);
        CHECK_MESSAGE(known.erase(door) == 1, door << " edits what exists? Then web/form_version");
    }
    for (auto const &[door, why] : known) FAIL_CHECK("there is no form at " << door);
}
