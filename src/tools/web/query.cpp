// SPDX-License-Identifier: Apache-2.0
// The parameters of an API call against their declaration.
#include "base/text.hpp"
#include "web/doors.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace goen::web {
namespace {

constexpr std::size_t max_faults = 20, longest_name = 100;

Sentence not_known(Endpoint const &endpoint) {
    std::string known;
    for (auto const &one : endpoint.query) known += (known.empty() ? "" : ", ") + one.name;
    if (known.empty()) return N_("No parameters are supported here.");
    return {N_("This parameter is not supported. Supported parameters: {1}."), {known}};
}

boost::json::value value_of(Schema const &schema, std::string_view typed) {
    boost::json::value const as_text = boost::json::string(typed);
    if (schema.kind == Schema::Kind::integer) {
        bool const is_plain = !typed.empty() && typed.find_first_of(" \t\r\n") == typed.npos;
        auto const number = is_plain ? parse_json(typed) : Result<boost::json::value>{Refusal{}};
        return number ? *number : as_text;
    }
    if (schema.kind == Schema::Kind::boolean) {
        if (typed == "1" || typed == "true") return true;
        if (typed == "0" || typed == "false") return false;
    }
    return as_text;
}

} // namespace

std::vector<FieldError> faults_of(Endpoint const &endpoint, http::Params const &query) {
    std::vector<FieldError> faults;
    for (auto const &pair : query.pairs()) {
        auto const &name = pair.first;
        bool const is_known = std::any_of(endpoint.query.begin(), endpoint.query.end(),
                                          [&](QueryParam const &one) { return one.name == name; });
        if (is_known || faults.size() >= max_faults) continue;
        faults.push_back(
            {name.size() <= longest_name ? name : name.substr(0, 1) + "…", not_known(endpoint)});
        if (!is_clean_utf8(faults.back().field)) faults.back().field = "…";
    }
    for (auto const &one : endpoint.query) {
        if (!query.has(one.name)) {
            if (one.required) faults.push_back({one.name, N_("This parameter is required.")});
            continue;
        }
        for (auto &fault : check(one.schema, value_of(one.schema, query.get(one.name))))
            faults.push_back({one.name, std::move(fault.why)});
    }
    return faults;
}

} // namespace goen::web
