// SPDX-License-Identifier: Apache-2.0
#include "net/address.hpp"

#include "base/text.hpp"
#include "http/accept.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

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

void settle_peer(http::Request &request, std::vector<AddressBlock> const &trusted) {
    if (!is_trusted(request.peer, trusted)) {
        std::erase_if(request.headers,
                      [](http::Header const &each) { return claims_another(each.first); });
        return;
    }
    std::string chain;
    for (auto const &[name, value] : request.headers) {
        if (name == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
        if (name == "x-forwarded-proto") request.is_tls = http::equal_ignoring_case(value, "https");
    }
    auto const hops = split(chain, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        auto const address = plain_address(trimmed(*hop));
        if (!address_bytes(address)) return; // what stands left of junk is not believed
        request.peer = address;
        if (!is_trusted(address, trusted)) return;
    }
}

} // namespace goen::net
