// SPDX-License-Identifier: Apache-2.0
// How many connections the process's file numbers (RLIMIT_NOFILE) are enough for.
#pragma once

#include <cstddef>

namespace goen::net {

// Raises the soft limit to the hard one (to 65,536 at most: more are never used) and returns what
// it is now.
std::size_t raise_descriptor_limit();

// What can be connections when the database, letters, pictures and the log keep theirs: a quarter
// of `descriptors`, 256 at most, is kept back. Never more than 16,384 connections: the memory of
// heads and bodies is reckoned for that.
std::size_t connections_for(std::size_t descriptors);

} // namespace goen::net
