// SPDX-License-Identifier: Apache-2.0
// What somebody sees who is not logged in: which community this is, how to come in, and a box for a
// code that somebody has just read out.
#include "web/page.hpp"

namespace goen::web {

using namespace html;

namespace {

Html point(std::string_view heading, std::string_view text) { return li(h3(heading), p(text)); }

// The code of somebody's card: it opens for people without an account too, as its QR does.
Html code_box(Visit const &visit) {
    auto const &w = visit.words;
    return web::form(
        visit, Url{"/code"},
        all(div(cls("field"), label(attr("for", "f-code"), w("Do you have a code?")),
                p(cls("hint"), id("f-code-hint"),
                  w("The six digits the other person shows or reads out to you.")),
                input(id("f-code"), name("code"), type("text"), attr("inputmode", "numeric"),
                      attr("autocomplete", "off"), attr("maxlength", "20"),
                      attr("aria-describedby", "f-code-hint"), attr("data-digits", "6"))),
            submit(w("View card"), "button")),
        "form code-entry");
}

} // namespace

Html welcome(Visit const &visit, Html const &sample) {
    auto const &w = visit.words;
    auto const name = visit.network_name.empty() ? std::string{"goen"} : visit.network_name;
    return div(
        cls("welcome"),
        header(cls("opening"), p(cls("meta"), w("Business cards, exchanged in person")), h1(name),
               p(cls("lead"), w("Everyone you have met, always up to date.")),
               div(cls("row"), a(cls("button primary"), href(Url{"/join"}), w("Join")),
                   a(cls("button"), href(Url{"/login"}), w("Log in")))),
        code_box(visit), sample,
        section(
            h2(w("How it works")),
            ul(cls("points"),
               point(w("Both sides agree"),
                     w("You show a code or QR code, the other person enters or scans it, and you "
                       "receive each other's cards. Nothing is exchanged unless you both agree.")),
               point(w("Cards that stay up to date"),
                     w("When someone changes jobs, the card in your contacts is updated, and the "
                       "old one stays in the ledger with its date.")),
               point(w("You choose what to share"),
                     w("Your mobile number for colleagues only, your home address for nobody. You "
                       "decide for each person, and nobody is told.")),
               point(w("Search by any spelling"),
                     w("わたなべ, watanabe, 渡辺 and 渡邉 all find the same people. You can also "
                       "search by company, place or memo.")))),
        section(cls("own"), h2(w("Run by the community")),
                p(w("This server is run by {1}. No advertising, and your data is never sold.",
                    {name}))));
}

} // namespace goen::web
