// SPDX-License-Identifier: Apache-2.0
// The pipeline: one http::Request in, one http::Response out, on a worker thread, plain code. It
// knows the host, the asker, the language, the csrf token and the errors, so that no room has to.
// Threads share one Pipeline.
#pragma once

#include "account/account.hpp"
#include "app/config.hpp"
#include "app/idempotency.hpp"
#include "web/doors.hpp"

#include <atomic>
#include <functional>
#include <memory>

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
        std::function<int(MemberId)> waiting_requests;
        std::function<bool()> has_caught_up; // what is kept in memory; for /readyz
    };
    Pipeline(Config const &config, Rooms rooms, web::Doors const &doors);
    ~Pipeline();

    http::Response operator()(http::Request &&request);

    // "GET /contacts/{id} member": every route, for `goen routes` and the tests that walk them all.
    std::vector<std::string> routes() const;
    // How many bytes a request to this path may bring: an upload's limit, or the usual one. Asked
    // before the body is read.
    std::size_t body_limit(std::string_view path) const;
    // What a request with a larger body is told: a page with words, or a problem.
    http::Response too_large(http::Request const &request);
    // What is told to whoever sent no request that could be read, asked another host's name or for
    // a file that is not there: a page for browsers, a problem under /api, else `why`, one plain
    // sentence.
    http::Response refused(int status, std::string_view why, http::Request const &glanced);
    // The database is there and the followers have caught up (set by the server's own check).
    void tidy() { idempotency_.forget_old(); }
    void set_draining() { draining_ = true; }

private:
    http::Response answer(http::Request const &request);
    Done read_form(http::Request const &request, web::Visit &visit) const;
    http::Response page(http::Request const &request, http::Match const &match);
    http::Response api(http::Request const &request);
    http::Response run_api(http::Request const &request, web::Doors::Api const &door,
                           http::Match const &match);
    web::Visit visit(http::Request const &request);
    // Whose session it is, put into `visit`; nothing when she is not logged in.
    std::optional<account::Who> recognise(web::Visit &visit);
    bool is_our_host(http::Request const &request) const;
    bool is_from_here(http::Request const &request) const;
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
    Idempotency idempotency_;
    std::atomic<bool> draining_{false};
};

} // namespace goen::app
