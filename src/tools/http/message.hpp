// SPDX-License-Identifier: Apache-2.0
// HTTP messages as the rooms see them: plain values, no sockets. net/ makes a Request from bytes
// that have already passed its limits (RFC 9112 framing, sizes, times) and writes the Response out.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace goen::http {

enum class Method { get, head, post, put, patch, del, options, other };
std::string_view to_string(Method method);

using Header =
    std::pair<std::string, std::string>; // name in lower case, value without outer white space

// name=value pairs, decoded: a query string, or a form body. Order and repeats are kept.
class Params {
public:
    // application/x-www-form-urlencoded (WHATWG URL section 5.1). Nothing when a value is not clean
    // UTF-8, holds NUL, or there are more than `max_pairs`.
    static std::optional<Params> parse(std::string_view text, std::size_t max_pairs = 1000);
    void add(std::string name, std::string value) {
        pairs_.emplace_back(std::move(name), std::move(value));
    }
    std::string_view get(std::string_view name) const; // the first, or ""
    bool has(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;
    std::vector<std::pair<std::string, std::string>> const &pairs() const { return pairs_; }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

struct Request {
    Method method = Method::get;
    std::string target; // as sent: /contacts?q=a
    std::string
        path; // percent-decoded once, clean UTF-8, begins with '/', no "//", no dot segments
    Params query;
    std::vector<Header> headers;
    std::string body;
    std::string peer; // the client's address (for limits; never logged)
    bool is_tls = false;
    std::string id; // request id, for the log
    Time at{};

    std::string_view header(std::string_view lower_case_name) const; // the first, or ""
    std::string_view cookie(std::string_view name) const;            // RFC 6265, or ""
    std::string_view media_type()
        const; // of the body: "application/json", lower case, no parameters
};

class OpenBody;

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<std::string const> shared_body; // used instead of body when set (assets)
    std::shared_ptr<OpenBody> open; // the body, when it goes on for longer (open_body.hpp)

    Response &set(std::string name, std::string value); // replaces
    Response &add(std::string name, std::string value); // appends (Set-Cookie)
    std::string_view header(std::string_view lower_case_name) const;
    std::string_view content() const {
        return shared_body ? std::string_view{*shared_body} : std::string_view{body};
    }
};

Response html(std::string body, int status = 200); // text/html; charset=utf-8
Response text(std::string body, int status = 200); // text/plain; charset=utf-8
Response json(std::string body, int status = 200, std::string_view type = "application/json");
// 303 to a path of this site. The path must be same-site (see safe_path); else to "/".
Response see_other(std::string_view path);

// A path to go on to after log-in and the like: begins with one '/', no "//", "/\", control
// characters, or scheme in any disguise ("/%09/evil", "/..//evil"): else "/".
std::string safe_path(std::string_view wanted);

struct Cookie {
    std::string name, value;
    std::optional<seconds> max_age; // none: until the browser closes
    bool http_only = true, secure = true;
    std::string same_site = "Lax";
};
std::string to_string(Cookie const &cookie); // Set-Cookie value, Path=/

// Best of `offered` for an Accept or Accept-Language header (RFC 9110 section 12.5), first when
// none fits or the header is empty or unreadable. Bounded work for a header of any size.
std::string_view best_of(std::string_view accept, std::initializer_list<std::string_view> offered);

} // namespace goen::http
