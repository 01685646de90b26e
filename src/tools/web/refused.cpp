// SPDX-License-Identifier: Apache-2.0
// Pages for when something was refused or broke: calm, short, with a way on.
#include "base/quota.hpp"
#include "web/brief_page.hpp"

namespace goen::web {

using namespace html;

namespace {

char const *heading(Refusal const &refusal) {
    if (is_over_quota(refusal)) return N_("Limit reached");
    switch (refusal.reason) {
    case Reason::not_found: return N_("Page not found");
    case Reason::forbidden: return N_("You do not have access to this page");
    case Reason::conflict: return N_("This could not be done");
    case Reason::invalid: return N_("Your request could not be read");
    case Reason::too_many: return N_("Please wait a moment");
    case Reason::unauthenticated: return N_("Please log in");
    case Reason::too_large: return N_("Too large");
    case Reason::unsupported: return N_("This type of file is not supported");
    case Reason::changed: return N_("This has changed in the meantime");
    }
    return N_("Your request could not be read");
}

char const *next_step(Refusal const &refusal, http::Request const &request) {
    if (is_over_quota(refusal))
        return N_("Nothing was lost. Go back and try again when there is room.");
    switch (refusal.reason) {
    case Reason::not_found:
        return N_("It may have ended or been withdrawn, or the address may be incomplete.");
    case Reason::forbidden:
        return N_(
            "If you think you should have access, ask the person who shared it or the operator.");
    case Reason::conflict:
    case Reason::changed: return N_("Go back and reload the page to see its current state.");
    case Reason::invalid: return N_("Go back. Your browser should still have what you entered.");
    case Reason::too_many: return N_("Nothing was lost. Please try again later.");
    case Reason::unauthenticated:
        return request.method == http::Method::post
                   ? N_("Your session may have ended. Log in in another window, then come back "
                        "here and send this again.")
                   : N_("Your session may have ended. Log in to continue.");
    case Reason::too_large:
        // Only a form with files in it has something to choose; a written text can be shortened.
        return request.media_type() == "application/x-www-form-urlencoded"
                   ? N_("Go back. Your browser should still have what you entered. Shorten it or "
                        "send it in parts.")
               : request.method == http::Method::get
                   ? N_("Nothing was lost. Please open the page again from the home page.")
                   : N_("Go back and choose a smaller file.");
    case Reason::unsupported: return N_("Go back and choose another type of file.");
    }
    return "";
}

Html ways_on(Visit const &visit) {
    auto const &w = visit.words;
    return div(
        cls("row"), a(cls("button"), href(Url{"/"}), w("Go to home page")),
        when(visit.is_member(), [&] { return a(href(Url{"/contacts"}), w("View contacts")); }),
        when(!visit.is_member(), [&] { return a(href(Url{"/login"}), w("Log in")); }));
}

// What was typed into a form that was not taken, to be copied: no text is lost with it. Passwords
// and what a page itself put into the form are not shown.
Html typed_text(Visit const &visit) {
    if (visit.request.method != http::Method::post) return {};
    constexpr std::size_t worth_keeping = 20;
    Html texts;
    for (auto const &[name, value] : visit.form.pairs()) {
        bool const is_of_page = name == "csrf" || name == "version" || name == "next" ||
                                name.find("password") != std::string::npos;
        if (is_of_page || value.size() < worth_keeping) continue;
        texts += pre(cls("typed"), value);
    }
    if (texts.empty()) return {};
    return section(cls("stack"), h2(visit.words("What you entered")), texts);
}

} // namespace

int status_of(Reason reason) {
    switch (reason) {
    case Reason::not_found: return 404;
    case Reason::forbidden: return 403;
    case Reason::conflict: return 409;
    case Reason::invalid: return 422;
    case Reason::too_many: return 429;
    case Reason::unauthenticated: return 401;
    case Reason::too_large: return 413;
    case Reason::unsupported: return 415;
    case Reason::changed: return 412;
    }
    return 500;
}

http::Response refused(Visit const &visit, Refusal const &refusal) {
    auto const &w = visit.words;
    auto const title = w(heading(refusal));
    // A field's fault that says what the message says already is not said twice; and where nothing
    // was typed into a form there is nothing to go back to.
    auto fields = refusal.fields;
    std::erase_if(
        fields, [&](FieldError const &wrong) { return wrong.why.msgid == refusal.message.msgid; });
    bool const is_by_link =
        refusal.reason == Reason::invalid && visit.request.method != http::Method::post;
    auto const wait_minutes = (refusal.retry_after.count() + 59) / 60;
    auto response = page(
        visit, title,
        div(cls("stack"), h1(title),
            when(!refusal.message.empty(), [&] { return p(cls("lead"), w(refusal.message)); }),
            when(!fields.empty(),
                 [&] {
                     return ul(
                         each(fields, [&](FieldError const &wrong) { return li(w(wrong.why)); }));
                 }),
            p(cls("meta"),
              wait_minutes > 0
                  ? w.n("Try again in {1} minute.", "Try again in {1} minutes.", wait_minutes)
              : is_by_link
                  ? std::string{w(
                        "Part of the address was not recognized. It may be old or incomplete.")}
                  : std::string{w(next_step(refusal, visit.request))}),
            typed_text(visit), ways_on(visit)),
        {.narrow = true, .status = status_of(refusal.reason)});
    if (refusal.retry_after.count() > 0)
        response.set("retry-after", std::to_string(refusal.retry_after.count()));
    return response;
}

http::Response refused_briefly(Visit const &visit, Refusal const &refusal, WayHome way) {
    auto const &w = visit.words;
    auto const title = w(heading(refusal));
    auto const body =
        all(h1(title),
            when(!refusal.message.empty(), [&] { return p(cls("lead"), w(refusal.message)); }),
            when(refusal.message.empty(),
                 [&] { return p(cls("lead"), w(next_step(refusal, visit.request))); }),
            when(way == WayHome::shown,
                 [&] { return p(a(cls("button"), href(Url{"/"}), w("Go to home page"))); }));
    auto const whole = element(
        "html", lang(i18n::code(w.language())),
        element("head", meta(attr("charset", "utf-8")),
                element("title", std::string{title} + " - " +
                                     (visit.network_name.empty() ? "goen" : visit.network_name)),
                meta(name("viewport"), attr("content", "width=device-width, initial-scale=1")),
                link(attr("rel", "stylesheet"), href(asset("goen.css")))),
        element("body", cls("guest"),
                main(id("main"), cls("page narrow"), div(cls("stack"), body))));
    auto response = http::html("<!DOCTYPE html>\n" + whole.markup(), status_of(refusal.reason));
    set_page_headers(response);
    return response;
}

http::Response troubled(Visit const &visit, std::string_view request_id) {
    auto const &w = visit.words;
    auto response =
        page(visit, w("We cannot do this right now"),
             div(cls("stack"), h1(w("We cannot do this right now")),
                 p(cls("lead"), w("Something on our side is not working. No partial changes were "
                                  "saved. Please try again in a minute.")),
                 when(!request_id.empty(),
                      [&] {
                          return p(cls("meta"),
                                   w("If this continues, please give the operator this number: {1}",
                                     {std::string{request_id}}));
                      }),
                 typed_text(visit), ways_on(visit)),
             {.narrow = true, .status = 503});
    response.set("retry-after", "60");
    return response;
}

http::Response outcome_unknown(Visit const &visit, std::string_view request_id) {
    auto const &w = visit.words;
    auto const title = w("We could not confirm whether this was saved");
    return page(visit, title,
                div(cls("stack"), h1(title),
                    p(cls("lead"), w("The database did not confirm this, so it may or may not have "
                                     "been saved. Please check before you try again.")),
                    when(!request_id.empty(),
                         [&] {
                             return p(
                                 cls("meta"),
                                 w("If this continues, please give the operator this number: {1}",
                                   {std::string{request_id}}));
                         }),
                    typed_text(visit), ways_on(visit)),
                {.narrow = true, .status = 503});
}

} // namespace goen::web
