// SPDX-License-Identifier: Apache-2.0
// Doors: where rooms hang their pages and API endpoints. One declaration routes, validates, and
// documents (GET /api/v1/openapi.json is generated from it), so they cannot drift apart.
#pragma once

#include "http/router.hpp"
#include "web/schema.hpp"
#include "web/visit.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <vector>

namespace goen::web {

enum class Who { anyone, member, operator_ }; // a member page sends others to /login?next=…

// A door that takes more than a form's usual mebibyte: files. More than this is refused before it
// is read.
struct Upload {
    std::size_t most = 20 * 1024 * 1024; // bytes of the whole request
};

// A door behind which a password is hashed. Requests to such doors wait in a line of their own, so
// that they never hold more than a part of the workers.
struct HashesPassword {};

using PageHandler = std::function<http::Response(Visit const &)>;

struct ApiCall {
    Visit const &visit;
    boost::json::object const &body; // validated against the declaration; {} when there is none
};
// What an endpoint answers: a JSON value with a status, or a refusal (RFC 9457 problem).
struct ApiAnswer {
    int status = 200;
    boost::json::value value; // null with 204
    std::optional<http::Response> file =
        {}; // instead of JSON, as it is: see Endpoint::answer_types
};
using ApiHandler = std::function<Result<ApiAnswer>(ApiCall const &)>;

struct QueryParam {
    std::string name;
    Schema schema;
    std::string description;
    bool required = false;
};

struct Endpoint {
    http::Method method = http::Method::get;
    std::string path;    // below /api/v1: "/cards/{id}"
    std::string summary; // one English sentence
    std::string tag;     // "cards"
    Who who = Who::member;
    std::string scope; // "contacts:read"; "" = any token
    std::vector<QueryParam> query;
    std::optional<Schema> body; // JSON object; unknown fields are refused (422)
    int status = 200;
    std::optional<Schema> answer; // of `status`; none = 204
    std::vector<int> refusals;    // further statuses it may answer: 404, 409, 429
    // Takes a file instead of JSON: as the bare body, whatever Content-Type it claims, or as the
    // part "file" of multipart/form-data. The handler finds it as visit.file("file").
    std::optional<Upload> file = {};
    std::vector<std::string> answer_types =
        {}; // answers a file of one of these types instead of JSON
    std::vector<std::string> file_types = {}; // what the document says it takes: "image/jpeg"
    bool hashes_password = false;             // see HashesPassword
};

// What is wrong with the parameters of a call: an unknown one, a missing one, one that does not
// fit. Empty when nothing is.
std::vector<FieldError> faults_of(Endpoint const &endpoint, http::Params const &query);

class Doors {
public:
    struct Page {
        http::Method method;
        std::string pattern;
        Who who;
        PageHandler handler;
        std::size_t most_bytes = 0; // 0: the usual limit
        bool hashes_password = false;
    };
    struct Api {
        Endpoint endpoint;
        ApiHandler handler;
    };

    void get(std::string pattern, Who who, PageHandler handler) {
        pages_.push_back({http::Method::get, std::move(pattern), who, std::move(handler), 0});
    }
    void post(std::string pattern, Who who, PageHandler handler) {
        pages_.push_back({http::Method::post, std::move(pattern), who, std::move(handler), 0});
    }
    void post(std::string pattern, Who who, PageHandler handler, Upload upload) {
        pages_.push_back(
            {http::Method::post, std::move(pattern), who, std::move(handler), upload.most});
    }
    void post(std::string pattern, Who who, HashesPassword, PageHandler handler) {
        pages_.push_back(
            {http::Method::post, std::move(pattern), who, std::move(handler), 0, true});
    }
    void api(Endpoint endpoint, ApiHandler handler) {
        apis_.push_back({std::move(endpoint), std::move(handler)});
    }

    std::vector<Page> const &pages() const { return pages_; }
    std::vector<Api> const &apis() const { return apis_; }

private:
    std::vector<Page> pages_;
    std::vector<Api> apis_;
};

} // namespace goen::web
