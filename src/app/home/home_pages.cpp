// SPDX-License-Identifier: Apache-2.0
#include "contacts/contacts_view.hpp"
#include "home/home_doors.hpp"
#include "i18n/dates.hpp"
#include "web/page.hpp"

namespace goen::home {

using namespace html;

namespace {

// Three things one does standing before somebody; big enough for a thumb.
Html doors_of_the_day(web::Visit const &visit) {
    auto const &w = visit.words;
    auto const door = [](char const *to, char const *picture, std::string_view what,
                         std::string_view more) {
        return li(a(cls("door"), href(Url{to}), web::icon(picture), span(cls("who"), what),
                    span(cls("meta"), more)));
    };
    return ul(
        cls("doors-of-the-day"),
        door("/exchange", "exchange", w("Exchange cards"), w("Show my code, or type in theirs")),
        door("/card", "card", w("My card"), w("As others see it")),
        door("/contacts/new", "contacts", w("Write down a card"),
             w("From paper, for my own book")));
}

Html waiting(web::Visit const &visit) {
    auto const &w = visit.words;
    auto const count = visit.waiting_in("requests");
    if (count == 0) return {};
    return web::notice(all(w.n("{1} request is waiting for your answer.",
                               "{1} requests are waiting for your answer.", count),
                           " ", a(href(Url{"/requests"}), w("See the requests"))));
}

Html code_box(web::Visit const &visit) {
    auto const &w = visit.words;
    return web::form(visit, Url{"/exchange/look"},
                     all(div(cls("field"), label(attr("for", "home-code"), w("Type in a code")),
                             input(id("home-code"), name("code"), type("text"),
                                   attr("inputmode", "numeric"), attr("autocomplete", "off"),
                                   attr("maxlength", "20"), attr("data-digits", "6"))),
                         web::submit(w("See the card"), "button")),
                     "form panel");
}

Html home_page(web::Visit const &visit, contacts::Contacts &contacts, web::Places const &places) {
    auto const &w = visit.words;
    contacts::Ask moved;
    moved.moved_only = true;
    moved.limit = 5;
    auto const changed = contacts.list(visit.member, moved, w.language());
    contacts::Ask everyone;
    everyone.limit = 1;
    auto const book = contacts.list(visit.member, everyone, w.language());
    bool const is_empty = book && book->lines.empty();

    Html body = all(waiting(visit), doors_of_the_day(visit), code_box(visit));
    if (is_empty) {
        body +=
            web::empty_state(w("Your book is still empty"),
                             p(w("Exchange cards with the first person you meet: show her your "
                                 "code, or type in hers. You will both find each other "
                                 "in your books at once.")),
                             a(cls("button primary"), href(Url{"/exchange"}), w("Exchange cards")));
    }
    body += places.show(web::home_day, visit);
    auto const fresh = contacts.lately(visit.member, w.language());
    if (!fresh.empty()) {
        body += section(cls("stack"), h2(w("Cards just exchanged")),
                        p(cls("meta"), w("While it is fresh: open one and note what you talked "
                                         "about.")),
                        contacts::contact_lines(fresh, w));
    }
    if (changed && !changed->lines.empty()) {
        body +=
            section(cls("stack"), h2(w("Moved since you last looked")),
                    contacts::contact_lines(changed->lines, w, static_cast<int>(fresh.size()) + 1),
                    p(a(href(Url{"/contacts?moved=1"}), w("All who moved"))));
    }
    if (!is_empty) {
        body += section(
            cls("stack"), h2(w("Find somebody")),
            element("form", cls("search"), attr("method", "get"), action(Url{"/contacts"}),
                    attr("role", "search"),
                    label(cls("unseen"), attr("for", "home-q"), w("Name, reading, company, memo")),
                    input(id("home-q"), name("q"), type("search"),
                          attr("placeholder", w("Name, reading, company, memo"))),
                    web::submit(w("Search"), "button")));
    }
    return body;
}

} // namespace

void add_pages(web::Doors &doors, web::Places &places, contacts::Contacts &contacts) {
    places.add({10, "home", "/", N_("Home"), "0"});
    doors.get("/", web::Who::anyone, [&contacts, &places](web::Visit const &visit) {
        if (!visit.is_member())
            return web::page(visit, visit.network_name, web::welcome(visit), {.section = "home"});
        return web::page(visit, visit.words("Home"), home_page(visit, contacts, places),
                         {.section = "home"});
    });
}

} // namespace goen::home
