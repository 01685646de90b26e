// SPDX-License-Identifier: Apache-2.0
// The pipeline's part before a body is read: how large it may be, and whose.
#include "app/pipeline.hpp"

#include "base/security_log.hpp"
#include "base/text.hpp"
#include "web/page.hpp"
#include "web/scopes.hpp"

namespace goen::app {

std::size_t Pipeline::body_limit(std::string_view path) const {
    std::size_t most = 0;
    bool const is_api = path.starts_with(api_root) && path.substr(api_root.size()).starts_with('/');
    if (is_api) {
        auto const match = api_router_.find(http::Method::post, path.substr(api_root.size()));
        if (match.kind == http::Match::Kind::found) {
            if (auto const &file = doors_.apis()[match.route].endpoint.file) most = file->most;
        }
    } else if (auto const match = page_router_.find(http::Method::post, path);
               match.kind == http::Match::Kind::found) {
        most = doors_.pages()[match.route].most_bytes;
    }
    return std::max(usual_body, most);
}

bool Pipeline::hashes_password(http::Request const &request) const {
    if (request.method == http::Method::get || request.method == http::Method::head) return false;
    std::string_view const path = request.path;
    if (path.starts_with(api_root)) {
        auto const match = api_router_.find(request.method, path.substr(api_root.size()));
        return match.kind == http::Match::Kind::found &&
               doors_.apis()[match.route].endpoint.hashes_password;
    }
    auto const match = page_router_.find(request.method, path);
    return match.kind == http::Match::Kind::found && doors_.pages()[match.route].hashes_password;
}

http::Response Pipeline::too_large(http::Request const &request) {
    return larger_than(body_limit(request.path), request);
}

http::Response Pipeline::larger_than(std::size_t most, http::Request const &request) {
    auto const size = most < usual_body ? std::to_string(most / 1024) + " KB"
                                        : std::to_string(most / (1024 * 1024)) + " MB";
    // A form without files: somebody pasted a very long text.
    Sentence why = request.media_type() == "application/x-www-form-urlencoded"
                       ? Sentence{N_("What you entered is longer than {1} in total, so it was not "
                                     "saved. Please shorten it."),
                                  {size}}
                       : Sentence{N_("This is larger than {1}, so it was not accepted."), {size}};
    Refusal const refusal{Reason::too_large, std::move(why), {}, {}};
    if (request.path.starts_with(api_root)) return with_hsts(plain_problem(request, 413, refusal));
    auto visit = this->visit(request);
    recognise(visit); // a member stays among her own places
    return with_hsts(web::refused(visit, refusal));
}

std::optional<http::Response> Pipeline::body_refusal(http::Request const &request,
                                                     std::size_t unknown_body) {
    std::optional<http::Response> refusal;
    try {
        if (!is_our_host(request)) {
            refusal = refused(421, other_host, request);
        } else if (request.path.starts_with(std::string{api_root} + "/")) {
            refusal = api_body_refusal(request, unknown_body);
        } else {
            refusal = page_body_refusal(request, unknown_body);
        }
    } catch (Trouble const &trouble) {
        refusal = in_trouble(trouble, request);
    }
    if (refusal) refusal = with_hsts(std::move(*refusal));
    return refusal;
}

std::optional<http::Response> Pipeline::api_body_refusal(http::Request const &request,
                                                         std::size_t unknown_body) {
    auto const match =
        api_router_.find(request.method, std::string_view{request.path}.substr(api_root.size()));
    if (match.kind != http::Match::Kind::found) return api(request); // which says so
    auto const &endpoint = doors_.apis()[match.route].endpoint;
    if (endpoint.who == web::Who::anyone) return larger_than(unknown_body, request);
    auto visit = this->visit(request);
    return let_in(endpoint, visit);
}

std::optional<http::Response> Pipeline::page_body_refusal(http::Request const &request,
                                                          std::size_t unknown_body) {
    auto const match = page_router_.find(request.method, request.path);
    if (match.kind != http::Match::Kind::found) return page(request, match); // which says so
    auto const who = doors_.pages()[match.route].who;
    auto visit = this->visit(request);
    if (recognise(visit)) {
        if (who != web::Who::operator_ || visit.is_operator) return {};
        return web::refused(visit, {Reason::not_found,
                                    N_("This page was not found, or you do not have access to it."),
                                    {},
                                    {}});
    }
    if (who == web::Who::anyone) return larger_than(unknown_body, request);
    return web::refused(visit, {Reason::unauthenticated, N_("Please log in first."), {}, {}});
}

std::optional<http::Response> Pipeline::let_in(web::Endpoint const &endpoint, web::Visit &visit) {
    if (endpoint.who == web::Who::anyone) return {};
    auto const refuse = [&](Refusal const &refusal) {
        return problem(visit, web::status_of(refusal.reason), refusal);
    };
    auto const header = visit.request.header("authorization");
    std::optional<account::Identity> who;
    if (header.size() > 7 && lower_ascii(header.substr(0, 7)) == "bearer ") {
        who = rooms_.accounts.by_token(trimmed(header.substr(7)));
    }
    if (!who) {
        if (!header.empty()) security_log::note("token-refused", "", visit.request.peer);
        return problem(visit, 401,
                       {Reason::unauthenticated,
                        N_("A valid token is required: Authorization: Bearer TOKEN."),
                        {},
                        {}});
    }
    visit.member = who->member;
    visit.token = who->token;
    visit.scopes = who->scopes;
    visit.is_operator = who->info.is_operator;
    if (visit.request.header("accept-language").empty())
        visit.words = i18n::Words{who->info.language};
    if (endpoint.who == web::Who::operator_ && !visit.is_operator) {
        return refuse({Reason::not_found,
                       N_("This page was not found, or you do not have access to it."),
                       {},
                       {}});
    }
    if (!web::allows(visit.scopes, endpoint.scope)) {
        return refuse({Reason::forbidden,
                       {N_("This token cannot do that. It needs the scope {1}."), {endpoint.scope}},
                       {},
                       {}});
    }
    return {};
}

} // namespace goen::app
