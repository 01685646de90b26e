// SPDX-License-Identifier: Apache-2.0
#include "net/address.hpp"

#include "base/text.hpp"
#include "http/accept.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace goen::net {
namespace {

using Bytes = std::array<unsigned char, 16>;

std::optional<Bytes> address_bytes(std::string_view text) {
    std::string const copy{text.substr(0, 64)};
    Bytes bytes{};
    if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
    bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (inet_pton(AF_INET, copy.c_str(), bytes.data() + 12) == 1) return bytes;
    return {};
}

bool is_v4(Bytes const &bytes) {
    static constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return std::memcmp(bytes.data(), mapped, 12) == 0;
}

std::string address_text(Bytes const &bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_v4(bytes))
        inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
    else
        inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

bool claims_another(std::string_view name) {
    return name.starts_with("x-forwarded-") || name == "forwarded" || name == "x-real-ip" ||
           name == "x-original-url" || name == "x-rewrite-url" || name == "x-original-host" ||
           name == "x-host" || name == "true-client-ip" || name == "x-client-ip" ||
           name == "x-http-method-override";
}

bool is_trusted(std::string_view address, std::vector<AddressBlock> const &trusted) {
    return std::any_of(trusted.begin(), trusted.end(),
                       [&](auto const &block) { return block.holds(address); });
}

std::string joined(http::Request const &request, std::string_view wanted) {
    std::string all;
    for (auto const &[name, value] : request.headers) {
        if (name == wanted) all += (all.empty() ? "" : ",") + value;
    }
    return all;
}

using Hops = std::optional<std::vector<ForwardedHop>>;

Hops x_forwarded_hops(http::Request const &request) {
    std::vector<ForwardedHop> hops;
    auto const chain = joined(request, "x-forwarded-for");
    for (auto const part : split(chain, ',')) {
        auto const address = plain_address(trimmed(part));
        hops.push_back({address_bytes(address) ? address : std::string{}, ""});
    }
    if (hops.empty()) hops.emplace_back();
    for (auto const &[name, value] : request.headers) {
        if (name == "x-forwarded-proto") hops.back().proto = lower_ascii(trimmed(value));
    }
    return hops;
}

Hops forwarded_hops(http::Request const &request) {
    auto const chain = joined(request, "forwarded");
    if (chain.empty()) return {};
    if (auto hops = parse_forwarded(chain)) return hops;
    // Somebody before the proxy wrote what cannot be read. The last element is the proxy's own
    // word, unless its last comma stands inside quotes; what stands left of it is not believed.
    for (auto comma = chain.rfind(','); comma != chain.npos && comma > 0;
         comma = chain.rfind(',', comma - 1)) {
        auto own = parse_forwarded(std::string_view{chain}.substr(comma + 1));
        if (!own || own->size() != 1) continue;
        own->insert(own->begin(), ForwardedHop{});
        return own;
    }
    return std::vector<ForwardedHop>(1);
}

bool is_token_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

// A token or a quoted string at the beginning of `text`, which it is taken off.
std::optional<std::string> take_value(std::string_view &text) {
    std::string value;
    if (!text.starts_with('"')) {
        std::size_t size = 0;
        while (size < text.size() && is_token_char(text[size])) ++size;
        if (size == 0) return {};
        value = text.substr(0, size);
        text.remove_prefix(size);
        return value;
    }
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') {
            text.remove_prefix(at + 1);
            return value;
        }
        if (text[at] == '\\' && ++at == text.size()) return {};
        value += text[at];
    }
    return {};
}

// node = IPv4 | "[" IPv6 "]" | "unknown" | "_" obfuscated, and perhaps ":" port (RFC 7239, section
// 6). An address, "" for the last two, nothing for anything else.
std::optional<std::string> address_of_node(std::string_view node) {
    auto host = node;
    std::string_view port;
    if (node.starts_with('[')) {
        auto const end = node.find(']');
        if (end == node.npos) return {};
        host = node.substr(1, end - 1);
        port = node.substr(end + 1);
        if (host.find(':') == host.npos || !address_bytes(host)) return {};
    } else {
        auto const colon = node.find(':');
        host = node.substr(0, colon);
        port = colon == node.npos ? std::string_view{} : node.substr(colon);
    }
    bool const has_good_port =
        port.empty() || (port.size() > 1 && port.size() <= 17 && port.front() == ':' &&
                         std::all_of(port.begin() + 1, port.end(),
                                     [](char c) { return c != ':' && is_token_char(c); }));
    if (!has_good_port || host.empty()) return {};
    if (http::equal_ignoring_case(host, "unknown") || host.front() == '_') return std::string{};
    if (!address_bytes(host)) return {};
    return plain_address(host);
}

} // namespace

std::optional<ListenAddress> parse_listen(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == text.npos) return {};
    auto host = text.substr(0, colon);
    auto const digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) return {};
    if (host.empty()) return ListenAddress{"::", port};
    if (host == "localhost") return ListenAddress{"127.0.0.1", port};
    bool const bracketed = host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (bracketed != (host.find(':') != host.npos) || !address_bytes(host)) return {};
    return ListenAddress{std::string{host}, port};
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
    AddressBlock block;
    auto const slash = text.find('/');
    auto const bytes = address_bytes(text.substr(0, slash));
    if (!bytes) return {};
    block.bytes_ = *bytes;
    if (slash == text.npos) return block;
    auto const digits = text.substr(slash + 1);
    auto const [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), block.bits_);
    if (error != std::errc{} || end != digits.data() + digits.size()) return {};
    bool const plain_v4 = text.find(':') == text.npos;
    if (block.bits_ < 0 || block.bits_ > (plain_v4 ? 32 : 128)) return {};
    if (plain_v4) block.bits_ += 96;
    return block;
}

bool AddressBlock::holds(std::string_view address) const {
    auto const bytes = address_bytes(address);
    if (!bytes) return false;
    auto const whole = static_cast<std::size_t>(bits_ / 8);
    if (std::memcmp(bytes->data(), bytes_.data(), whole) != 0) return false;
    if (bits_ % 8 == 0) return true;
    int const shift = 8 - bits_ % 8;
    return ((*bytes)[whole] >> shift) == (bytes_[whole] >> shift);
}

std::string plain_address(std::string_view address) {
    auto const bytes = address_bytes(address);
    return bytes ? address_text(*bytes) : std::string{address};
}

std::string peer_group(std::string_view address) {
    auto bytes = address_bytes(address);
    if (!bytes || is_v4(*bytes)) return std::string{address};
    std::fill(bytes->begin() + 8, bytes->end(), static_cast<unsigned char>(0));
    return address_text(*bytes);
}

std::optional<std::vector<ForwardedHop>> parse_forwarded(std::string_view value) {
    std::vector<ForwardedHop> hops;
    auto rest = trimmed(value);
    while (true) {
        ForwardedHop hop;
        bool has_for = false, has_proto = false;
        while (true) {
            std::size_t size = 0;
            while (size < rest.size() && is_token_char(rest[size])) ++size;
            auto const name = lower_ascii(rest.substr(0, size));
            rest.remove_prefix(size);
            if (name.empty() || !rest.starts_with('=')) return {};
            rest.remove_prefix(1);
            auto const text = take_value(rest);
            if (!text) return {};
            if (name == "for") {
                auto const address = address_of_node(*text);
                if (!address || std::exchange(has_for, true)) return {};
                hop.address = *address;
            } else if (name == "proto") {
                if (std::exchange(has_proto, true)) return {};
                hop.proto = lower_ascii(*text);
            }
            rest = trimmed(rest);
            if (!rest.starts_with(';')) break;
            rest = trimmed(rest.substr(1));
        }
        hops.push_back(std::move(hop));
        if (rest.empty()) return hops;
        if (!rest.starts_with(',')) return {};
        rest = trimmed(rest.substr(1));
    }
}

Settled settle_peer(http::Request &request, std::vector<AddressBlock> const &trusted,
                    ProxyHeader header) {
    if (!is_trusted(request.peer, trusted)) {
        bool const claims =
            !request.header("x-forwarded-for").empty() || !request.header("forwarded").empty();
        std::erase_if(request.headers,
                      [](http::Header const &each) { return claims_another(each.first); });
        return claims ? Settled::unbelieved : Settled::as_it_is;
    }
    auto const hops =
        header == ProxyHeader::forwarded ? forwarded_hops(request) : x_forwarded_hops(request);
    if (!hops) return Settled::as_it_is;
    for (auto hop = hops->rbegin(); hop != hops->rend(); ++hop) {
        if (hop == hops->rbegin() && !hop->proto.empty()) request.is_tls = hop->proto == "https";
        if (hop->address.empty()) break; // what stands left of it is not believed
        request.peer = hop->address;
        if (!is_trusted(hop->address, trusted)) break;
    }
    return Settled::as_it_is;
}

} // namespace goen::net
