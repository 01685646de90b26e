// SPDX-License-Identifier: Apache-2.0
#include "guest/guest_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "web/flash.hpp"
#include "web/plain.hpp"

namespace goen::guest {

using namespace html;
using web::Visit;

namespace {

std::string network_of(Visit const &visit) {
    return visit.network_name.empty() ? std::string{"goen"} : visit.network_name;
}

std::string name_on(card::CardBody const &body, i18n::Words const &w) {
    return body.name.empty() ? std::string{w("A member")} : body.name.display(w.language());
}

Html property(std::string_view name, std::string_view content) {
    return meta(attr("property", name), attr("content", content));
}

Html head_of(Visit const &visit, std::string_view about) {
    auto const &w = visit.words;
    auto const network = network_of(visit);
    return element(
        "head", meta(attr("charset", "utf-8")), element("title", about, " - ", network),
        meta(name("viewport"), attr("content", "width=device-width, initial-scale=1")),
        meta(name("description"),
             attr("content", w("A business card you can save. No account needed."))),
        meta(name("robots"), attr("content", "noindex, nofollow, noarchive")),
        meta(name("color-scheme"), attr("content", "light dark")),
        meta(name("format-detection"), attr("content", "telephone=no")),
        property("og:type", "website"), property("og:site_name", network),
        property("og:title", about),
        property("og:description", w("A business card you can save. No account needed.")),
        link(attr("rel", "stylesheet"), href(web::asset("card.css"))),
        // Without this a browser asks for one more file.
        link(attr("rel", "icon"), attr("href", "data:,")));
}

Html language_form(Visit const &visit) {
    bool const ja = visit.words.is_ja();
    // A refused form stands at the address of its card.
    auto const here = http::safe_path(visit.request.target);
    return web::form(
        visit, Url{"/language"},
        all(input(type("hidden"), name("next"), value(here)),
            button(cls("link"), type("submit"), name("language"), value(ja ? "en" : "ja"),
                   lang(ja ? "en" : "ja"), ja ? "English" : "日本語")),
        "inline");
}

std::string tail(std::string_view path, std::string_view token) {
    return std::string{path} + std::string{token};
}

Html leave_form(Visit const &visit, CardPage const &page) {
    auto const &w = visit.words;
    auto const who = name_on(page.body, w);
    return section(
        cls("panel"), id("leave"), h2(w("Leave your card")),
        web::form(visit, Url{tail("/c/", page.token) + "#leave"},
                  all(web::form_errors(visit, page.form),
                      web::field(visit, page.form, "name", w("Name"),
                                 {.autocomplete = "name", .required = true, .max_length = 200}),
                      web::field(visit, page.form, "kana", w("Name reading"),
                                 {.hint = w("In kana, for example やまだ はなこ. Optional."),
                                  .max_length = 200}),
                      web::field(visit, page.form, "company", w("Company"),
                                 {.autocomplete = "organization", .max_length = 200}),
                      web::field(visit, page.form, "email", w("Email address"),
                                 {.type = "email",
                                  .hint = w("An email address or a phone number is enough."),
                                  .autocomplete = "email",
                                  .max_length = 254}),
                      web::field(visit, page.form, "phone", w("Phone"),
                                 {.type = "tel", .autocomplete = "tel", .max_length = 60}),
                      web::text_area(visit, page.form, "word", w("Message"), 3,
                                     {.max_length = static_cast<int>(max_word)}),
                      div(cls("actions"), web::submit(w("Leave my card"))))),
        p(cls("meta"), w("Only {1} will see it. You do not need an account, and you will get no "
                         "email unless {1} invites you.",
                         {who})));
}

} // namespace

std::string title_for_all(card::CardBody const &to_all, i18n::Words const &w) {
    return to_all.name.empty() ? std::string{w("A business card")}
                               : w("{1}'s card", {to_all.name.display(w.language())});
}

http::Response stranger_page(Visit const &visit, std::string_view about, Html body, int status) {
    auto const &w = visit.words;
    http::Response response;
    if (web::is_plain(visit.request)) {
        response = http::html(web::plain_document(visit, about, {}, body), status);
    } else {
        auto const document_body = element(
            "body", cls("guest"), a(cls("skip"), href(Url{"#main"}), w("Skip to content")),
            header(cls("head"), a(cls("brand"), href(Url{"/"}), network_of(visit)),
                   when(!visit.is_member(),
                        [&] {
                            return nav(cls("doors"), attr("aria-label", w("Main")),
                                       a(href(Url{"/login"}), attr("accesskey", "1"), w("Log in")));
                        })),
            element("main", id("main"), cls("page card-visit"), attr("tabindex", "-1"), body),
            footer(cls("foot"), language_form(visit),
                   a(href(Url{"?view=plain"}), attr("rel", "nofollow"), w("Plain edition"))));
        auto const document =
            element("html", lang(i18n::code(w.language())), head_of(visit, about), document_body);
        response = http::html("<!DOCTYPE html>\n" + document.markup(), status);
    }
    web::set_page_headers(response);
    response.set("x-robots-tag", "noindex, nofollow, noarchive");
    // The address is the key: it must not travel on to wherever a link of the card leads.
    response.set("referrer-policy", "same-origin");
    if (auto const wanted = visit.query("view"); wanted == "plain" || wanted == "full") {
        response.add("set-cookie", http::to_string(http::Cookie{
                                       "view", std::string{wanted}, std::chrono::hours{24 * 365},
                                       true, visit.public_url.starts_with("https:"), "Lax"}));
    }
    return response;
}

Html card_page(Visit const &visit, CardPage const &page) {
    auto const &w = visit.words;
    auto const who = name_on(page.body, w);
    Html below;
    if (page.is_mine) {
        below = web::notice(p(w("This is your own card, as seen by anyone with the link."), " ",
                              a(href(Url{"/card"}), w("My card"))));
    } else if (visit.is_member()) {
        below =
            page.owner
                ? p(a(cls("button primary"), href(Url{"/requests/new?to=" + page.owner->text()}),
                      w("Request an exchange")))
                : p(cls("meta"), w("To exchange cards, ask {1} for a code.", {who}));
    } else {
        auto const next = page.is_code ? tail("/x/", page.token) : tail("/c/", page.token);
        below = all(leave_form(visit, page), p(w("Already a member?"), " ",
                                               a(href(Url{"/login?next=" + percent_encoded(next)}),
                                                 w("Log in and exchange cards"))));
    }
    return all(h1(w("{1}'s card", {who})),
               div(cls("card-shown"), card::both_sides(page.body, w),
                   p(a(cls("button primary"), href(Url{tail("/c/", page.token) + ".vcf"}),
                       w("Save to my address book"))),
                   card::card_details(page.body, w)),
               below);
}

Html code_page(Visit const &visit, web::FormState const &state) {
    auto const &w = visit.words;
    return all(
        h1(w("Enter a code")),
        web::form(
            visit, Url{"/code"},
            all(web::form_errors(visit, state),
                web::field(visit, state, "code", w("Code"),
                           {.hint = w("The six digits the other person shows or reads out to you."),
                            .autocomplete = "one-time-code",
                            .inputmode = "numeric",
                            .required = true,
                            .max_length = 20}),
                div(cls("actions"), web::submit(w("View card"))))),
        p(w("You do not need an account to see the card."), " ",
          a(href(Url{"/login?next=/exchange"}), w("Log in and exchange cards"))));
}

Html left_page(Visit const &visit, std::string_view token) {
    auto const &w = visit.words;
    return all(h1(w("Your card has been left")),
               p(w("Thank you. Only the person whose card you opened can see it.")),
               p(a(cls("button"), href(Url{tail("/c/", token)}), w("Back to card"))));
}

Html claim_page(Visit const &visit, std::string_view secret, card::CardBody const &inviter) {
    auto const &w = visit.words;
    auto const who = name_on(inviter, w), network = network_of(visit);
    auto const doors =
        visit.is_member()
            ? web::post_button(visit, Url{tail("/claim/", secret)},
                               w("Exchange cards with {1}", {who}), "button primary")
            : all(a(cls("button primary"), href(Url{tail("/join?invitation=", secret)}),
                    w("Join {1}", {network})),
                  a(cls("button"),
                    href(Url{"/login?next=" + percent_encoded(tail("/claim/", secret))}),
                    w("Already have an account? Log in")));
    return all(h1(w("{1} invites you to {2}", {who, network})),
               div(cls("card-shown"), card::both_sides(inviter, w)),
               p(w("If you join, you and {1} will have each other's cards from the start. If you "
                   "use the email address you left, your details are filled in on your new card. "
                   "You can change them, and only people you exchange cards with can see them.",
                   {who})),
               div(cls("actions"), doors));
}

namespace {

Html guest_item(Visit const &visit, Guest const &guest) {
    auto const &w = visit.words;
    auto const path = "/guests/" + guest.id.text();
    web::FormState state;
    state.typed.add("place", guest.place);
    return article(
        cls("panel request"), h3(name_on(guest.body, w)),
        div(cls("stack"),
            when(!guest.word.empty(), [&] { return blockquote(cls("message"), guest.word); }),
            card::card_details(guest.body, w),
            p(cls("meta"), i18n::ago_text(guest.left, visit.now, w.language()), " · ",
              guest.by_code ? w("via your code") : w("via your card link"), " · ",
              w("Expires on {1}", {i18n::day_text(guest.stays_until(), w.language())}))),
        web::form(
            visit, Url{path + "/accept"},
            all(web::field(visit, state, "place", w("Place or occasion"), {.max_length = 200}),
                web::submit(w("Add to contacts"), "button primary")),
            "form accept"),
        div(cls("row"),
            web::post_button(visit, Url{path + "/decline"}, w("Delete"), "button quiet")));
}

} // namespace

Html guests_section(Visit const &visit, std::vector<Guest> const &guests, bool has_more,
                    bool is_first_page) {
    auto const &w = visit.words;
    if (guests.empty() && is_first_page) return {};
    return section(
        id("guests"), h2(w("Guest cards")),
        p(cls("meta"), w("Cards from people without an account who opened your link or code. They "
                         "are not told whether you add or delete their card.")),
        div(cls("stack"),
            each(guests, [&](Guest const &guest) { return guest_item(visit, guest); })),
        when(has_more, [&] {
            return p(a(href(Url{"/requests?guests_before=" + guests.back().id.text() + "#guests"}),
                       w("Older guest cards")));
        }));
}

Html invite_page(Visit const &visit, ContactId contact, std::string const &name,
                 Guests::Invitation const &invitation) {
    auto const &w = visit.words;
    auto const back = "/contacts/" + contact.text();
    Html lines;
    for (auto const line : split(invitation.letter.text, '\n')) lines += all(Html{line}, br());
    auto const facts = dl(cls("facts"), div(dt(w("To")), dd(invitation.letter.to)),
                          div(dt(w("Subject")), dd(invitation.letter.subject)));
    return all(h1(w("Invite {1} to join", {name})),
               when(invitation.sent.has_value(),
                    [&] {
                        return p(cls("meta"), w("Last invited on {1}.",
                                                {i18n::day_text(*invitation.sent, w.language())}));
                    }),
               invitation.why_not
                   ? web::notice(p(w(invitation.why_not->message)), "warn")
                   : all(p(w("This email will be sent. Nothing else is sent to this address.")),
                         section(cls("panel letter"), attr("aria-label", w("Email text")), facts,
                                 div(cls("letter-text"), lines)),
                         div(cls("actions"), web::post_button(visit, Url{back + "/invite"},
                                                              w("Send email"), "button primary"))),
               p(a(href(Url{back}), w("Back to contact"))));
}

} // namespace goen::guest
