// SPDX-License-Identifier: Apache-2.0
#include "web/versions.hpp"

#include "http/conditional.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace goen::web {
namespace {

using http::Method;

bool changes(Endpoint const &endpoint) {
    return endpoint.method == Method::patch || endpoint.method == Method::put ||
           endpoint.method == Method::del;
}

bool has_version(std::vector<Doors::Api> const &apis, std::string_view path) {
    auto const any = [&](auto const &fits) {
        return std::any_of(apis.begin(), apis.end(), [&](Doors::Api const &api) {
            return api.endpoint.path == path && fits(api.endpoint);
        });
    };
    return any(changes) && any([](Endpoint const &one) {
               return one.method == Method::get && one.answer.has_value();
           });
}

// The path of what a POST to `path` makes: "/cards" -> "/cards/{id}". Empty when none is declared.
std::string_view path_of_made(std::vector<Doors::Api> const &apis, std::string_view path) {
    for (auto const &[endpoint, handler] : apis) {
        std::string_view const one{endpoint.path};
        if (one.size() > path.size() + 2 && one.starts_with(path) &&
            one.substr(path.size(), 2) == "/{" && one.find('/', path.size() + 1) == one.npos &&
            one.ends_with('}'))
            return one;
    }
    return {};
}

} // namespace

std::vector<VersionUse> version_uses(std::vector<Doors::Api> const &apis) {
    std::vector<VersionUse> uses;
    uses.reserve(apis.size());
    for (auto const &[endpoint, handler] : apis) {
        VersionUse use;
        if (endpoint.method == Method::post) {
            use.answers = endpoint.status == 201 && endpoint.answer &&
                          has_version(apis, path_of_made(apis, endpoint.path));
        } else if (has_version(apis, endpoint.path)) {
            use.answers = endpoint.answer.has_value();
            use.heeds = changes(endpoint);
        }
        uses.push_back(use);
    }
    return uses;
}

std::string version_of(boost::json::object const &current) {
    return http::etag_of(boost::json::serialize(current));
}

Done check_preconditions(ApiCall const &call, boost::json::object const &current,
                         std::optional<Time> modified) {
    auto const &request = call.visit.request;
    if (!http::has_preconditions(request)) return {};
    auto const version = version_of(current);
    if (http::may_change(request, version) && !http::has_already(request, version) &&
        (!modified || http::is_unmodified(request, *modified)))
        return {};
    return changed_since();
}

Refusal changed_since() {
    return {Reason::changed,
            N_("This was changed after you read it. Please read it again before you change it."),
            {},
            {}};
}

} // namespace goen::web
