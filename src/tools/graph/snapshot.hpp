// SPDX-License-Identifier: Apache-2.0
// The snapshot file, format 1. Little-endian; every part has a CRC-32C; parts begin at multiples of
// 64 bytes.
//
//     0      head, 4096 bytes: magic "goenties", u32 format, u32 0x01020304, u64 network, i64 seq,
//     u32 members, u32 0,
//            u64 pairs of ties, hidden ties, blocked pairs, u64 length of the file,
//            then parts as (u64 offset, u64 size, u32 crc, u32 0): ids, bridges, veiled,
//            directories of the three layers; zeros; at 4092 the CRC of all before it
//     ids    i64 for each member in the order of their numbers, 0 = deleted
//     flags  a bit for each member
//     chunks as in chunk.hpp, one after the other
//     directories: for each chunk (u64 offset, u32 size, u32 crc, u32 count, u32 universe); size 0
//     = nobody has ties
//
// A file is written beside its place and renamed, so a crash leaves the old one. Head, ids, flags
// and directories are checked when it is opened, each chunk when it is first looked at: opening
// costs no time that grows with the ties.
#pragma once

#include "base/result.hpp"
#include "graph/members.hpp"
#include "graph/versions.hpp"

#include <filesystem>

namespace goen::graph {

inline constexpr std::uint32_t snapshot_format = 1;

struct SnapshotDamaged : Trouble {
    using Trouble::Trouble;
};

// Throws Trouble when it cannot be written whole.
void write_snapshot(std::filesystem::path const &file, Version version, Members const &members,
                    std::uint64_t network);

struct Opened {
    std::unique_ptr<Members> members;
    std::unique_ptr<Versions> versions;
};
// Refused, with what is wrong for the log: not there, foreign, of another format or network, torn,
// damaged.
Result<Opened> open_snapshot(std::filesystem::path const &file, std::uint64_t network,
                             std::uint32_t room);
// The same for bytes in memory, which must live as long (tests and the fuzzer).
Result<Opened> open_snapshot(std::shared_ptr<Ground> ground, std::span<std::uint8_t const> bytes,
                             std::uint64_t network, std::uint32_t room);

} // namespace goen::graph
