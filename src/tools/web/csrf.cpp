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

} // namespace

std::string csrf_token(std::string_view secret, Random &random) {
    auto const pad = random.bytes(32);
    return hex(pad) + hex(with_pad(csrf_key(secret), pad));
}

bool is_csrf_token(std::string_view token, std::string_view secret) {
    if (token.size() != 128) return false;
    std::string bytes;
    for (std::size_t i = 0; i < token.size(); i += 2) {
        int byte = 0;
        for (char const c : token.substr(i, 2)) {
            if (c >= '0' && c <= '9')
                byte = byte * 16 + (c - '0');
            else if (c >= 'a' && c <= 'f')
                byte = byte * 16 + (c - 'a' + 10);
            else
                return false;
        }
        bytes += static_cast<char>(byte);
    }
    return equal_in_constant_time(with_pad(bytes.substr(32), bytes.substr(0, 32)),
                                  csrf_key(secret));
}

} // namespace goen::web
