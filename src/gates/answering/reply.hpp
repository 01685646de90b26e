// SPDX-License-Identifier: Apache-2.0
// An answer on its way, for this room's files.
#pragma once

#include "answering/answering.hpp"

namespace goen::answering {

struct Answering::Reply {
    account::Member const &member; // to whom the address was given
    letter::SignedAddresses::Reply const &address;
    mail_in::Letter const &letter;
    std::string const &key; // the letter's, for doing it once
    // Why the letter could not be read; then `letter` has its head only.
    std::optional<Refusal> const &unread;
};

// The page where the same can be done.
std::string path_of(letter::Answer const &answer);

} // namespace goen::answering
