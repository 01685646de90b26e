// SPDX-License-Identifier: Apache-2.0
#include "app/openapi.hpp"

#include "web/versions.hpp"

#include <boost/json.hpp>

#include <set>

namespace goen::app {
namespace {

namespace json = boost::json;

json::object parameter(std::string_view name, std::string_view in, bool required,
                       web::Schema const &schema, std::string_view description,
                       json::object &components) {
    json::object out{{"name", name},
                     {"in", in},
                     {"required", required},
                     {"schema", web::describe(schema, components)}};
    if (!description.empty()) out["description"] = description;
    return out;
}

// Every {x} of a path: ids, except the few that say what they are by name.
void add_path_parameters(std::string_view path, json::array &parameters, json::object &components) {
    for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{', at + 1)) {
        auto const name = path.substr(at + 1, path.find('}', at) - at - 1);
        parameters.push_back(
            parameter(name, "path", true, web::shape::text(100, 1), "", components));
    }
}

std::string_view title_of(int status) {
    switch (status) {
    case 400: return "The request cannot be read";
    case 401: return "A valid token is needed";
    case 403: return "Not allowed";
    case 404: return "There is nothing here, or not for you";
    case 405: return "The method is not allowed here";
    case 409: return "This conflicts with what is already there";
    case 412: return "Changed since the version that If-Match names";
    case 413: return "Too large";
    case 415: return "This kind of content is not taken";
    case 422: return "A field is wrong";
    case 429: return "Too many; try again later";
    case 503:
        return "Not available just now, and nothing was done; or (outcome-unknown) it is not known "
               "whether it was";
    default: return "Something went wrong here";
    }
}

} // namespace

std::string_view problem_name(int status) {
    switch (status) {
    case 400: return "bad-request";
    case 401: return "unauthenticated";
    case 403: return "forbidden";
    case 404: return "not-found";
    case 405: return "method-not-allowed";
    case 408: return "timeout";
    case 409: return "conflict";
    case 412: return "precondition-failed";
    case 413: return "too-large";
    case 414: return "address-too-long";
    case 415: return "unsupported";
    case 421: return "misdirected";
    case 422: return "invalid";
    case 429: return "too-many";
    case 431: return "headers-too-large";
    case 503: return "unavailable";
    default: return "internal";
    }
}

std::string openapi(std::vector<web::Doors::Api> const &apis, std::string const &public_url) {
    json::object components, paths;
    std::set<std::string> tags;

    auto const problem = web::shape::object(
        "Problem",
        {web::shape::required(
             "type", web::shape::text().about("Ends with the kind: /problems/not-found and so on; "
                                              "/problems/quota where a member keeps as much as she "
                                              "may, /problems/cannot-be-reached where she writes "
                                              "to somebody who does not receive her messages.")),
         web::shape::required("title", web::shape::text()),
         web::shape::required("status", web::shape::integer(400, 599)),
         web::shape::optional("detail", web::shape::text(5000)),
         web::shape::optional(
             "errors",
             web::shape::list(web::shape::object(
                 "FieldProblem", {web::shape::required("field", web::shape::text()),
                                  web::shape::required("detail", web::shape::text(5000))})))});

    auto const versions = web::version_uses(apis);
    for (std::size_t at = 0; at < apis.size(); ++at) {
        auto const &endpoint = apis[at].endpoint;
        auto const &version = versions[at];
        json::object operation{{"summary", endpoint.summary}, {"tags", json::array{endpoint.tag}}};
        std::string id{http::to_string(endpoint.method)};
        for (char &c : id) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        for (char const c : endpoint.path) {
            if (c == '/')
                id += '_';
            else if (std::isalnum(static_cast<unsigned char>(c)))
                id += c;
        }
        operation["operationId"] = id;
        tags.insert(endpoint.tag);

        json::array parameters;
        add_path_parameters(endpoint.path, parameters, components);
        for (auto const &query : endpoint.query) {
            parameters.push_back(parameter(query.name, "query", query.required, query.schema,
                                           query.description, components));
        }
        bool const writes = endpoint.method != http::Method::get;
        if (writes && endpoint.who != web::Who::anyone) {
            parameters.push_back(
                parameter("Idempotency-Key", "header", false, web::shape::text(200, 1),
                          "The same key and body again within a day gives the first answer again, "
                          "or 409 already-done when the server died before it could keep that "
                          "answer. After a refusal that wrote nothing the key is free.",
                          components));
        }
        if (version.heeds) {
            parameters.push_back(
                parameter("If-Match", "header", false, web::shape::text(8000, 1),
                          "Only when the thing is still as one of these ETags names it, else 412. "
                          "\"*\" stands for any.",
                          components));
        }
        if (version.answers && !writes) {
            parameters.push_back(
                parameter("If-None-Match", "header", false, web::shape::text(8000, 1),
                          "304 when it is still as this ETag names it.", components));
        }
        if (!parameters.empty()) operation["parameters"] = std::move(parameters);
        if (endpoint.body) {
            json::object content;
            json::object const shape{{"schema", web::describe(*endpoint.body, components)}};
            content["application/json"] = shape;
            if (endpoint.method == http::Method::patch)
                content["application/merge-patch+json"] = shape;
            operation["requestBody"] =
                json::object{{"required", true}, {"content", std::move(content)}};
        }
        if (endpoint.file) {
            json::object content;
            json::object const bytes{
                {"type", "string"}, {"format", "binary"}, {"maxLength", endpoint.file->most}};
            for (auto const &type : endpoint.file_types)
                content[type] = json::object{{"schema", bytes}};
            content["multipart/form-data"] = json::object{{"schema",
                                                           {{"type", "object"},
                                                            {"required", json::array{"file"}},
                                                            {"properties", {{"file", bytes}}}}}};
            operation["requestBody"] =
                json::object{{"required", true}, {"content", std::move(content)}};
        }
        json::object responses;
        json::object good{{"description", endpoint.answer ? "Done" : "Done, nothing to say"}};
        if (endpoint.answer) {
            good["content"] = json::object{
                {"application/json", {{"schema", web::describe(*endpoint.answer, components)}}}};
        }
        if (!endpoint.answer_types.empty()) {
            json::object files;
            for (auto const &type : endpoint.answer_types) {
                files[type] = json::object{{"schema", {{"type", "string"}, {"format", "binary"}}}};
            }
            good["content"] = std::move(files);
        }
        if (version.answers) {
            json::object const tag{
                {"ETag",
                 {{"description", "Names this version, for If-Match and If-None-Match."},
                  {"schema", web::describe(web::shape::text(100), components)}}}};
            good["headers"] = tag;
            if (!writes) {
                responses["304"] = json::object{{"description", "Still as If-None-Match names it"},
                                                {"headers", tag}};
            }
        }
        std::set<int> refusals(endpoint.refusals.begin(), endpoint.refusals.end());
        // "It was there already": the same answer with another status.
        if (refusals.erase(200) > 0) responses["200"] = good;
        responses[std::to_string(endpoint.status)] = std::move(good);
        refusals.insert({400, 422, 429, 503});
        if (endpoint.who != web::Who::anyone) refusals.insert({401, 403});
        if (endpoint.path.find('{') != endpoint.path.npos) refusals.insert(404);
        if (writes) refusals.insert({409, 412, 413, 415});
        for (int const status : refusals) {
            responses[std::to_string(status)] = json::object{
                {"description", title_of(status)},
                {"content",
                 {{"application/problem+json", {{"schema", web::describe(problem, components)}}}}}};
        }
        operation["responses"] = std::move(responses);
        if (endpoint.who == web::Who::anyone) {
            operation["security"] = json::array{};
        } else {
            operation["security"] = json::array{json::object{{"token", json::array{}}}};
        }
        std::string method{http::to_string(endpoint.method)};
        for (char &c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        auto &path = paths[endpoint.path];
        if (!path.is_object()) path = json::object{};
        path.as_object()[method] = std::move(operation);
    }

    json::array tag_list;
    for (auto const &tag : tags) tag_list.push_back(json::object{{"name", tag}});
    json::object const document{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "goen"},
          {"version", "1"},
          {"description", "A professional network that a community runs for itself: exchange "
                          "cards, keep the address book true. Parameters and fields that are not "
                          "named here are refused with 422, by name. PATCH is JSON Merge Patch "
                          "(RFC 7396): what is not named stays, null clears, a list is replaced "
                          "whole. What can be changed has an ETag; a change with If-Match of an "
                          "older one is refused with 412."},
          {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", json::array{json::object{{"url", public_url + "/api/v1"}}}},
        {"tags", std::move(tag_list)},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", std::move(components)},
          {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
    return json::serialize(document);
}

} // namespace goen::app
