// SPDX-License-Identifier: Apache-2.0
#include "graph/snapshot.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace goen::graph {
namespace {

constexpr char magic[8] = {'g', 'o', 'e', 'n', 't', 'i', 'e', 's'};
constexpr std::uint32_t byte_order = 0x01020304;
constexpr std::size_t file_head_size = 4096;

struct Part {
    std::uint64_t offset, size;
    std::uint32_t crc, zero;
};
struct Head {
    char magic[8];
    std::uint32_t format, order;
    std::uint64_t network;
    std::int64_t seq;
    std::uint32_t members, zero;
    std::uint64_t pairs[layers];
    std::uint64_t length;
    Part ids, flag[Members::flags], directory[layers];
};
static_assert(sizeof(Head) <= file_head_size - 4);
struct Entry {
    std::uint64_t offset;
    std::uint32_t size, crc, count, universe;
};
static_assert(sizeof(Entry) == 24);

template <class T> std::span<std::uint8_t const> bytes_of(std::span<T const> things) {
    return {reinterpret_cast<std::uint8_t const *>(things.data()), things.size_bytes()};
}

class File {
public:
    explicit File(std::filesystem::path path) : path_(std::move(path)) {
        handle_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (handle_ < 0) fail("made");
        kept_.reserve(1 << 20);
    }
    ~File() {
        if (handle_ >= 0) (void)::close(handle_);
        if (!is_done_) (void)::unlink(path_.c_str());
    }
    // Written at the next multiple of 64.
    Part put(std::span<std::uint8_t const> bytes) {
        write(std::span{zeros_}.first((64 - at_ % 64) % 64));
        Part const part{at_, bytes.size(), crc32c(bytes), 0};
        write(bytes);
        return part;
    }
    void write(std::span<std::uint8_t const> bytes) {
        at_ += bytes.size();
        if (kept_.size() + bytes.size() > kept_.capacity()) flush();
        if (bytes.size() > kept_.capacity()) {
            out(bytes.data(), bytes.size());
        } else {
            kept_.insert(kept_.end(), bytes.begin(), bytes.end());
        }
    }
    std::uint64_t length() const { return at_; }
    void finish(std::span<std::uint8_t const> head, std::filesystem::path const &place) {
        flush();
        if (::pwrite(handle_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size()) ||
            ::fsync(handle_) != 0)
            fail("written");
        if (::rename(path_.c_str(), place.c_str()) != 0) fail("put in its place");
        is_done_ = true;
        auto const folder =
            place.has_parent_path() ? place.parent_path() : std::filesystem::path{"."};
        int const opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        bool const is_durable = opened >= 0 && ::fsync(opened) == 0;
        if (opened >= 0) (void)::close(opened);
        if (!is_durable) fail("made durable");
    }

private:
    void flush() {
        out(kept_.data(), kept_.size());
        kept_.clear();
    }
    void out(std::uint8_t const *from, std::size_t size) {
        while (size > 0) {
            auto const done = ::write(handle_, from, size);
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) fail("written");
            from += done;
            size -= static_cast<std::size_t>(done);
        }
    }
    [[noreturn]] void fail(char const *what) {
        throw Trouble{"the graph's snapshot " + path_.string() + " cannot be " + what + ": " +
                      std::strerror(errno)};
    }

    static constexpr std::array<std::uint8_t, 64> zeros_{};
    std::filesystem::path path_;
    int handle_ = -1;
    std::uint64_t at_ = 0;
    std::vector<std::uint8_t> kept_;
    bool is_done_ = false;
};

struct MappedFile final : Ground {
    ~MappedFile() override {
        if (at) (void)::munmap(at, size);
    }
    void *at = nullptr;
    std::size_t size = 0;
};

// For the log: no page shows it.
Refusal refused(std::string why, Reason reason = Reason::unsupported) {
    return {reason, Sentence{std::move(why)}, {}, {}};
}

} // namespace

void write_snapshot(std::filesystem::path const &file, Version version, Members const &members,
                    std::uint64_t network) {
    auto beside = file;
    beside += ".new";
    File out{beside};
    std::array<std::uint8_t, file_head_size> head_bytes{};
    out.write(head_bytes);
    Head head{};
    std::memcpy(head.magic, magic, sizeof magic);
    head.format = snapshot_format;
    head.order = byte_order;
    head.network = network;
    head.seq = version.seq();
    head.members = version.members();
    // Copies: ids and flags may change while they are written, and the checksum must fit.
    std::vector<std::int64_t> ids(head.members);
    for (Ordinal n = 0; n < head.members; ++n) ids[n] = members.id(n).value;
    head.ids = out.put(bytes_of(std::span<std::int64_t const>{ids}));
    ids = {};
    for (std::size_t f = 0; f < Members::flags; ++f) {
        std::vector<std::uint64_t> words((head.members + 63) / 64);
        for (Ordinal n = 0; n < head.members; ++n) {
            words[n / 64] |= std::uint64_t{members.is(static_cast<Members::Flag>(f), n)} << n % 64;
        }
        head.flag[f] = out.put(bytes_of(std::span<std::uint64_t const>{words}));
    }
    auto const chunks = (head.members + chunk_members - 1) / chunk_members;
    for (std::size_t l = 0; l < layers; ++l) {
        auto const layer = static_cast<Layer>(l);
        head.pairs[l] = version.pairs(layer);
        std::vector<Entry> directory(chunks);
        for (std::uint32_t c = 0; c < chunks; ++c) {
            auto const *const slot = version.slot_of(layer, c * chunk_members);
            if (!slot || (!slot->base && !slot->changes)) continue;
            auto const *chunk = slot->base;
            if (slot->changes) {
                chunk = Versions::packed(version, layer, c);
            } else {
                chunk->check();
                chunk->share();
            }
            if (!chunk) continue;
            std::unique_ptr<Chunk const, void (*)(Chunk const *)> const held{
                chunk, [](Chunk const *each) { each->drop(); }};
            auto const part = out.put(chunk->bytes());
            directory[c] = {part.offset, static_cast<std::uint32_t>(part.size), part.crc,
                            chunk->count(), chunk->universe()};
        }
        head.directory[l] = out.put(bytes_of(std::span<Entry const>{directory}));
    }
    out.write(std::array<std::uint8_t, padding>{});
    head.length = out.length();
    std::memcpy(head_bytes.data(), &head, sizeof head);
    auto const crc = crc32c(std::span<std::uint8_t const>{head_bytes}.first(file_head_size - 4));
    std::memcpy(head_bytes.data() + file_head_size - 4, &crc, 4);
    out.finish(head_bytes, file);
}

Result<Opened> open_snapshot(std::filesystem::path const &file, std::uint64_t network,
                             std::uint32_t room) {
    int const handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) return refused("the graph has no snapshot yet", Reason::not_found);
    struct stat facts {};
    auto mapped = std::make_shared<MappedFile>();
    if (::fstat(handle, &facts) == 0 && S_ISREG(facts.st_mode) &&
        facts.st_size >= static_cast<off_t>(file_head_size)) {
        mapped->size = static_cast<std::size_t>(facts.st_size);
        mapped->at = ::mmap(nullptr, mapped->size, PROT_READ, MAP_PRIVATE, handle, 0);
        if (mapped->at == MAP_FAILED) mapped->at = nullptr;
    }
    (void)::close(handle);
    if (!mapped->at) return refused("the graph's snapshot is torn: it is too short to have a head");
    std::span const bytes{static_cast<std::uint8_t const *>(mapped->at), mapped->size};
    return open_snapshot(mapped, bytes, network, room);
}

Result<Opened> open_snapshot(std::shared_ptr<Ground> ground, std::span<std::uint8_t const> bytes,
                             std::uint64_t network, std::uint32_t room) {
    Head head;
    if (bytes.size() < file_head_size)
        return refused("the graph's snapshot is torn: it is too short to have a head");
    std::memcpy(&head, bytes.data(), sizeof head);
    if (std::memcmp(head.magic, magic, sizeof magic) != 0)
        return refused("the file is not a snapshot of a graph");
    if (head.order != byte_order)
        return refused("the graph's snapshot comes from a machine with another byte order");
    if (head.format != snapshot_format)
        return refused("the graph's snapshot has format " + std::to_string(head.format) + ", not " +
                       std::to_string(snapshot_format));
    std::uint32_t head_crc;
    std::memcpy(&head_crc, bytes.data() + file_head_size - 4, 4);
    if (crc32c(bytes.first(file_head_size - 4)) != head_crc)
        return refused("the head of the graph's snapshot is damaged");
    if (head.network != network) return refused("the graph's snapshot is of another network");
    if (head.length != bytes.size())
        return refused("the graph's snapshot is torn: " + std::to_string(bytes.size()) +
                       " bytes of " + std::to_string(head.length));
    if (head.members > (1u << 31) - 1 - room)
        return refused("the graph's snapshot has more members than the graph can number");
    // Where a part says it lies, inside the file and before the padding at its end.
    auto const has_place = [&](std::uint64_t offset, std::uint64_t size) {
        return offset >= file_head_size && offset % 64 == 0 && offset <= bytes.size() &&
               size <= bytes.size() - padding && offset <= bytes.size() - padding - size;
    };
    auto const part = [&](Part const &each,
                          std::uint64_t size) -> std::optional<std::span<std::uint8_t const>> {
        if (each.size != size || !has_place(each.offset, size)) return std::nullopt;
        auto const found = bytes.subspan(each.offset, each.size);
        return crc32c(found) == each.crc ? std::optional{found} : std::nullopt;
    };
    auto const ids = part(head.ids, 8 * std::uint64_t{head.members});
    if (!ids) return refused("the ids in the graph's snapshot are damaged");
    Opened opened;
    static_assert(sizeof(MemberId) == 8);
    opened.members = std::make_unique<Members>(
        std::span{reinterpret_cast<MemberId const *>(ids->data()), head.members}, room);
    for (std::size_t f = 0; f < Members::flags; ++f) {
        auto const words = part(head.flag[f], std::uint64_t{head.members + 63} / 64 * 8);
        if (!words) return refused("the flags in the graph's snapshot are damaged");
        opened.members->take_flags(
            static_cast<Members::Flag>(f),
            {reinterpret_cast<std::uint64_t const *>(words->data()), words->size() / 8});
    }
    opened.versions = std::make_unique<Versions>();
    auto &versions = *opened.versions;
    auto const chunks = (head.members + chunk_members - 1) / chunk_members;
    for (std::size_t l = 0; l < layers; ++l) {
        auto const directory = part(head.directory[l], sizeof(Entry) * std::uint64_t{chunks});
        if (!directory) return refused("a directory in the graph's snapshot is damaged");
        for (std::uint32_t c = 0; c < chunks; ++c) {
            Entry entry;
            std::memcpy(&entry, directory->data() + sizeof(Entry) * c, sizeof entry);
            if (entry.size == 0) continue;
            auto const most = std::min(chunk_members, head.members - c * chunk_members);
            if (!has_place(entry.offset, entry.size) || entry.count > most || entry.universe == 0 ||
                entry.size < 16 + 8 * std::uint64_t{entry.count} + padding) {
                return refused("a directory in the graph's snapshot makes no sense");
            }
            versions.put_base(
                static_cast<Layer>(l), c,
                Chunk::in_file(ground, bytes.subspan(entry.offset, entry.size),
                               {entry.crc, entry.count, entry.universe, head.members}));
        }
        versions.set_pairs(static_cast<Layer>(l), head.pairs[l]);
    }
    versions.set_members(head.members);
    versions.set_seq(head.seq);
    versions.publish();
    return opened;
}

} // namespace goen::graph
