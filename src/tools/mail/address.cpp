// SPDX-License-Identifier: Apache-2.0
#include "mail/address.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace goen::mail {
namespace {

// RFC 3492, section 6.3, with the parameters of section 5.
std::string punycode(std::u32string const &label) {
    constexpr std::uint32_t base = 36, low = 1, high = 26, skew = 38, damp = 700;
    auto const digit = [](std::uint32_t value) {
        return static_cast<char>(value < 26 ? 'a' + value : '0' + value - 26);
    };
    std::string out;
    for (char32_t const c : label) {
        if (c < 0x80) out += static_cast<char>(c);
    }
    auto handled = static_cast<std::uint32_t>(out.size());
    auto const basic = handled;
    if (basic > 0) out += '-';
    std::uint32_t next = 128, bias = 72;
    std::uint64_t delta = 0;
    while (handled < label.size()) {
        char32_t smallest = 0x110000;
        for (char32_t const c : label) {
            if (c >= next) smallest = std::min(smallest, c);
        }
        delta += std::uint64_t{smallest - next} * (handled + 1);
        next = smallest;
        for (char32_t const c : label) {
            if (c < next) ++delta;
            if (c != next) continue;
            auto rest = static_cast<std::uint32_t>(delta);
            for (std::uint32_t k = base;; k += base) {
                std::uint32_t const threshold = k <= bias ? low : std::min(k - bias, high);
                if (rest < threshold) break;
                out += digit(threshold + (rest - threshold) % (base - threshold));
                rest = (rest - threshold) / (base - threshold);
            }
            out += digit(rest);
            std::uint64_t adapted = handled == basic ? delta / damp : delta / 2;
            adapted += adapted / (handled + 1);
            std::uint32_t k = 0;
            for (; adapted > ((base - low) * high) / 2; k += base) adapted /= base - low;
            bias = k + static_cast<std::uint32_t>((base - low + 1) * adapted / (adapted + skew));
            delta = 0;
            ++handled;
        }
        ++delta;
        ++next;
    }
    return out;
}

bool is_dot_atom(std::string_view local) {
    static constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
    if (local.empty() || local.front() == '.' || local.back() == '.' ||
        local.find("..") != local.npos)
        return false;
    return std::all_of(local.begin(), local.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != marks.npos;
    });
}

} // namespace

std::string ascii_domain(std::string_view domain) {
    std::string out;
    for (auto const label : split(domain, '.')) {
        if (!out.empty() || label.data() != domain.data()) out += '.';
        bool const is_ascii = std::all_of(label.begin(), label.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x80;
        });
        out +=
            is_ascii ? lower_ascii(label) : "xn--" + punycode(to_code_points(lower_ascii(label)));
    }
    return out;
}

std::string wire_address(std::string_view address) {
    auto const at = address.rfind('@');
    auto const local = address.substr(0, at);
    auto const domain = ascii_domain(address.substr(at + 1));
    if (is_dot_atom(local)) return std::string{local} + '@' + domain;
    std::string quoted = "\"";
    for (char const c : local) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"@" + domain;
}

bool is_one_address(std::string_view address) {
    auto const at = address.find('@');
    if (at == 0 || at == address.npos || at + 1 == address.size() ||
        address.find('@', at + 1) != address.npos)
        return false;
    if (address.size() > 254 || !is_utf8(address)) return false;
    return std::none_of(address.begin(), address.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte <= ' ' || byte == 0x7F ||
               std::string_view{",;:<>()[]\\\""}.find(c) != std::string_view::npos;
    });
}

} // namespace goen::mail
