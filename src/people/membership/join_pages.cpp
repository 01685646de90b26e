// SPDX-License-Identifier: Apache-2.0
// Joining.
#include "account/for_one.hpp"
#include "membership/membership_pages.hpp"
#include "membership/name_form.hpp"

namespace goen::membership {

using namespace html;
using account::Accounts;
using account::JoinPolicy;
using web::field;
using web::Visit;

namespace {

using Fate = account::InvitationFate;

http::Response invitation_only_page(Visit const &visit) {
    auto const &w = visit.words;
    return web::page(visit, w("Joining is by invitation only"),
                     all(p(w("To join {1}, you need an invitation from a member. If you have one, "
                             "please open its link.",
                             {visit.network_name})),
                         p(a(href(Url{"/login"}), w("Already have an account? Log in")))),
                     {.narrow = true});
}

// What happened to the invitation of a link, and what to do now.
http::Response ended_invitation_page(Visit const &visit, JoinPolicy policy, Fate const &fate) {
    auto const &w = visit.words;
    bool const is_used = fate.state == Fate::State::used;
    auto const title = is_used ? w("This invitation has been used")
                       : fate.state == Fate::State::withdrawn
                           ? w("This invitation has been withdrawn")
                       : fate.state == Fate::State::expired ? w("This invitation has expired")
                                                            : w("There is no such invitation");
    auto const whom_to_ask =
        fate.by_operator
            ? w("If you need a new one, please ask the operators of {1}.", {visit.network_name})
            : w("If you need a new one, please ask the person who sent you this one.");
    Html way_on;
    if (visit.is_member()) {
        way_on = all(p(w("You have an account and are logged in.")),
                     p(a(cls("button primary"), href(Url{"/"}), w("Go to home page"))));
    } else {
        way_on =
            all(when(is_used, [&] { return p(w("If you joined with it, please log in.")); }),
                p(a(cls(is_used ? "button primary" : "button"), href(Url{"/login"}), w("Log in"))),
                when(policy != JoinPolicy::invitation,
                     [&] { return p(a(href(Url{"/join"}), w("Join without an invitation"))); }));
    }
    return web::page(visit, title,
                     all(when(fate.state == Fate::State::unknown,
                              [&] {
                                  return p(w("The link may be incomplete, or the invitation is "
                                             "very old. Please check that you opened the whole "
                                             "link."));
                              }),
                         p(whom_to_ask), way_on),
                     {.narrow = true, .status = 404});
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

http::Response open_join(Visit const &visit, Accounts &accounts, store::Database &database) {
    auto const secret = visit.query("invitation");
    auto const policy = accounts.rules().policy;
    if (secret.empty() && policy == JoinPolicy::invitation) return invitation_only_page(visit);
    auto const invited = secret.empty() ? std::nullopt : accounts.invitation(secret);
    if (!invited && !secret.empty()) {
        auto const fate = database.read([&](store::Reader &reader) {
            return account::fate_of_invitation(reader, secret, visit.now);
        });
        return ended_invitation_page(visit, policy, fate);
    }
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

void add_join_pages(web::Doors &doors, Accounts &accounts, store::Database &database) {
    doors.get("/join", web::Who::anyone,
              [&](Visit const &visit) { return open_join(visit, accounts, database); });
    doors.post("/join", web::Who::anyone, web::HashesPassword{},
               [&](Visit const &visit) { return join(visit, accounts); });
    doors.get("/join/done", web::Who::anyone,
              [&](Visit const &visit) { return done_page(visit, accounts); });
}

} // namespace goen::membership
