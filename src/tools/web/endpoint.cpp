// SPDX-License-Identifier: Apache-2.0
#include "web/endpoint.hpp"

namespace goen::web {
namespace {

Declared declared(http::Method method, char const *path, char const *summary) {
    Declared made;
    made.method = method;
    made.path = path;
    made.summary = summary;
    return made;
}

} // namespace

Declared get(char const *path, char const *summary) {
    return declared(http::Method::get, path, summary);
}
Declared post(char const *path, char const *summary) {
    return declared(http::Method::post, path, summary);
}
Declared put(char const *path, char const *summary) {
    return declared(http::Method::put, path, summary);
}
Declared patch(char const *path, char const *summary) {
    return declared(http::Method::patch, path, summary);
}
Declared del(char const *path, char const *summary) {
    return declared(http::Method::del, path, summary);
}

Declared::~Declared() = default;

Declared &&Declared::refuses(std::initializer_list<int> statuses) && {
    refusals = statuses;
    return std::move(*this);
}
Declared &&Declared::asks(std::vector<QueryParam> params) && {
    query = std::move(params);
    return std::move(*this);
}
Declared &&Declared::creates() && {
    status = 201;
    return std::move(*this);
}
Declared &&Declared::for_anyone() && {
    who = Who::anyone;
    own_scope = "";
    return std::move(*this);
}
Declared &&Declared::behind_password() && {
    hashes_password = true;
    return std::move(*this);
}
Declared &&Declared::tagged(char const *other) && {
    tag = other;
    return std::move(*this);
}
Declared &&Declared::needs(char const *other) && {
    own_scope = other;
    return std::move(*this);
}
Declared &&Declared::takes_file(Upload upload, std::vector<std::string> types) && {
    file = upload;
    file_types = std::move(types);
    return std::move(*this);
}
Declared &&Declared::answers_file(std::vector<std::string> types) && {
    answer_types = std::move(types);
    return std::move(*this);
}

boost::json::object merged(boost::json::object const &current, boost::json::object const &patch) {
    // Merging into nothing leaves nulls out.
    return std::move(merge_patch(merge_patch(nullptr, current), patch).get_object());
}

std::vector<QueryParam> page_params(std::vector<QueryParam> before) {
    before.push_back({"after", shape::text(20), "the cursor `next` of the page before"});
    before.push_back({"limit", shape::integer(1, 100), "50 by default"});
    return before;
}

namespace detail {

Schema patch_shape(Schema const &whole, char const *name) {
    auto shape = patch_of(whole);
    if (*name) shape.name = name;
    return shape;
}

Result<ApiAnswer> answered(Done const &done, int status) {
    if (!done) return done.why();
    return ApiAnswer{status, nullptr};
}

void hang(Doors &doors, Common const &common, Declared &made, ApiHandler handler) {
    bool const reads = made.method == http::Method::get;
    if (made.tag.empty()) made.tag = common.tag;
    made.scope = made.own_scope ? *made.own_scope : reads ? common.read_scope : common.write_scope;
    doors.api(std::move(made), std::move(handler));
}

} // namespace detail

} // namespace goen::web
