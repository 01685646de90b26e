// SPDX-License-Identifier: Apache-2.0
#include "http/conditional.hpp"

#include "base/random.hpp"
#include "base/text.hpp"

#include <ctime>
#include <optional>

namespace goen::http {
namespace {

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

// The tag of the bytes before they were compressed: see etag_in().
std::string without_coding(std::string_view tag) {
    for (std::string_view const end : {"-br\"", "-gzip\""}) {
        if (tag.ends_with(end)) return std::string{tag.substr(0, tag.size() - end.size())} + '"';
    }
    return std::string{tag};
}

// All lines of that name as one list; nothing when there is none (RFC 9110 section 5.3).
std::optional<std::string> list_of(Request const &request, std::string_view name) {
    std::optional<std::string> list;
    for (auto const &[each, value] : request.headers) {
        if (each != name) continue;
        if (list) {
            *list += ", " + value;
        } else {
            list = value;
        }
    }
    return list;
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

// RFC 9110 section 5.6.7, the two obsolete forms too.
std::optional<Time> read_http_date(std::string const &text) {
    for (auto const *form :
         {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
        std::tm parts{};
        auto const *end = ::strptime(text.c_str(), form, &parts);
        if (end && *end == '\0')
            return std::chrono::time_point_cast<Time::duration>(
                std::chrono::system_clock::from_time_t(::timegm(&parts)));
    }
    return std::nullopt;
}

} // namespace

std::string etag_of(std::string_view bytes) { return '"' + sha256_hex(bytes).substr(0, 32) + '"'; }

std::string etag_in(std::string_view etag, std::string_view coding) {
    if (coding.empty() || !etag.ends_with('"')) return std::string{etag};
    return std::string{etag.substr(0, etag.size() - 1)} + "-" + std::string{coding} + '"';
}

bool has_preconditions(Request const &request) {
    return list_of(request, "if-match") || list_of(request, "if-none-match") ||
           list_of(request, "if-unmodified-since");
}

bool has_already(Request const &request, std::string_view etag) {
    auto const list = list_of(request, "if-none-match");
    if (!list || etag.empty()) return false;
    if (trimmed(*list) == "*") return true;
    return names(*list, [&](std::string_view tag) {
        return without_coding(without_weakness(tag)) == without_coding(without_weakness(etag));
    });
}

bool may_change(Request const &request, std::string_view etag) {
    auto const list = list_of(request, "if-match");
    if (!list || trimmed(*list) == "*") return true;
    return names(*list, [&](std::string_view tag) {
        return !tag.starts_with("W/") && without_coding(tag) == etag;
    });
}

bool is_unmodified(Request const &request, Time modified) {
    if (list_of(request, "if-match")) return true;
    auto const since = read_http_date(std::string{request.header("if-unmodified-since")});
    return !since || std::chrono::floor<seconds>(modified) <= *since;
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
