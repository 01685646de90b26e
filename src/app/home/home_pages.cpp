// SPDX-License-Identifier: Apache-2.0
#include "card/card_view.hpp"
#include "contacts/contacts_view.hpp"
#include "home/home_doors.hpp"
#include "i18n/dates.hpp"
#include "web/page.hpp"
#include "web/plain.hpp"

namespace goen::home {

using namespace html;

namespace {

// What one holds out: one's own card, the code, and the field for somebody else's.
Html own_card(web::Visit const &visit, std::vector<card::CardInfo> const &mine) {
    auto const &w = visit.words;
    Html face;
    if (!mine.empty())
        face = div(cls("face"),
                   card::meishi(mine.front().live.body, w, w.language(), card::Size::small),
                   a(href(Url{"/card"}), w("My card")));
    return section(
        cls("panel own-card"), attr("aria-label", w("My card")), face,
        a(cls("button primary big"), href(Url{"/exchange"}), w("Show my code")),
        web::form(visit, Url{"/exchange/look"},
                  all(div(cls("field"), label(attr("for", "home-code"), w("Enter a code")),
                          input(id("home-code"), name("code"), type("text"),
                                attr("inputmode", "numeric"), attr("autocomplete", "off"),
                                attr("maxlength", "20"), attr("data-digits", "6"))),
                      web::submit(w("View card"), "button")),
                  "form code-row"));
}

// The first screen of a keypad phone: everything is one key away, and a key means one thing.
Html keys(web::Visit const &visit) {
    auto const &w = visit.words;
    auto const entry = [](char const *key, char const *path, std::string_view text,
                          Html const &more = {}) {
        return li(a(href(Url{path}), attr("accesskey", key), text), more);
    };
    auto const count = visit.waiting_in("requests");
    return ul(entry("1", "/exchange", w("Show my code")),
              entry("2", "/exchange#receive", w("Enter a code")), entry("3", "#today", w("Today")),
              entry("4", "/requests", w("Requests"),
                    count > 0 ? Html{" (" + std::to_string(count) + ")"} : Html{}),
              entry("5", "/contacts", w("Contacts")),
              entry("9", "/contacts#contacts-q", w("Find people")));
}

// Before the first exchange: what one's card still lacks.
Html first_steps(std::vector<card::CardInfo> const &mine, i18n::Words const &w) {
    if (mine.empty()) return {};
    auto const &body = mine.front().live.body;
    bool const has_work = !body.ja.positions.empty() || !body.en.positions.empty();
    bool const has_contact = !body.phones.empty() || !body.emails.empty();
    bool const has_photo = !body.photo.empty();
    if (has_work && has_contact && has_photo) return {};
    auto const edit = "/card/" + mine.front().id.text() + "/edit";
    auto const step = [&](bool is_done, std::string const &to, std::string_view what) {
        if (is_done)
            return li(cls("done"), web::icon("good"), span(what),
                      span(cls("unseen"), " (", w("done"), ")"));
        return li(a(href(Url{to}), what));
    };
    return section(cls("panel first-steps"), attr("aria-labelledby", "first-steps"),
                   h2(id("first-steps"), w("First, complete your card")),
                   p(cls("meta"), w("It is what people receive from you.")),
                   ol(step(has_work, edit, w("Company and title")),
                      step(has_contact, edit, w("Phone or email")),
                      step(has_photo, "/card", w("Photo"))));
}

Html waiting(web::Visit const &visit) {
    auto const &w = visit.words;
    auto const count = visit.waiting_in("requests");
    if (count == 0) return {};
    return web::notice(all(w.n("{1} request is waiting for your answer.",
                               "{1} requests are waiting for your answer.", count),
                           " ", a(href(Url{"/requests"}), w("View requests"))));
}

Html home_page(web::Visit const &visit, contacts::Contacts &contacts, card::Cards &cards,
               web::Places const &places) {
    auto const &w = visit.words;
    contacts::Ask moved;
    moved.moved_only = true;
    moved.limit = 5;
    contacts::Ask everyone;
    everyone.limit = 1;
    auto const [mine, changed, book, fresh] = contacts.database().read([&](store::Reader &) {
        return std::tuple{cards.of(visit.member), contacts.list(visit.member, moved, w.language()),
                          contacts.list(visit.member, everyone, w.language()),
                          contacts.lately(visit.member, w.language())};
    });
    bool const is_empty = book && book->lines.empty();

    bool const is_plain = web::is_plain(visit.request);
    // The keys of a small page belong to its first screen.
    int const first_key = is_plain ? 10 : 1;
    Html day = all(waiting(visit), places.show(web::home_day, visit)), news;
    if (is_empty) {
        day += first_steps(mine, w);
        day += web::empty_state(
            w("No contacts yet"),
            p(w("Exchange cards with the next person you meet: show them your code, or enter "
                "theirs. You will both be added to each other's contacts right away.")),
            all(a(cls("button primary"), href(Url{"/exchange"}), w("Exchange cards")),
                a(cls("button"), href(Url{"/contacts/import"}), w("Import an address book"))));
    }
    if (!fresh.empty()) {
        day += section(cls("stack"), h2(w("Cards just exchanged")),
                       p(cls("meta"), w("Open one and add a memo while you remember.")),
                       contacts::contact_lines(fresh, w, first_key));
    }
    if (changed && !changed->lines.empty()) {
        news += section(
            cls("stack"), h2(w("Recent changes")),
            contacts::contact_lines(changed->lines, w, first_key + static_cast<int>(fresh.size())),
            p(a(href(Url{"/contacts?moved=1"}), w("See all changes"))));
    }
    if (day.empty() && news.empty()) {
        day +=
            web::empty_state(w("Nothing new today"),
                             p(w("Requests, reminders and changes to your contacts appear here.")),
                             a(cls("button"), href(Url{"/contacts/new"}), w("Add a paper card")));
    }
    Html body = all(h1(cls("unseen"), w("Home")),
                    div(cls("home"), is_plain ? keys(visit) : own_card(visit, mine),
                        div(cls("day stack"), id("today"), day),
                        when(!news.empty(), [&] { return div(cls("news"), news); })));
    return body;
}

// For those who have not joined: the card of somebody invented, both sides of it.
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

} // namespace

void add_pages(web::Doors &doors, web::Places &places, contacts::Contacts &contacts,
               card::Cards &cards) {
    places.add({10, "home", "/", N_("Home"), "0"});
    doors.get("/", web::Who::anyone, [&contacts, &cards, &places](web::Visit const &visit) {
        if (!visit.is_member())
            return web::page(visit, visit.network_name, web::welcome(visit, sample_card(visit)),
                             {.section = "home"});
        return web::page(visit, visit.words("Home"), home_page(visit, contacts, cards, places),
                         {.section = "home"});
    });
}

} // namespace goen::home
