// SPDX-License-Identifier: Apache-2.0
// The backup file's bytes: a first line, then blocks, each compressed by itself; a checksum for
// every table and one over everything. Written and read as a stream: memory holds one block. See
// docs/backup.md.
#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace goen::store {

inline constexpr std::string_view backup_first_line = "goen-backup 1\n";
inline constexpr std::size_t max_block = 64u << 20; // bytes, unpacked; a larger row cannot be

enum class BlockKind : char { header = 'H', table = 'T', rows = 'R', table_end = 'E', end = 'Z' };

using Sha256 = std::array<unsigned char, 32>;
class Hasher { // incremental SHA-256
public:
    Hasher();
    ~Hasher();
    Hasher(Hasher const &) = delete;
    Hasher &operator=(Hasher const &) = delete;
    void add(std::string_view bytes);
    Sha256 end(); // and begins anew

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Little-endian, whatever the machine.
void put_u32(std::string &to, std::uint32_t number);
void put_u64(std::string &to, std::uint64_t number);
std::uint32_t u32_at(std::string_view bytes, std::size_t at); // the caller has looked at the size
std::uint64_t u64_at(std::string_view bytes, std::size_t at);

// A new file (0600) under a temporary name. Trouble when the disk fails or is full; removed unless
// keep() was called.
class BackupWriter {
public:
    BackupWriter(std::string path, bool compress);
    ~BackupWriter();
    BackupWriter(BackupWriter const &) = delete;
    BackupWriter &operator=(BackupWriter const &) = delete;

    void block(BlockKind kind, std::string_view plain);
    void end(); // the last block, and everything on the disk
    std::string const &temporary() const { return temporary_; }
    // Gives it its name. Refused when a file of that name is there and may not be replaced.
    Done keep(bool overwrite);

private:
    void raw(std::string_view bytes);

    std::string path_, temporary_;
    bool compress_;
    int file_ = -1;
    Hasher hasher_;
};

// What is wrong with a file is a Refusal in words; only a disk that fails is Trouble.
class BackupReader {
public:
    static Result<std::unique_ptr<BackupReader>> open(std::string const &path);
    ~BackupReader();
    BackupReader(BackupReader const &) = delete;
    BackupReader &operator=(BackupReader const &) = delete;

    struct Block {
        BlockKind kind;
        std::string plain;
    };
    // After the block `end` nothing may follow; that is checked when it is read.
    Result<Block> next();
    std::int64_t size() const { return size_; }
    std::int64_t read() const { return read_; }

private:
    BackupReader() = default;
    bool take(char *to, std::size_t count);

    int file_ = -1;
    std::int64_t size_ = 0, read_ = 0;
    Hasher hasher_;
};

Refusal torn_backup();

} // namespace goen::store
