// SPDX-License-Identifier: Apache-2.0
// What this room's .cpp files share of OpenSSL: its objects as unique_ptrs, its failures as
// Trouble.
#pragma once

#include "base/result.hpp"

#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <string>
#include <string_view>

namespace goen::webpush {

template <auto free> struct FreeBy {
    template <class T> void operator()(T *value) const { free(value); }
};
template <class T, auto free> using Owned = std::unique_ptr<T, FreeBy<free>>;

inline void must(bool is_fine, char const *what) {
    if (is_fine) return;
    ERR_clear_error();
    throw Trouble{std::string{"OpenSSL cannot "} + what};
}

inline unsigned char const *bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const *>(text.data());
}
inline unsigned char *bytes_of(std::string &text) {
    return reinterpret_cast<unsigned char *>(text.data());
}

} // namespace goen::webpush
