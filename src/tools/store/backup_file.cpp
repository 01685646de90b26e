// SPDX-License-Identifier: Apache-2.0
#include "store/backup_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace goen::store {
namespace {

constexpr std::size_t head_bytes = 10; // kind, packing, plain size, stored size
constexpr char packed = 'z', plain_bytes = '-';

[[noreturn]] void disk_failed(std::string const &path, char const *doing) {
    throw Trouble{std::string{"The backup file cannot be "} + doing + ": " + path + ": " +
                  std::strerror(errno)};
}

std::string deflated(std::string_view plain) {
    auto bound = compressBound(static_cast<uLong>(plain.size()));
    std::string out(bound, '\0');
    if (compress2(reinterpret_cast<Bytef *>(out.data()), &bound,
                  reinterpret_cast<Bytef const *>(plain.data()), static_cast<uLong>(plain.size()),
                  3) != Z_OK) {
        throw Trouble{"There is not enough memory to compress the backup."};
    }
    out.resize(bound);
    return out;
}

// Exactly `size` bytes, or nothing: what unpacks to anything else is not ours.
std::optional<std::string> inflated(std::string_view stored, std::size_t size) {
    std::string out(size, '\0');
    auto length = static_cast<uLongf>(size);
    auto used = static_cast<uLong>(stored.size());
    int const code = uncompress2(reinterpret_cast<Bytef *>(out.data()), &length,
                                 reinterpret_cast<Bytef const *>(stored.data()), &used);
    if (code != Z_OK || length != size || used != stored.size()) return std::nullopt;
    return out;
}

} // namespace

struct Hasher::State {
    crypto_hash_sha256_state sha;
};

Hasher::Hasher() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(&state_->sha); }
Hasher::~Hasher() = default;

void Hasher::add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_->sha, reinterpret_cast<unsigned char const *>(bytes.data()),
                              bytes.size());
}

Sha256 Hasher::end() {
    Sha256 out;
    crypto_hash_sha256_final(&state_->sha, out.data());
    crypto_hash_sha256_init(&state_->sha);
    return out;
}

void put_u32(std::string &to, std::uint32_t number) {
    for (int i = 0; i < 4; ++i) to += static_cast<char>(number >> (8 * i) & 0xff);
}
void put_u64(std::string &to, std::uint64_t number) {
    for (int i = 0; i < 8; ++i) to += static_cast<char>(number >> (8 * i) & 0xff);
}
std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i)
        out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return out;
}
std::uint64_t u64_at(std::string_view bytes, std::size_t at) {
    return u32_at(bytes, at) | static_cast<std::uint64_t>(u32_at(bytes, at + 4)) << 32;
}

Refusal torn_backup() {
    return {
        Reason::invalid,
        N_("This backup is incomplete or was altered. Nothing was restored. Use another backup."),
        {},
        {}};
}

// --- writing ---

BackupWriter::BackupWriter(std::string path, bool compress)
    : path_(std::move(path)), temporary_(path_ + ".part-" + std::to_string(::getpid())),
      compress_(compress) {
    // It holds everybody's cards: for its owner's eyes only.
    file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file_ < 0) disk_failed(temporary_, "made");
    raw(backup_first_line);
}

BackupWriter::~BackupWriter() {
    if (file_ >= 0) ::close(file_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void BackupWriter::raw(std::string_view bytes) {
    hasher_.add(bytes);
    while (!bytes.empty()) {
        auto const wrote = ::write(file_, bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) disk_failed(temporary_, "written");
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

void BackupWriter::block(BlockKind kind, std::string_view plain) {
    if (plain.size() > max_block)
        throw Trouble{"A row of the database is too large for a backup (64 MiB)."};
    std::string stored;
    bool smaller = false;
    if (compress_ && plain.size() > 100) {
        stored = deflated(plain);
        smaller = stored.size() < plain.size();
    }
    std::string head{static_cast<char>(kind), smaller ? packed : plain_bytes};
    put_u32(head, static_cast<std::uint32_t>(plain.size()));
    put_u32(head, static_cast<std::uint32_t>(smaller ? stored.size() : plain.size()));
    raw(head);
    raw(smaller ? std::string_view{stored} : plain);
}

void BackupWriter::end() {
    std::string head{static_cast<char>(BlockKind::end), plain_bytes};
    put_u32(head, 32);
    put_u32(head, 32);
    raw(head);
    auto const sum = hasher_.end();
    raw({reinterpret_cast<char const *>(sum.data()), sum.size()});
    if (::fsync(file_) != 0) disk_failed(temporary_, "written");
    ::close(std::exchange(file_, -1));
}

Done BackupWriter::keep(bool overwrite) {
    int const code = overwrite ? ::rename(temporary_.c_str(), path_.c_str())
                               : ::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(),
                                             RENAME_NOREPLACE);
    if (code != 0 && errno == EEXIST) {
        return Refusal{
            Reason::conflict,
            {N_("{1} already exists. Choose another name, or add --force to replace it."), {path_}},
            {},
            {}};
    }
    if (code != 0) disk_failed(path_, "given its name");
    temporary_.clear();
    // The name itself must be on the disk, too.
    auto folder = std::filesystem::path{path_}.parent_path().string();
    if (folder.empty()) folder = ".";
    int const at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) disk_failed(folder, "written");
    bool const is_safe = ::fsync(at) == 0;
    ::close(at);
    if (!is_safe) disk_failed(folder, "written");
    return {};
}

// --- reading ---

Result<std::unique_ptr<BackupReader>> BackupReader::open(std::string const &path) {
    std::unique_ptr<BackupReader> reader{new BackupReader};
    reader->file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (reader->file_ < 0 || ::fstat(reader->file_, &about) != 0) {
        return Refusal{Reason::not_found,
                       {N_("{1} cannot be read: {2}"), {path, std::strerror(errno)}},
                       {},
                       {}};
    }
    if (!S_ISREG(about.st_mode))
        return Refusal{Reason::invalid, {N_("{1} is not a file."), {path}}, {}, {}};
    reader->size_ = about.st_size;
    std::string first(backup_first_line.size(), '\0');
    bool const is_long = reader->take(first.data(), first.size());
    if (is_long && first == backup_first_line) return reader;
    if (first.starts_with("goen-backup ")) {
        return Refusal{Reason::unsupported,
                       {N_("{1} was created by a newer goen in a format this version does not "
                           "support. Use that version or a newer one."),
                        {path}},
                       {},
                       {}};
    }
    return Refusal{Reason::unsupported, {N_("{1} is not a goen backup."), {path}}, {}, {}};
}

BackupReader::~BackupReader() {
    if (file_ >= 0) ::close(file_);
}

bool BackupReader::take(char *to, std::size_t count) {
    std::size_t have = 0;
    while (have < count) {
        auto const got = ::read(file_, to + have, count - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            throw Trouble{std::string{"The backup file cannot be read: "} + std::strerror(errno)};
        if (got == 0) return false;
        have += static_cast<std::size_t>(got);
    }
    read_ += static_cast<std::int64_t>(count);
    return hasher_.add({to, count}), true;
}

Result<BackupReader::Block> BackupReader::next() {
    std::array<char, head_bytes> head;
    if (!take(head.data(), head.size())) return torn_backup();
    std::string_view const fields{head.data(), head.size()};
    auto const plain_size = u32_at(fields, 2), stored_size = u32_at(fields, 6);
    bool const is_packed = fields[1] == packed;
    if (std::string_view{"HTREZ"}.find(fields[0]) == std::string_view::npos ||
        (!is_packed && fields[1] != plain_bytes) || plain_size > max_block ||
        stored_size > plain_size || (!is_packed && stored_size != plain_size) ||
        stored_size > size_ - read_) {
        return torn_backup();
    }
    auto const kind = static_cast<BlockKind>(fields[0]);
    if (kind == BlockKind::end) {
        auto const expected = hasher_.end();
        Sha256 written;
        char more = 0;
        if (is_packed || stored_size != written.size() ||
            !take(reinterpret_cast<char *>(written.data()), written.size()) ||
            written != expected || take(&more, 1)) {
            return torn_backup();
        }
        return Block{kind, {}};
    }
    std::string stored(stored_size, '\0');
    if (!take(stored.data(), stored.size())) return torn_backup();
    if (!is_packed) return Block{kind, std::move(stored)};
    auto plain = inflated(stored, plain_size);
    if (!plain) return torn_backup();
    return Block{kind, std::move(*plain)};
}

} // namespace goen::store
