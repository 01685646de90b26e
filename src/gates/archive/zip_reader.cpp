// SPDX-License-Identifier: Apache-2.0
#include "archive/zip.hpp"

#include "base/text.hpp"

#include <zip.h>

#include <array>
#include <unordered_map>

namespace goen::archive {
namespace {

Refusal refuse(Sentence why, Reason reason = Reason::invalid) {
    return {reason, std::move(why), {}, {}};
}

// Nothing is ever unpacked to a disk; a name like this is a sign that somebody made the file to do
// harm.
bool leads_out(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\\') != name.npos ||
        name.find(':') != name.npos)
        return true;
    for (auto const part : split(name, '/')) {
        if (part == ".." || part == ".") return true;
    }
    return false;
}

struct Discard {
    void operator()(zip_t *zip) const { zip_discard(zip); }
};
struct Close {
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

} // namespace

struct ZipReader::State {
    std::unique_ptr<zip_t, Discard> zip;
    std::unordered_map<std::string, zip_uint64_t> places;
    std::size_t left = 0; // bytes that may still be unpacked
};

ZipReader::ZipReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipReader::ZipReader(ZipReader &&) noexcept = default;
ZipReader::~ZipReader() = default;

Result<ZipReader> ZipReader::open(std::string_view file, ZipLimits const &limits) {
    auto const unreadable =
        refuse(N_("This is not a goen archive. It is not a zip file, or it is incomplete."));
    zip_error_t error;
    zip_error_init(&error);
    auto *source = zip_source_buffer_create(file.data(), file.size(), 0, &error);
    if (source == nullptr) throw Trouble{"no memory to read an archive"};
    auto state = std::make_unique<State>();
    state->zip.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    zip_error_fini(&error);
    if (!state->zip) {
        zip_source_free(source);
        return unreadable;
    }
    auto const entries = zip_get_num_entries(state->zip.get(), 0);
    if (entries > limits.entries)
        return refuse(N_("This archive was refused: its contents are too large."),
                      Reason::too_large);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
        zip_stat_t stat;
        if (zip_stat_index(state->zip.get(), i, 0, &stat) != 0 || stat.name == nullptr)
            return unreadable;
        std::string const name{stat.name};
        if (!is_clean_utf8(name) || name.size() > 1000 || leads_out(name))
            return refuse(N_("This archive was refused: it contains a file with an unsafe path."));
        if (!state->places.emplace(name, i).second)
            return refuse({N_("This archive was refused: it contains {1} twice."), {name}});
    }
    state->left = limits.unpacked;
    return ZipReader{std::move(state)};
}

bool ZipReader::has(std::string const &name) const { return state_->places.contains(name); }

Done ZipReader::read(std::string const &name, std::function<Done(std::string_view)> const &take) {
    auto const place = state_->places.find(name);
    if (place == state_->places.end())
        return refuse({N_("The archive is damaged: {1} is missing."), {name}});
    zip_stat_t stat;
    bool const is_usual =
        zip_stat_index(state_->zip.get(), place->second, 0, &stat) == 0 &&
        (stat.valid & ZIP_STAT_COMP_METHOD) != 0 &&
        (stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE) &&
        stat.encryption_method == ZIP_EM_NONE;
    if (!is_usual)
        return refuse(
            {N_("This archive was refused: the compression of {1} is not supported."), {name}},
            Reason::unsupported);
    auto const torn = refuse({N_("The archive is damaged: {1} could not be fully read."), {name}});
    std::unique_ptr<zip_file_t, Close> const entry{
        zip_fopen_index(state_->zip.get(), place->second, 0)};
    if (!entry) return torn;
    std::array<char, 64 * 1024> piece;
    for (;;) {
        auto const count = zip_fread(entry.get(), piece.data(), piece.size());
        if (count < 0) return torn;
        if (count == 0) return {};
        auto const size = static_cast<std::size_t>(count);
        // What the directory says of sizes is a claim; this counts.
        if (size > state_->left)
            return refuse(N_("This archive was refused: its contents are too large."),
                          Reason::too_large);
        state_->left -= size;
        if (auto const done = take({piece.data(), size}); !done) return done.why();
    }
}

Result<std::string> ZipReader::whole(std::string const &name, std::size_t most) {
    std::string bytes;
    auto const done = read(name, [&](std::string_view piece) -> Done {
        if (bytes.size() + piece.size() > most)
            return refuse({N_("This archive was refused: {1} is too large."), {name}},
                          Reason::too_large);
        bytes += piece;
        return {};
    });
    if (!done) return done.why();
    return bytes;
}

} // namespace goen::archive
