// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.hpp"

#include "app/asset_shelf.hpp"
#include "app/openapi.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "http/compress.hpp"
#include "letter/letter_doors.hpp"
#include "membership/membership_doors.hpp"
#include "store/outcome_unknown.hpp"
#include "web/brief_page.hpp"
#include "web/csrf.hpp"
#include "web/page.hpp"
#include "web/shift_jis.hpp"

namespace goen::app {
namespace {

std::string host_of(std::string_view url) {
    auto const start = url.find("://");
    return lower_ascii(start == url.npos ? url : url.substr(start + 3));
}

bool is_html(http::Response const &response) {
    return response.header("content-type").starts_with("text/html");
}

} // namespace

Pipeline::Pipeline(Config const &config, Rooms rooms, web::Doors const &doors)
    : config_(config), rooms_(rooms), doors_(doors),
      public_url_(config.public_url.empty() ? "http://" + config.listen : config.public_url),
      secure_(public_url_.starts_with("https://")), assets_(std::make_unique<AssetShelf>()),
      idempotency_(rooms.database, rooms.clock) {
    for (auto const &door : doors_.pages()) page_router_.add(door.method, door.pattern);
    for (auto const &door : doors_.apis())
        api_router_.add(door.endpoint.method, door.endpoint.path);
    openapi_ = openapi(doors_.apis(), public_url_);
    versions_ = web::version_uses(doors_.apis());
}

Pipeline::~Pipeline() = default;

std::vector<std::string> Pipeline::routes() const {
    std::vector<std::string> out;
    auto const who = [](web::Who w) {
        return w == web::Who::anyone ? " anyone" : w == web::Who::member ? " member" : " operator";
    };
    for (auto const &door : doors_.pages()) {
        out.push_back(std::string{http::to_string(door.method)} + " " + door.pattern +
                      who(door.who));
    }
    for (auto const &door : doors_.apis()) {
        out.push_back(std::string{http::to_string(door.endpoint.method)} + " " +
                      std::string{api_root} + door.endpoint.path + who(door.endpoint.who));
    }
    out.push_back("GET /api/v1/openapi.json anyone");
    out.push_back("GET /healthz anyone");
    out.push_back("GET /readyz anyone");
    return out;
}

// The three errors meet here: refusals have become responses already; trouble and bugs are caught.
http::Response Pipeline::operator()(http::Request &&request) {
    auto const started = std::chrono::steady_clock::now();
    http::Response response;
    try {
        response = web::read_query(request) ? answer(request)
                                            : refused(400, "The query is no text.", request);
    } catch (store::OutcomeUnknown const &unknown) {
        log::error("outcome unknown", {{"request", request.id}, {"why", unknown.what()}});
        response = outcome_unknown(request); // no Retry-After: she is to look first
    } catch (Trouble const &trouble) {
        response = in_trouble(trouble, request);
    } catch (std::exception const &bug) {
        log::error("bug", {{"request", request.id}, {"why", bug.what()}});
        response = plain_problem(request, 500,
                                 {Reason::invalid,
                                  N_("Something went wrong on our side. No partial changes were "
                                     "saved. Please try again later."),
                                  {},
                                  {}});
    }
    response = with_hsts(std::move(response));
    http::compress(request, response);
    auto const took = std::chrono::steady_clock::now() - started;
    log::debug("request",
               {{"request", request.id},
                {"status", response.status},
                {"us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
    return response;
}

http::Response Pipeline::in_trouble(Trouble const &trouble, http::Request const &request) {
    log::error("trouble", {{"request", request.id}, {"why", trouble.what()}});
    auto response = request.path.starts_with(api_root)
                        ? plain_problem(request, 503,
                                        {Reason::invalid,
                                         N_("goen cannot reach its data right now. Nothing was "
                                            "lost. Please try again in a moment."),
                                         {},
                                         {}})
                        : web::troubled(visit(request), request.id);
    response.set("retry-after", "5");
    return response;
}

bool Pipeline::is_our_host(http::Request const &request) const {
    auto const host = lower_ascii(request.header("host"));
    if (host == host_of(public_url_) || host == lower_ascii(config_.listen)) return true;
    // Served without a public address (a trial on this machine): loopback under its usual names.
    if (!config_.public_url.empty()) return false;
    auto const port = config_.listen.substr(config_.listen.rfind(':'));
    return host == "localhost" + port || host == "127.0.0.1" + port || host == "[::1]" + port;
}

// Browsers say where a request comes from; a form of another site is refused even when it stole a
// token.
bool Pipeline::is_from_here(http::Request const &request) const {
    auto const site = request.header("sec-fetch-site");
    if (site == "cross-site" || site == "same-site") return false;
    auto const origin = request.header("origin");
    if (origin.empty()) return true;
    auto const host = host_of(origin);
    return host == lower_ascii(request.header("host")) || host == host_of(public_url_);
}

// Whether the browser itself says that a page of ours sent this. One that says nothing may be an
// old one that another site uses: what it brought is never put into a form of ours.
bool Pipeline::is_from_own_page(http::Request const &request) const {
    if (!is_from_here(request)) return false;
    if (request.header("sec-fetch-site") == "same-origin" || !request.header("origin").empty())
        return true;
    auto const page = host_of(request.header("referer"));
    auto const host = page.substr(0, page.find('/'));
    return host == lower_ascii(request.header("host")) || host == host_of(public_url_);
}

namespace {

Refusal in_words(int status) {
    switch (status) {
    case 404: return {Reason::not_found, {}, {}, {}};
    case 408: return {Reason::invalid, N_("The upload took too long. Please try again."), {}, {}};
    case 414:
        return {Reason::too_large,
                N_("The address is too long. Please check that nothing else was copied with it."),
                {},
                {}};
    case 503:
        return {Reason::too_many,
                N_("The server is busy, so nothing was done. Please try again in a few seconds."),
                {},
                seconds{5}};
    case 421:
        return {Reason::not_found,
                N_("This server is not available under this name. Please check the address."),
                {},
                {}};
    case 431:
        return {Reason::too_large,
                N_("Your browser sent too much information. Please delete this site's cookies and "
                   "try again."),
                {},
                {}};
    default:
        return {Reason::invalid,
                N_("The request could not be read. Please check the address."),
                {},
                {}};
    }
}

bool asks_for_a_page(http::Request const &request) {
    return request.header("accept").find("text/html") != std::string_view::npos;
}

} // namespace

http::Response Pipeline::refused(int status, std::string_view why, http::Request const &glanced) {
    bool const is_api =
        glanced.path == api_root || glanced.path.starts_with(std::string{api_root} + "/");
    // In the language of the cookie: whose session it is, is not asked on the network's thread.
    auto const visit = this->visit(glanced);
    http::Response response;
    if (is_api) {
        auto const refusal = in_words(status);
        response =
            problem(visit, status,
                    refusal.message.empty() ? Refusal{Reason::not_found, std::string{why}, {}, {}}
                                            : refusal);
    } else if (asks_for_a_page(glanced)) {
        response = web::refused_briefly(visit, in_words(status),
                                        status == 421 ? web::WayHome::none : web::WayHome::shown);
    } else {
        response = http::text(std::string{why} + "\n", status);
    }
    response.status = status;
    if (status == 503) response.set("retry-after", "5");
    response.set("cache-control", "no-store");
    response.set("x-content-type-options", "nosniff");
    return with_hsts(std::move(response));
}

// RFC 6797. Not for subdomains: they may be others'.
http::Response Pipeline::with_hsts(http::Response response) const {
    if (secure_) response.set("strict-transport-security", "max-age=31536000");
    return response;
}

http::Response Pipeline::answer(http::Request const &request) {
    if (request.path == "/healthz") return http::text("ok\n");
    if (request.path == "/readyz") {
        if (draining_) return http::text("stopping\n", 503);
        if (auto const why = rooms_.database.why_not_ready(); !why.empty())
            return http::text(why + "\n", 503);
        auto const why = rooms_.why_not_ready();
        if (!why.empty()) return http::text(why + "\n", 503);
        auto const but = rooms_.ready_but();
        return http::text(but.empty() ? "ready\n" : "ready, but " + but + "\n");
    }
    if (!is_our_host(request)) {
        return refused(421, other_host, request);
    }
    if (request.body.size() > usual_body && request.body.size() > body_limit(request.path))
        return too_large(request);
    if (request.path.starts_with("/assets/") || request.path == "/favicon.ico") {
        auto response = assets_->serve(request);
        return response.status == 404 && asks_for_a_page(request)
                   ? refused(404, "There is no such file.", request)
                   : response;
    }
    if (request.path == api_root || request.path.starts_with(std::string{api_root} + "/"))
        return api(request);

    auto const match = page_router_.find(request.method, request.path);
    return page(request, match);
}

web::Visit Pipeline::visit(http::Request const &request) {
    web::Visit visit{request};
    visit.public_url = public_url_;
    visit.network_name = config_.network_name;
    visit.now = rooms_.clock.now();
    auto const chosen = request.cookie("lang");
    visit.words = i18n::Words{i18n::language_of(
        chosen.empty() ? http::best_of(request.header("accept-language"), {"ja", "en"}) : chosen)};
    return visit;
}

std::optional<account::Identity> Pipeline::recognise(web::Visit &visit) {
    auto const secret = visit.request.cookie(secure_ ? "__Host-goen" : "goen");
    if (secret.empty()) return {};
    auto who = rooms_.accounts.by_session(secret);
    if (!who) return {};
    membership::recognise(visit, *who, rooms_.random, rooms_.places);
    return who;
}

http::Response Pipeline::page(http::Request const &request, http::Match const &match) {
    auto visit = this->visit(request);
    auto const who = recognise(visit);
    std::string guest_secret{request.cookie(secure_ ? "__Host-guest" : "guest")};
    if (!who) {
        if (guest_secret.size() != 43) guest_secret = rooms_.random.secret();
        visit.csrf = web::csrf_token(guest_secret, 0, rooms_.random);
    }

    auto const finished = [&](http::Response response) {
        if (!who && is_html(response) &&
            request.cookie(secure_ ? "__Host-guest" : "guest") != guest_secret) {
            // The secret behind a logged-out form's csrf token.
            response.add(
                "set-cookie",
                to_string(http::Cookie{
                    secure_ ? "__Host-guest" : "guest", guest_secret, {}, true, secure_, "Lax"}));
        }
        // A refused form of somebody without an account: with no-store the Back button would lead
        // to an error page of the browser (ERR_CACHE_MISS). A log-in may carry a member's words.
        if (!who && request.method == http::Method::post && response.status >= 400 &&
            match.kind == http::Match::Kind::found && request.path != "/login" &&
            doors_.pages()[match.route].who == web::Who::anyone) {
            response.set("cache-control", "private, no-cache");
        }
        return response;
    };

    if (match.kind == http::Match::Kind::no_method) {
        auto response = web::refused(
            visit, {Reason::invalid, N_("This page does not support that action."), {}, {}});
        response.status = 405;
        response.set("allow", match.allow);
        return response;
    }
    if (match.kind == http::Match::Kind::no_path) {
        return finished(
            web::refused(visit, {Reason::not_found,
                                 N_("This page was not found, or you do not have access to it."),
                                 {},
                                 {}}));
    }
    auto const &door = doors_.pages()[match.route];
    visit.path_params = match.params;

    if (door.method == http::Method::post) {
        if (!is_from_here(request)) {
            return web::refused(visit,
                                {Reason::forbidden,
                                 N_("This request came from another site, so nothing was changed."),
                                 {},
                                 {}});
        }
        if (auto const read = read_form(request, visit); !read) {
            auto response = web::refused(visit, read.why());
            if (read.why().reason == Reason::invalid)
                response.status = 400; // no form at all, rather than a wrong field
            return finished(std::move(response));
        }
        if (door.who != web::Who::anyone && !who) {
            return finished(
                is_from_own_page(request)
                    ? membership::log_in_again(visit, rooms_.accounts)
                    : web::refused(visit,
                                   {Reason::unauthenticated, N_("Please log in first."), {}, {}}));
        }
        bool const is_one_click =
            door.pattern == letter::off_page && visit.form.get("List-Unsubscribe") == "One-Click";
        if (!is_one_click &&
            !web::is_csrf_token(visit.form.get("csrf"), who ? who->csrf_key : guest_secret)) {
            // A password is not carried, so a form with one cannot be sent by a tap.
            if (!door.hashes_password && is_from_own_page(request)) {
                if (auto shown = membership::check_before_sending(visit))
                    return finished(std::move(*shown));
            }
            // What another member typed on this browser is hers.
            if (!web::is_page_of(visit.form.get("csrf"), visit.member.value)) visit.form = {};
            return finished(web::refused(
                visit, {Reason::forbidden,
                        N_("This page was open too long, or you have logged in or out since. "
                           "Nothing was changed. Please go back, reload the page and try again."),
                        {},
                        {}}));
        }
    }
    if (door.who != web::Who::anyone && !who) {
        return finished(http::see_other("/login?next=" + percent_encoded(request.target)));
    }
    if (door.who == web::Who::operator_ && !visit.is_operator) {
        return web::refused(visit, {Reason::not_found,
                                    N_("This page was not found, or you do not have access to it."),
                                    {},
                                    {}});
    }
    return finished(door.handler(visit));
}

// A form in either encoding. The csrf token is a field like any other.
Done Pipeline::read_form(http::Request const &request, web::Visit &visit) const {
    auto const type = request.media_type();
    if (type == "multipart/form-data") {
        auto const boundary = http::boundary_of(request.header("content-type"));
        auto form = http::read_multipart(request.body, boundary.value_or(""));
        if (!form) return form.why();
        visit.form = std::move(form->fields);
        visit.files = std::move(form->files);
        return {};
    }
    if (type != "application/x-www-form-urlencoded" && !(type.empty() && request.body.empty())) {
        return Refusal{Reason::unsupported, N_("Only form data can be sent here."), {}, {}};
    }
    if (auto form = http::Params::parse(request.body)) {
        visit.form = std::move(*form);
    } else {
        auto in_shift_jis = web::read_shift_jis_form(request.body);
        if (!in_shift_jis) return in_shift_jis.why();
        visit.form = std::move(*in_shift_jis);
    }
    if (!web::is_canary_alive(visit.form)) {
        return Refusal{Reason::invalid,
                       N_("Some characters were garbled in transit, so nothing was saved. Please "
                          "choose UTF-8 at the bottom of the page and try again."),
                       {},
                       {}};
    }
    return {};
}

http::Response Pipeline::outcome_unknown(http::Request const &request) {
    auto const visit = this->visit(request);
    if (!request.path.starts_with(api_root)) return web::outcome_unknown(visit, request.id);
    return problem(visit, 503,
                   {Reason::invalid,
                    N_("We could not confirm whether this was saved. Please check before you try "
                       "again. Requests with an Idempotency-Key can be resent as they are."),
                    {},
                    {}},
                   "outcome-unknown");
}

http::Response Pipeline::plain_problem(http::Request const &request, int status,
                                       Refusal const &refusal) {
    auto const visit = this->visit(request);
    if (request.path.starts_with(api_root)) return problem(visit, status, refusal);
    auto response = web::refused(visit, refusal);
    response.status = status;
    return response;
}

} // namespace goen::app
