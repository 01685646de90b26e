// SPDX-License-Identifier: Apache-2.0
#include "fetch/url.hpp"

#include "base/text.hpp"
#include "i18n/host_name.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <optional>
#include <vector>

namespace goen::fetch {
namespace {

constexpr std::size_t longest = 2000;

Refusal no_url() { return {Reason::invalid, N_("This is not the address of a web page."), {}, {}}; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_target_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"-._~:/?@!$&'()*+,;=%[]"}.find(c) != std::string::npos;
}

// The last label of a name is never a number; of an IPv4 address in any of its spellings (WHATWG
// URL section 3.5) it is.
bool ends_in_number(std::string_view host) {
    auto const last = host.substr(host.rfind('.') + 1);
    return !last.empty() && is_digit(last[0]) &&
           (last.starts_with("0x") || std::all_of(last.begin(), last.end(), is_digit));
}

// 0 for what is none.
unsigned port_of(std::string_view digits) {
    unsigned number = 0;
    for (char const c : digits) {
        if (!is_digit(c) || number > 6553) return 0;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number <= 65535 ? number : 0;
}

std::optional<std::string> host_of(std::string_view text) {
    if (text.starts_with('[') && text.ends_with(']') && text.size() < 50) {
        std::string const inner{text.substr(1, text.size() - 2)};
        in6_addr address{};
        if (inet_pton(AF_INET6, inner.c_str(), &address) != 1) return {};
        char written[INET6_ADDRSTRLEN];
        inet_ntop(AF_INET6, &address, written, sizeof written);
        return "[" + std::string{written} + "]";
    }
    auto host = i18n::ascii_host(text);
    if (!host) return {};
    if (host->ends_with('.')) host->pop_back();
    if (!ends_in_number(*host)) return host;
    in_addr address{};
    return inet_pton(AF_INET, host->c_str(), &address) == 1 ? host : std::nullopt;
}

// "/a/./b/../c" -> "/a/c"
std::string without_dots(std::string_view path) {
    std::vector<std::string_view> kept;
    auto const segments = split(path.substr(1), '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        auto const lower = lower_ascii(segments[i]);
        bool const is_here = lower == "." || lower == "%2e";
        bool const is_up = lower == ".." || lower == ".%2e" || lower == "%2e." || lower == "%2e%2e";
        if (is_up && !kept.empty()) kept.pop_back();
        if (!is_here && !is_up)
            kept.push_back(segments[i]);
        else if (i + 1 == segments.size())
            kept.emplace_back(); // a folder
    }
    std::string out;
    for (auto const segment : kept) (out += '/') += segment;
    return out.empty() ? "/" : out;
}

std::string written_target(std::string_view rest) {
    rest = rest.substr(0, rest.find('#'));
    std::string out;
    for (char const c : rest)
        out += is_target_character(c) ? std::string{c} : percent_encoded({&c, 1});
    if (!out.starts_with('/')) out.insert(0, "/");
    auto const query = std::min(out.find('?'), out.size());
    return without_dots(std::string_view{out}.substr(0, query)) + out.substr(query);
}

// Of "scheme:…" (RFC 3986 section 3.1); 0 when there is none.
std::size_t scheme_size(std::string_view text) {
    auto const colon = text.find_first_of(":/?#");
    return colon != text.npos && text[colon] == ':' ? colon + 1 : 0;
}

} // namespace

Result<Url> Url::parse(std::string_view text) {
    text = trimmed(text);
    if (text.size() > longest || !is_clean_utf8(text) || text.find_first_of("\t\r\n") != text.npos)
        return no_url();
    auto const start = lower_ascii(text.substr(0, 8));
    Url url;
    url.is_https_ = start == "https://";
    if (!url.is_https_ && !start.starts_with("http://")) return no_url();
    text.remove_prefix(url.is_https_ ? 8 : 7);
    auto const authority = text.substr(0, text.find_first_of("/?#"));
    auto const bracket = authority.find(']');
    auto const colon = authority.find(':', bracket == authority.npos ? 0 : bracket);
    auto const host = host_of(authority.substr(0, colon));
    if (!host) return no_url();
    url.host_ = *host;
    auto const port = colon == authority.npos ? "" : authority.substr(colon + 1);
    auto const number = port.empty() ? (url.is_https_ ? 443U : 80U) : port_of(port);
    if (number == 0) return no_url();
    url.port_ = static_cast<std::uint16_t>(number);
    url.target_ = written_target(text.substr(authority.size()));
    if (url.target_.size() > longest) return no_url();
    return url;
}

Result<Url> Url::resolve(std::string_view reference) const {
    reference = trimmed(reference);
    if (scheme_size(reference) > 0) return parse(reference);
    std::string const scheme = is_https_ ? "https:" : "http:";
    if (reference.starts_with("//")) return parse(scheme + std::string{reference});
    if (reference.find('\\') != reference.npos) return no_url();
    auto const here = text();
    auto const site = here.substr(0, here.size() - target_.size());
    auto const path = target_.substr(0, target_.find('?'));
    if (reference.empty() || reference.starts_with('#')) return *this;
    if (reference.starts_with('/')) return parse(site + std::string{reference});
    if (reference.starts_with('?')) return parse(site + path + std::string{reference});
    return parse(site + path.substr(0, path.rfind('/') + 1) + std::string{reference});
}

std::string Url::origin() const {
    std::string out = is_https_ ? "https://" : "http://";
    out += host_;
    if (port_ != (is_https_ ? 443 : 80)) (out += ':') += std::to_string(port_);
    return out;
}

std::string Url::text() const { return origin() + target_; }

} // namespace goen::fetch
