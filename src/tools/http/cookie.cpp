// SPDX-License-Identifier: Apache-2.0
// Cookies (RFC 6265): read with patience, written with none.
#include "http/message.hpp"

#include "base/result.hpp"
#include "base/text.hpp"
#include "http/accept.hpp"

namespace goen::http {
namespace {

constexpr std::size_t most_cookies = 50;
constexpr std::size_t most_bytes = 8 * 1024;

bool is_cookie_text(std::string_view text) {
    for (char const c : text) {
        if (c <= 0x20 || c >= 0x7F || c == '"' || c == ',' || c == ';' || c == '\\') return false;
    }
    return true;
}

} // namespace

std::string_view Request::cookie(std::string_view name) const {
    std::size_t seen = 0, bytes = 0;
    for (auto const &[header_name, line] : headers) {
        if (header_name != "cookie") continue;
        if ((bytes += line.size()) > most_bytes) return {};
        std::string_view rest = line;
        while (!rest.empty()) {
            if (++seen > most_cookies) return {};
            auto const end = rest.find(';');
            auto const part = rest.substr(0, end);
            rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
            auto const equals = part.find('=');
            if (equals == part.npos || without_blanks(part.substr(0, equals)) != name) continue;
            auto value = without_blanks(part.substr(equals + 1));
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
                value = value.substr(1, value.size() - 2);
            }
            return value;
        }
    }
    return {};
}

std::string to_string(Cookie const &cookie) {
    ensure(!cookie.name.empty() && is_cookie_text(cookie.name) &&
               cookie.name.find('=') == std::string::npos,
           "a cookie's name is a plain word");
    ensure(is_cookie_text(cookie.value),
           "a cookie's value is visible ASCII without quotes, commas and semicolons");
    ensure(is_cookie_text(cookie.same_site), "SameSite is Lax, Strict or None");
    std::string out = cookie.name + "=" + cookie.value + "; Path=/";
    if (cookie.max_age) out += "; Max-Age=" + std::to_string(cookie.max_age->count());
    if (cookie.http_only) out += "; HttpOnly";
    if (cookie.secure) out += "; Secure";
    if (!cookie.same_site.empty()) out += "; SameSite=" + cookie.same_site;
    return out;
}

} // namespace goen::http
