// SPDX-License-Identifier: Apache-2.0
// What somebody sees who is not logged in: which community this is, how to come in, and a box for a
// code that somebody has just read out.
#include "web/page.hpp"

namespace goen::web {

using namespace html;

namespace {

Html point(std::string_view heading, std::string_view text) { return li(h3(heading), p(text)); }

// Typing a code needs an account on one's own side; the log-in page comes first and goes on to the
// exchange.
Html code_box(Visit const &visit) {
    auto const &w = visit.words;
    return element("form", cls("form code-entry"), attr("method", "get"), action(Url{"/exchange"}),
                   div(cls("field"), label(attr("for", "f-code"), w("Were you given a code?")),
                       p(cls("hint"), id("f-code-hint"),
                         w("The six digits that the other person shows or reads out.")),
                       input(id("f-code"), name("code"), type("text"), attr("inputmode", "numeric"),
                             attr("autocomplete", "off"), attr("maxlength", "7"),
                             attr("aria-describedby", "f-code-hint"), attr("data-digits", "6"))),
                   submit(w("Go on"), "button"));
}

} // namespace

Html welcome(Visit const &visit) {
    auto const &w = visit.words;
    auto const name = visit.network_name.empty() ? std::string{"goen"} : visit.network_name;
    return div(
        cls("welcome"),
        header(cls("opening"), p(cls("meta"), w("Business cards, exchanged in person")), h1(name),
               p(cls("lead"), w("The people you have met, always at their present desk.")),
               div(cls("row"), a(cls("button primary"), href(Url{"/join"}), w("Join")),
                   a(cls("button"), href(Url{"/login"}), w("Log in")))),
        code_box(visit),
        section(h2(w("How it works here")),
                ul(cls("points"),
                   point(w("Both sides agree"), w("You show a code or a QR, the other person reads "
                                                  "it, and each holds the other's card. Nothing is "
                                                  "exchanged unless both want it.")),
                   point(w("Cards that stay true"),
                         w("When somebody moves, the card in your book moves too, and the old one "
                           "stays in the ledger with "
                           "its date.")),
                   point(w("You choose the distance"),
                         w("A mobile number only for colleagues, a home address for nobody: you "
                           "decide for each person, and "
                           "nobody is told.")),
                   point(w("Found by any spelling"),
                         w("わたなべ, watanabe, 渡辺 and 渡邉 find the same people; so do a "
                           "company, a place or your own memo.")))),
        section(cls("own"), h2(w("Kept by the community")),
                p(w("This server belongs to {1}. No advertising, and nothing sold.", {name}))));
}

} // namespace goen::web
