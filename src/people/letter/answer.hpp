// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace goen::letter {

// What an answer by mail to a letter becomes: a message of a thread, a comment on a post, an answer
// to a comment, the answer to a request. Who answers is known from the address she answers to.
struct Answer {
    enum class To { thread, post, comment, request };
    To to = To::thread;
    std::int64_t id = 0;
    bool operator==(Answer const &) const = default;
};

} // namespace goen::letter
