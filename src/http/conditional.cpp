// SPDX-License-Identifier: Apache-2.0
#include "http/conditional.hpp"

#include "base/random.hpp"

namespace goen::http {
namespace {

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

// Walks a list of entity tags. A tag may hold a comma, so the quotes decide where it ends.
template <class IsIt> bool names(std::string_view list, IsIt is_it) {
    list = list.substr(0, 8192);
    for (std::size_t at = 0; at < list.size();) {
        if (list[at] == ' ' || list[at] == '\t' || list[at] == ',') {
            ++at;
            continue;
        }
        auto const start = at;
        if (list.substr(at, 2) == "W/") at += 2;
        if (at >= list.size() || list[at] != '"')
            return false; // unreadable: as if nothing more were named
        auto const end = list.find('"', at + 1);
        if (end == list.npos) return false;
        at = end + 1;
        if (is_it(list.substr(start, at - start))) return true;
    }
    return false;
}

} // namespace

std::string etag_of(std::string_view bytes) { return '"' + sha256_hex(bytes).substr(0, 32) + '"'; }

bool has_already(Request const &request, std::string_view etag) {
    auto const list = request.header("if-none-match");
    if (list.empty() || etag.empty()) return false;
    if (list == "*") return true;
    return names(list, [&](std::string_view tag) {
        return without_weakness(tag) == without_weakness(etag);
    });
}

bool may_change(Request const &request, std::string_view etag) {
    auto const list = request.header("if-match");
    if (list.empty() || list == "*") return true;
    return names(list, [&](std::string_view tag) { return tag == etag && !tag.starts_with("W/"); });
}

Response not_modified(Response const &full) {
    Response response;
    response.status = 304;
    for (auto const &header : full.headers) {
        auto const &name = header.first;
        if (name != "content-type" && name != "content-encoding" && name != "content-disposition") {
            response.headers.push_back(header);
        }
    }
    return response;
}

} // namespace goen::http
