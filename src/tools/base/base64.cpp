// SPDX-License-Identifier: Apache-2.0
// All base64 and hexadecimal is libsodium's.
#include "base/base64.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <sodium.h>

namespace goen {
namespace {

unsigned char const *bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const *>(text.data());
}

std::string written(std::string_view bytes, int variant) {
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
    out.pop_back(); // the terminating zero
    return out;
}

std::optional<std::string> read(std::string_view text, int variant, char const *ignored) {
    // libsodium compares characters with their sign, so a byte from 0x80 on would pass for "/".
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return static_cast<signed char>(c) < 0; }))
        return std::nullopt;
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    char const *end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char *>(out.data()), out.size(), text.data(),
                          text.size(), ignored, &size, &end, variant) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    out.resize(size);
    return out;
}

} // namespace

std::string hex(std::string_view bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes_of(bytes), bytes.size());
    out.pop_back();
    return out;
}

std::string base64url(std::string_view bytes) {
    return written(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64(std::string_view bytes) {
    return written(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<std::string> from_base64(std::string_view text) {
    return read(text, sodium_base64_VARIANT_ORIGINAL, "\r\n");
}

std::optional<std::string> from_base64url(std::string_view text) {
    return read(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, nullptr);
}

} // namespace goen
