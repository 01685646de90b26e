// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include "base/result.hpp"
#include "base/text.hpp"
#include "http/path.hpp"

#include <algorithm>

namespace goen::http {
namespace {

std::string_view find_header(std::vector<Header> const &headers, std::string_view name) {
    for (auto const &[each, value] : headers) {
        if (each == name) return value;
    }
    return {};
}

Response with_type(std::string body, int status, std::string_view type) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers.emplace_back("content-type", type);
    return response;
}

} // namespace

std::string_view to_string(Method method) {
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: break;
    }
    return "OTHER";
}

std::optional<Params> Params::parse(std::string_view text, std::size_t max_pairs) {
    Params params;
    for (std::size_t start = 0; start < text.size();) {
        auto const end = std::min(text.find('&', start), text.size());
        auto const part = text.substr(start, end - start);
        start = end + 1;
        if (part.empty()) continue;
        if (params.pairs_.size() == max_pairs) return {};
        auto const equals = part.find('=');
        auto name = form_decoded(part.substr(0, equals));
        auto value = equals == part.npos ? std::string{} : form_decoded(part.substr(equals + 1));
        if (!is_clean_utf8(name) || !is_clean_utf8(value)) return {};
        params.add(std::move(name), std::move(value));
    }
    return params;
}

std::string_view Params::get(std::string_view name) const {
    for (auto const &[each, value] : pairs_) {
        if (each == name) return value;
    }
    return {};
}

bool Params::has(std::string_view name) const {
    return std::any_of(pairs_.begin(), pairs_.end(),
                       [&](auto const &pair) { return pair.first == name; });
}

std::vector<std::string_view> Params::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (auto const &[each, value] : pairs_) {
        if (each == name) values.emplace_back(value);
    }
    return values;
}

std::string_view Request::header(std::string_view lower_case_name) const {
    return find_header(headers, lower_case_name);
}

std::string_view Request::media_type() const {
    auto const value = header("content-type");
    return trimmed(value.substr(0, value.find(';')));
}

Response &Response::set(std::string name, std::string value) {
    name = lower_ascii(name);
    std::erase_if(headers, [&](Header const &each) { return each.first == name; });
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response &Response::add(std::string name, std::string value) {
    headers.emplace_back(lower_ascii(name), std::move(value));
    return *this;
}

std::string_view Response::header(std::string_view lower_case_name) const {
    return find_header(headers, lower_case_name);
}

Response html(std::string body, int status) {
    return with_type(std::move(body), status, "text/html; charset=utf-8");
}
Response text(std::string body, int status) {
    return with_type(std::move(body), status, "text/plain; charset=utf-8");
}
Response json(std::string body, int status, std::string_view type) {
    return with_type(std::move(body), status, type);
}

Response see_other(std::string_view path) {
    Response response;
    response.status = 303;
    response.headers.emplace_back("location", safe_path(path));
    return response;
}

} // namespace goen::http
