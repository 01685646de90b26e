// SPDX-License-Identifier: Apache-2.0
#include "home/home_view.hpp"

#include "card/card_view.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"
#include "i18n/partial_dates.hpp"
#include "web/home_places.hpp"
#include "web/plain.hpp"

#include <array>

namespace goen::home {

using namespace html;
using i18n::Words;

namespace {

// What people look for on a card, with where it is filled in.
struct Step {
    bool is_done;
    std::string to;
    char const *what;
};

std::array<Step, 3> steps_of(card::CardInfo const &card) {
    auto const &body = card.live.body;
    auto const edit = "/card/" + card.id.text() + "/edit";
    return {Step{!body.ja.positions.empty() || !body.en.positions.empty(), edit,
                 N_("Company and title")},
            Step{!body.phones.empty() || !body.emails.empty(), edit, N_("Phone or email")},
            Step{!body.photo.empty(), "/card/" + card.id.text() + "/pictures", N_("Photo")}};
}

// The first thing that is missing, for those who have exchanged cards already.
Html still_missing(card::CardInfo const &card, Words const &w) {
    for (auto const &step : steps_of(card)) {
        if (!step.is_done)
            return p(cls("meta missing"), w("Still missing:"), " ",
                     a(href(Url{step.to}), w(step.what)));
    }
    return {};
}

std::string today_text(Time now, Words const &w) {
    auto const today = i18n::date_in_japan(now);
    std::string const weekday{i18n::weekday_text(today, w.language())};
    auto const day = i18n::date_text(today, w.language());
    return w.is_ja() ? day + "（" + weekday + "）" : weekday + ", " + day;
}

} // namespace

Html home_assets() {
    return all(link(attr("rel", "stylesheet"), href(web::asset("feed.css"))),
               element("script", src(web::asset("feed.js")), flag("defer")));
}

Html own_card(web::Visit const &visit, std::vector<card::CardInfo> const &mine) {
    auto const &w = visit.words;
    Html face, missing;
    if (!mine.empty()) {
        face = div(cls("face"),
                   card::meishi(mine.front().live.body, w, w.language(), card::Size::small),
                   a(href(Url{"/card"}), w("My card")));
        missing = still_missing(mine.front(), w);
    }
    return section(cls("own-card"), attr("aria-label", w("My card")), face,
                   div(cls("hold-out"),
                       a(cls("button primary"), href(Url{"/exchange"}), web::icon("exchange"),
                         span(w("Show my code"))),
                       a(cls("button"), href(Url{"/exchange#receive"}), web::icon("search"),
                         span(w("Enter a code")))),
                   missing);
}

Html keys(web::Visit const &visit) {
    auto const &w = visit.words;
    auto const entry = [](char const *key, char const *path, std::string_view text,
                          Html const &more = {}) {
        return li(a(href(Url{path}), attr("accesskey", key), text), more);
    };
    auto const waiting = [&](char const *section) {
        auto const count = visit.waiting_in(section);
        return count > 0 ? Html{" (" + std::to_string(count) + ")"} : Html{};
    };
    return ul(entry("1", "/exchange", w("Show my code")),
              entry("2", "/exchange#receive", w("Enter a code")), entry("3", "#today", w("Today")),
              entry("4", "/notices", w("Notices"), waiting("notices")),
              entry("5", "/contacts", w("Contacts")),
              entry("6", "/messages", w("Messages"), waiting("messages")),
              entry("7", "/feed", w("Posts")), entry("9", "/search", w("Search")));
}

Html today_part(web::Visit const &visit, Html const &lines) {
    auto const &w = visit.words;
    auto const count = visit.waiting_in("requests");
    auto const waiting = when(count > 0, [&] {
        return web::day_line("requests",
                             w.n("{1} request is waiting for your answer.",
                                 "{1} requests are waiting for your answer.", count),
                             a(href(Url{"/requests"}), w("View requests")));
    });
    auto const all_lines = all(waiting, lines);
    return section(
        cls("panel today"), id("today"), attr("aria-labelledby", "today-title"),
        h2(id("today-title"), w("Today"), " ", span(cls("date"), today_text(visit.now, w))),
        all_lines.empty() ? p(cls("meta"), w("Nothing is due today."))
                          : ul(cls("day-lines"), all_lines));
}

Html beginning(std::vector<card::CardInfo> const &mine, Words const &w) {
    Html steps;
    bool is_complete = true;
    if (!mine.empty()) {
        for (auto const &step : steps_of(mine.front())) {
            is_complete = is_complete && step.is_done;
            steps += step.is_done ? li(cls("done"), web::icon("good"), span(w(step.what)),
                                       span(cls("unseen"), " (", w("done"), ")"))
                                  : li(a(href(Url{step.to}), w(step.what)));
        }
    }
    auto const first_steps = when(!steps.empty() && !is_complete, [&] {
        return section(cls("panel first-steps"), attr("aria-labelledby", "first-steps"),
                       h2(id("first-steps"), w("First, complete your card")),
                       p(cls("meta"), w("It is what people receive from you.")), ol(steps));
    });
    return all(
        first_steps,
        web::empty_state(
            w("No contacts yet"),
            p(w("Exchange cards with the next person you meet: show them your code, or enter "
                "theirs. You will both be added to each other's contacts right away.")),
            all(a(cls("button primary"), href(Url{"/exchange"}), w("Exchange cards")),
                a(cls("button"), href(Url{"/contacts/import"}), w("Import an address book")))));
}

Html just_exchanged(std::vector<contacts::Line> const &fresh, Words const &w, int first_key) {
    if (fresh.empty()) return {};
    return section(cls("stack"), attr("aria-labelledby", "fresh-title"),
                   h2(id("fresh-title"), w("Cards just exchanged")),
                   p(cls("meta"), w("Open one and add a memo while you remember.")),
                   contacts::contact_lines(fresh, w, first_key));
}

Html changes(std::vector<contacts::Line> const &changed, Words const &w, int first_key) {
    if (changed.empty()) return {};
    return section(cls("panel"), attr("aria-labelledby", "changes-title"),
                   h2(id("changes-title"), w("Recent changes")),
                   contacts::contact_lines(changed, w, first_key),
                   p(a(href(Url{"/contacts?moved=1"}), w("See all changes"))));
}

Html sample_card(web::Visit const &visit) {
    if (web::is_plain(visit.request)) return {};
    auto const &w = visit.words;
    card::CardBody body;
    body.name = {"見本", "花子", "", "みほん", "はなこ", "Mihon", "Hanako"};
    body.ja.positions = {{"株式会社見本商会", {"営業本部", "第一営業部"}, "課長", true}};
    body.ja.address = {"100-0005", "東京都", "千代田区", "丸の内1-2-3", "見本ビル10F", "JP"};
    body.en.positions = {{"Mihon Trading Co., Ltd.", {"First Sales"}, "Section Chief", true}};
    body.en.address = {"100-0005",         "Tokyo",           "Chiyoda-ku",
                       "1-2-3 Marunouchi", "Mihon Bldg. 10F", "JP"};
    body.phones = {{"main", "03-0000-0000"}, {"mobile", "090-0000-0000"}};
    body.emails = {{"work", "hanako@mihon.example"}};
    auto back = body;
    back.style = card::Style::mincho_navy;
    auto const side = w.language();
    auto const other = w.is_ja() ? i18n::Language::en : i18n::Language::ja;
    return figure(cls("sample-card"),
                  div(attr("aria-hidden", "true"), card::meishi(back, w, other, card::Size::small)),
                  card::meishi(body, w, side),
                  figcaption(cls("meta"), w("A sample card, in two of the five styles")));
}

} // namespace goen::home
