// SPDX-License-Identifier: Apache-2.0
// The pipeline: one http::Request in, one http::Response out, on a worker thread, plain code. It
// knows the host, the asker, the language, the csrf token and the errors, so that no room has to.
// Threads share one Pipeline.
#pragma once

#include "account/account.hpp"
#include "app/config.hpp"
#include "app/idempotency.hpp"
#include "web/doors.hpp"
#include "web/places.hpp"
#include "web/versions.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <variant>

namespace goen::app {

class AssetShelf;

class Pipeline {
public:
    // What the pipeline needs of the rooms.
    struct Rooms {
        store::Database &database;
        account::Accounts &accounts;
        Clock &clock;
        Random &random;
        web::Places const &places;
        std::function<std::string()> why_not_ready; // besides the database; "" = ready
        std::function<std::string()> ready_but; // what a ready server cannot do yet; "" = nothing
    };
    Pipeline(Config const &config, Rooms rooms, web::Doors const &doors);
    ~Pipeline();

    http::Response operator()(http::Request &&request);

    // "GET /contacts/{id} member": every route, for `goen routes` and the tests that walk them all.
    std::vector<std::string> routes() const;
    // How many bytes a request to this path may bring: an upload's limit, or the usual one. Asked
    // before the body is read.
    std::size_t body_limit(std::string_view path) const;
    // Whether answering it hashes a password (web::HashesPassword). Asked before a worker takes it.
    bool hashes_password(http::Request const &request) const;
    // What a request with a larger body is told: a page with words, or a problem.
    http::Response too_large(http::Request const &request);
    // Whether a body that is larger than `unknown_body` may come, by the head alone: nothing, or
    // the refusal (401 without a session or token, 413 where nobody needs one).
    std::optional<http::Response> body_refusal(http::Request const &request,
                                               std::size_t unknown_body);
    // What is told to whoever sent no request that could be read, asked another host's name or for
    // a file that is not there: a page for browsers, a problem under /api, else `why`, one plain
    // sentence.
    http::Response refused(int status, std::string_view why, http::Request const &glanced);
    // The database is there and the followers have caught up (set by the server's own check).
    void tidy() { idempotency_.forget_old(); }
    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member) {
        idempotency_.member_leaves(writer, member);
    }
    void set_draining() { draining_ = true; }

private:
    static constexpr std::string_view api_root = "/api/v1";
    static constexpr std::size_t usual_body = 1024 * 1024;
    static constexpr std::string_view other_host =
        "This server does not answer for that host name (see --public-url).";

    http::Response in_trouble(Trouble const &trouble, http::Request const &request);
    http::Response answer(http::Request const &request);
    std::optional<http::Response> page_body_refusal(http::Request const &request,
                                                    std::size_t unknown_body);
    std::optional<http::Response> api_body_refusal(http::Request const &request,
                                                   std::size_t unknown_body);
    http::Response larger_than(std::size_t most, http::Request const &request);
    // With Strict-Transport-Security, where the public address is https.
    http::Response with_hsts(http::Response response) const;
    Done read_form(http::Request const &request, web::Visit &visit) const;
    http::Response page(http::Request const &request, http::Match const &match);
    http::Response api(http::Request const &request);
    http::Response run_api(http::Request const &request, http::Match const &match);
    std::variant<boost::json::value, http::Response> read_input(web::Endpoint const &endpoint,
                                                                web::Visit &visit) const;
    http::Response answer_of(web::Visit const &visit, Result<web::ApiAnswer> &&result) const;
    // Puts who asks into `visit`; the refusal when she may not ask this.
    std::optional<http::Response> let_in(web::Endpoint const &endpoint, web::Visit &visit);
    web::Visit visit(http::Request const &request);
    // Whose session it is, put into `visit`; nothing when she is not logged in.
    std::optional<account::Identity> recognise(web::Visit &visit);
    bool is_our_host(http::Request const &request) const;
    bool is_from_here(http::Request const &request) const;
    bool is_from_own_page(http::Request const &request) const;
    // `name` is the end of its type; "" = what the status is called.
    http::Response problem(web::Visit const &visit, int status, Refusal const &refusal,
                           std::string_view name = {}) const;
    http::Response outcome_unknown(http::Request const &request);
    http::Response plain_problem(http::Request const &request, int status, Refusal const &refusal);

    Config const &config_;
    Rooms rooms_;
    web::Doors const &doors_;
    std::string public_url_;
    bool secure_;
    http::Router page_router_, api_router_;
    std::unique_ptr<AssetShelf> assets_;
    std::string openapi_;
    std::vector<web::VersionUse> versions_; // as doors_.apis()
    Idempotency idempotency_;
    std::atomic<bool> draining_{false};
};

} // namespace goen::app
