// SPDX-License-Identifier: Apache-2.0
// Joining.
#include "membership/membership_pages.hpp"
#include "membership/name_form.hpp"

namespace goen::membership {

using namespace html;
using account::Accounts;
using account::JoinPolicy;
using web::field;
using web::Visit;

namespace {

http::Response closed_page(Visit const &visit, JoinPolicy policy, bool link_is_dead) {
    auto const &w = visit.words;
    bool const is_open = policy != JoinPolicy::invitation;
    return web::page(
        visit,
        is_open ? w("This invitation is no longer valid") : w("Joining is by invitation only"),
        all(when(link_is_dead,
                 [&] {
                     return web::notice(
                         p(w("This invitation has been used, has expired, or its link is "
                             "incomplete. Please ask the person who invited you for a new one.")),
                         "warn");
                 }),
            is_open ? p(a(href(Url{"/join"}), w("Join without an invitation")))
                    : p(w("To join {1}, you need an invitation from a member. If you have one, "
                          "please open its link.",
                          {visit.network_name})),
            p(a(href(Url{"/login"}), w("Already have an account? Log in")))),
        {.narrow = true, .status = link_is_dead ? 404 : 200});
}

http::Response join_page(Visit const &visit, Accounts &accounts, web::FormState const &state,
                         int status) {
    auto const &w = visit.words;
    bool const asks_operator = accounts.rules().policy == JoinPolicy::approval;
    auto const inner =
        all(web::form_errors(visit, state),
            input(type("hidden"), name("invitation"), value(state.value("invitation"))),
            h2(w("Your name")),
            p(w("Please use the name you use at work, as on a business card. It makes you easy to "
                "find, and everyone knows who they are talking to.")),
            name_fields(visit, state), h2(w("Log-in details")),
            field(visit, state, "email", w("Email address"),
                  {.type = "email",
                   .hint = w("Used only to log in and to email you. Others see it only if you put "
                             "it on a card."),
                   .autocomplete = "email",
                   .inputmode = "email",
                   .required = true,
                   .max_length = 254}),
            field(visit, state, "password", w("Password"),
                  {.type = "password",
                   .hint = w("At least 10 characters of any kind. A short sentence works well."),
                   .autocomplete = "new-password",
                   .required = true}),
            when(asks_operator,
                 [&] {
                     return web::text_area(visit, state, "application",
                                           w("Message to the operators"), 4,
                                           {.hint = w("An operator reviews each application. Say "
                                                      "who you are and who you know here."),
                                            .max_length = 1000});
                 }),
            div(cls("actions"), web::submit(asks_operator ? w("Apply") : w("Join"))));
    return web::page(visit, w("Join {1}", {visit.network_name}),
                     all(web::form(visit, Url{"/join"}, inner),
                         p(a(href(Url{"/login"}), w("Already have an account? Log in")))),
                     {.narrow = true, .status = status});
}

http::Response open_join(Visit const &visit, Accounts &accounts) {
    auto const secret = visit.query("invitation");
    auto const invited = secret.empty() ? std::nullopt : accounts.invitation(secret);
    if (!invited && (accounts.rules().policy == JoinPolicy::invitation || !secret.empty()))
        return closed_page(visit, accounts.rules().policy, !secret.empty());
    web::FormState state;
    if (invited) {
        state.typed.add("invitation", std::string{secret});
        state.typed.add("email", invited->mail);
        auto name = invited->name;
        if (!visit.words.is_ja() && name.family.empty() && name.given.empty())
            name.order = names::Order::given_first;
        put_name(state.typed, name);
    } else {
        state.typed.add("order", visit.words.is_ja() ? "family_first" : "given_first");
    }
    return join_page(visit, accounts, state, 200);
}

http::Response join(Visit const &visit, Accounts &accounts) {
    auto const &form = visit.form;
    auto const name = names::PersonName::parse(name_input(form), names::NameRule::member);
    auto const email = account::parse_email(form.get("email"));
    auto const good = account::check_password(
        form.get("password"),
        {email ? *email : std::string{}, name ? *name : names::PersonName{}, visit.network_name});
    // Everything that is wrong, at once: nobody likes to be sent back three times.
    web::FormState state{form, {}, {}};
    for (auto const *why : {name ? nullptr : &name.why(), email ? nullptr : &email.why(),
                            good ? nullptr : &good.why()}) {
        if (!why) continue;
        for (auto const &error : why->fields) state.errors.push_back(error);
        if (why->fields.empty()) state.message = why->message;
    }
    if (!name || !email || !good) return join_page(visit, accounts, state, 422);

    account::NewMember member;
    member.email = *email;
    member.password = form.get("password");
    member.name = *name;
    member.language = visit.words.language();
    auto const joined = accounts.join(member, form.get("invitation"), form.get("application"),
                                      visit.request.peer, visit.request.header("user-agent"));
    if (!joined) {
        return join_page(visit, accounts, web::typed_again(visit, joined.why()),
                         web::status_of(joined.why().reason));
    }
    if (!joined->logged_in) return http::see_other("/join/done");
    auto response = web::go(visit, "/", {N_("Welcome. Your account is ready.")});
    response.add("set-cookie",
                 to_string(session_cookie(joined->logged_in->secret, is_secure(visit))));
    return response;
}

// The same for a new address and for one that is known: only the letter tells.
http::Response done_page(Visit const &visit, Accounts &accounts) {
    auto const &w = visit.words;
    bool const asks_operator = accounts.rules().policy == JoinPolicy::approval;
    return web::page(
        visit, w("Check your email"),
        all(p(w("We have sent an email to your address. Please open the link in it.")),
            p(asks_operator ? w("An operator will then review your application, and you will get "
                                "an email with the decision.")
                            : w("You can log in now. Other members can see you once your email "
                                "address is confirmed.")),
            p(w("If it does not arrive within a few minutes, please check your spam folder.")),
            p(a(cls("button primary"), href(Url{"/login"}), w("Log in")))),
        {.narrow = true});
}

} // namespace

void add_join_pages(web::Doors &doors, Accounts &accounts) {
    doors.get("/join", web::Who::anyone,
              [&](Visit const &visit) { return open_join(visit, accounts); });
    doors.post("/join", web::Who::anyone, web::HashesPassword{},
               [&](Visit const &visit) { return join(visit, accounts); });
    doors.get("/join/done", web::Who::anyone,
              [&](Visit const &visit) { return done_page(visit, accounts); });
}

} // namespace goen::membership
