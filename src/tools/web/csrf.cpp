// SPDX-License-Identifier: Apache-2.0
#include "web/csrf.hpp"

#include "base/text.hpp"

namespace goen::web {
namespace {

std::string csrf_key(std::string_view secret) { return hmac_sha256(secret, "goen csrf"); }

std::string with_pad(std::string_view key, std::string_view pad) {
    std::string out{key};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ pad[i]);
    return out;
}

constexpr std::size_t pad_size = 32, random_size = 16;

std::string pad_for(std::string_view random, std::int64_t reader) {
    return std::string{random} +
           hmac_sha256(random, "goen page of " + std::to_string(reader)).substr(random_size);
}

// The pad and the masked key; nothing when this is no token.
std::string bytes_of(std::string_view token) {
    std::string bytes;
    if (token.size() != pad_size * 4) return bytes;
    for (std::size_t i = 0; i < token.size(); i += 2) {
        int byte = 0;
        for (char const c : token.substr(i, 2)) {
            if (c >= '0' && c <= '9')
                byte = byte * 16 + (c - '0');
            else if (c >= 'a' && c <= 'f')
                byte = byte * 16 + (c - 'a' + 10);
            else
                return {};
        }
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

} // namespace

std::string csrf_token(std::string_view secret, std::int64_t reader, Random &random) {
    auto const pad = pad_for(random.bytes(random_size), reader);
    return hex(pad) + hex(with_pad(csrf_key(secret), pad));
}

bool is_csrf_token(std::string_view token, std::string_view secret) {
    auto const bytes = bytes_of(token);
    if (bytes.empty()) return false;
    return equal_in_constant_time(with_pad(bytes.substr(pad_size), bytes.substr(0, pad_size)),
                                  csrf_key(secret));
}

bool is_page_of(std::string_view token, std::int64_t reader) {
    auto const bytes = bytes_of(token);
    return !bytes.empty() &&
           bytes.substr(0, pad_size) == pad_for(bytes.substr(0, random_size), reader);
}

} // namespace goen::web
