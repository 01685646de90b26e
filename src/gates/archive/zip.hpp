// SPDX-License-Identifier: Apache-2.0
// Zip files (PKWARE APPNOTE 6.3.3), written for our own members and read from strangers.
//
// Writing compresses as text comes, so that nothing is held whole before it is small; several
// entries can be written side by side and are added when they are done. Reading is libzip's
// business; on top of it ZipReader refuses what an archive never holds: paths that lead out, the
// same name twice, encryption, rare packings, and more bytes inside than agreed on, whatever the
// directory of the file claims.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace goen::archive {

class ZipEntry {
public:
    enum class Packing { deflated, stored }; // stored: what is packed already, pictures
    explicit ZipEntry(std::string name, Packing packing = Packing::deflated);
    ~ZipEntry();
    ZipEntry(ZipEntry &&) noexcept;
    void write(std::string_view bytes);

private:
    friend class ZipWriter;
    struct State;
    std::unique_ptr<State> state_;
};

class ZipWriter {
public:
    explicit ZipWriter(Time made) : made_(made) {}
    void add(ZipEntry entry);
    std::size_t size() const { return file_.size(); }
    std::string finish() &&; // the whole file

private:
    Time made_;
    std::string file_, directory_;
    std::uint16_t entries_ = 0;
};

struct ZipLimits {
    std::int64_t entries = 30'000;
    std::size_t unpacked = 96u << 20; // bytes read out of it altogether
};

class ZipReader {
public:
    // `file` must outlive the reader.
    static Result<ZipReader> open(std::string_view file, ZipLimits const &limits);
    ~ZipReader();
    ZipReader(ZipReader &&) noexcept;

    bool has(std::string const &name) const;
    // The entry in pieces of some kilobytes; checked against its checksum at the end. A refusal of
    // `take` ends the reading and is passed on.
    Done read(std::string const &name, std::function<Done(std::string_view)> const &take);
    // The same at once, at most `most` bytes.
    Result<std::string> whole(std::string const &name, std::size_t most);

private:
    struct State;
    explicit ZipReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace goen::archive
