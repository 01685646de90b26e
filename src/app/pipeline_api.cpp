// SPDX-License-Identifier: Apache-2.0
// The pipeline's part for the API: problems, and one call from its parameters to its answer.
#include "app/pipeline.hpp"

#include "app/openapi.hpp"
#include "base/quota.hpp"
#include "base/text.hpp"
#include "base/unreachable.hpp"
#include "http/conditional.hpp"
#include "web/page.hpp"

#include <boost/json.hpp>

namespace goen::app {

http::Response Pipeline::problem(web::Visit const &visit, int status, Refusal const &refusal,
                                 std::string_view name) const {
    namespace json = boost::json;
    std::string const kind{!name.empty()             ? name
                           : is_over_quota(refusal)  ? "quota"
                           : is_unreachable(refusal) ? "cannot-be-reached"
                                                     : problem_name(status)};
    json::object out{{"type", public_url_ + "/problems/" + kind},
                     {"title", kind},
                     {"status", status},
                     {"detail", visit.words(refusal.message)}};
    if (!refusal.fields.empty()) {
        json::array errors;
        for (auto const &[field, why] : refusal.fields) {
            errors.push_back(json::object{{"field", field}, {"detail", visit.words(why)}});
        }
        out["errors"] = std::move(errors);
    }
    auto response = http::json(json::serialize(out), status, "application/problem+json");
    response.set("cache-control", "no-store");
    if (status == 401) response.set("www-authenticate", "Bearer realm=\"goen\"");
    if (refusal.retry_after.count() > 0)
        response.set("retry-after", std::to_string(refusal.retry_after.count()));
    return response;
}

http::Response Pipeline::api(http::Request const &request) {
    auto const path = std::string_view{request.path}.substr(api_root.size());
    auto const visit = this->visit(request);
    if (path == "/openapi.json" &&
        (request.method == http::Method::get || request.method == http::Method::head)) {
        auto response = http::json(openapi_);
        response.set("cache-control", "no-cache");
        return response;
    }
    auto const match = api_router_.find(request.method, path);
    if (match.kind == http::Match::Kind::no_path) {
        return problem(visit, 404,
                       {Reason::not_found,
                        N_("This page was not found, or you do not have access to it."),
                        {},
                        {}});
    }
    if (match.kind == http::Match::Kind::no_method) {
        auto response = problem(
            visit, 405, {Reason::not_found, N_("This method is not allowed here."), {}, {}});
        response.set("allow", match.allow);
        return response;
    }
    return run_api(request, match);
}

// The body as the endpoint declares it, or its file put into `visit`; else the answer that refuses
// it.
std::variant<boost::json::value, http::Response> Pipeline::read_input(web::Endpoint const &endpoint,
                                                                      web::Visit &visit) const {
    auto const &request = visit.request;
    auto const refuse = [&](Reason reason, Sentence why, std::vector<FieldError> fields = {}) {
        return problem(visit, web::status_of(reason),
                       {reason, std::move(why), std::move(fields), {}});
    };
    if (endpoint.body) {
        bool const is_merge_patch = endpoint.method == http::Method::patch &&
                                    request.media_type() == "application/merge-patch+json";
        if (request.media_type() != "application/json" && !is_merge_patch)
            return refuse(Reason::unsupported, N_("Send the body as application/json."));
        auto body = web::parse_json(request.body);
        if (!body) return problem(visit, 400, body.why());
        auto errors = web::check(*endpoint.body, *body);
        if (!errors.empty())
            return refuse(Reason::invalid, N_("The body is not valid."), std::move(errors));
        return std::move(*body);
    }
    if (endpoint.file) {
        if (request.media_type() == "multipart/form-data") {
            auto form = http::read_multipart(
                request.body, http::boundary_of(request.header("content-type")).value_or(""));
            if (!form)
                return problem(visit, form.why().reason == Reason::invalid ? 400 : 413, form.why());
            visit.form = std::move(form->fields);
            visit.files = std::move(form->files);
        } else if (!request.body.empty()) {
            visit.files.push_back({"file", "", std::string{request.media_type()}, request.body});
        }
        if (!visit.file("file"))
            return refuse(
                Reason::invalid,
                N_("Please send a file, either as the request body or as the form part \"file\"."));
    } else if (!request.body.empty() && endpoint.method != http::Method::get) {
        // A body nobody asked for: refused unless it is an empty object.
        auto body = web::parse_json(request.body);
        if (!body) return problem(visit, 400, body.why());
        if (!body->is_object() || !body->get_object().empty())
            return refuse(Reason::invalid, N_("This request takes no body."));
    }
    return boost::json::value(boost::json::object{});
}

http::Response Pipeline::answer_of(web::Visit const &visit, Result<web::ApiAnswer> &&result) const {
    if (!result) return problem(visit, web::status_of(result.why().reason), result.why());
    if (result->file) return std::move(*result->file);
    http::Response response;
    if (result->status == 204)
        response.status = 204;
    else
        response = http::json(boost::json::serialize(result->value), result->status);
    response.set("cache-control", "no-store");
    response.set("vary", "authorization, accept-language");
    return response;
}

http::Response Pipeline::run_api(http::Request const &request, http::Match const &match) {
    auto const &door = doors_.apis()[match.route];
    auto const &versions = versions_[match.route];
    auto const &endpoint = door.endpoint;
    auto visit = this->visit(request);
    visit.path_params = match.params;
    auto const refuse = [&](Refusal const &refusal) {
        return problem(visit, web::status_of(refusal.reason), refusal);
    };
    if (auto refusal = let_in(endpoint, visit)) return std::move(*refusal);

    auto faults = web::faults_of(endpoint, request.query);
    if (!faults.empty())
        return refuse({Reason::invalid, N_("A parameter is not valid."), std::move(faults), {}});
    auto input = read_input(endpoint, visit);
    if (auto *refusal = std::get_if<http::Response>(&input)) return std::move(*refusal);
    auto const &body = std::get<boost::json::value>(input).get_object();

    // What has no version of its own cannot be the one that If-Match names.
    bool const is_read = endpoint.method == http::Method::get;
    if (!is_read && !versions.heeds && !http::may_change(request, {}))
        return refuse(web::changed_since());

    auto const run = [&] { return answer_of(visit, door.handler({visit, body})); };
    auto const with_version = [&](http::Response response) {
        if (!versions.answers || response.status >= 300) return response;
        response.set("etag", http::etag_of(response.content()));
        return is_read && http::has_already(request, response.header("etag"))
                   ? http::not_modified(response)
                   : response;
    };

    auto const key = request.header("idempotency-key");
    if (key.empty() || is_read || !visit.member) return with_version(run());
    auto const fingerprint = sha256_hex(std::string{http::to_string(request.method)} + " " +
                                        request.target + "\n" + request.body);
    auto result = idempotency_.once(visit.member, key, fingerprint, run);
    if (!result) return refuse(result.why());
    if (*result) return with_version(std::move(**result));
    return problem(visit, 409,
                   {Reason::conflict,
                    N_("A request with this Idempotency-Key was already completed or started, but "
                       "its response is not available. Nothing was done this time. Check the "
                       "current state, and use a new key to do it again."),
                    {},
                    {}},
                   "already-done");
}

} // namespace goen::app
