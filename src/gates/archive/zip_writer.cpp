// SPDX-License-Identifier: Apache-2.0
#include "archive/zip.hpp"

#include <zlib.h>

#include <array>

namespace goen::archive {

struct ZipEntry::State {
    std::string name, packed;
    Packing packing;
    std::uint32_t checksum = 0;
    std::size_t size = 0;
    z_stream stream{};
    bool is_open = false;

    void deflate_more(std::string_view bytes, int flush) {
        std::array<char, 16 * 1024> out;
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        do {
            stream.next_out = reinterpret_cast<Bytef *>(out.data());
            stream.avail_out = out.size();
            auto const done = deflate(&stream, flush);
            ensure(done != Z_STREAM_ERROR, "a zip entry cannot be packed");
            packed.append(out.data(), out.size() - stream.avail_out);
        } while (stream.avail_out == 0);
    }
};

ZipEntry::ZipEntry(std::string name, Packing packing) : state_(std::make_unique<State>()) {
    state_->name = std::move(name);
    state_->packing = packing;
    if (packing == Packing::stored) return;
    // Minus: no header of its own, as zip has it.
    if (deflateInit2(&state_->stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw Trouble{"no memory to pack an archive"};
    state_->is_open = true;
}

ZipEntry::ZipEntry(ZipEntry &&) noexcept = default;
ZipEntry::~ZipEntry() {
    if (state_ && state_->is_open) deflateEnd(&state_->stream);
}

void ZipEntry::write(std::string_view bytes) {
    auto &s = *state_;
    s.checksum = static_cast<std::uint32_t>(
        crc32_z(s.checksum, reinterpret_cast<Bytef const *>(bytes.data()), bytes.size()));
    s.size += bytes.size();
    if (s.packing == Packing::stored) {
        s.packed.append(bytes);
        return;
    }
    constexpr std::size_t most = 1u << 30; // zlib counts in 32 bits
    for (std::size_t at = 0; at < bytes.size(); at += most)
        s.deflate_more(bytes.substr(at, most), Z_NO_FLUSH);
}

namespace {

void put16(std::string &to, std::size_t value) {
    to += static_cast<char>(value & 0xFF), to += static_cast<char>(value >> 8 & 0xFF);
}
void put32(std::string &to, std::size_t value) {
    put16(to, value & 0xFFFF), put16(to, value >> 16);
}

} // namespace

void ZipWriter::add(ZipEntry entry) {
    auto &s = *entry.state_;
    if (s.is_open) s.deflate_more({}, Z_FINISH);
    auto const offset = file_.size();
    // Everything has its place in 32 bits; whoever adds keeps far below.
    ensure(offset + s.packed.size() < 0xFFFF'0000u && s.size < 0xFFFF'0000u && entries_ < 0xFFFE,
           "an archive has outgrown its format");

    // MS-DOS time, in UTC: to two seconds, from 1980 on.
    auto const day = std::chrono::floor<std::chrono::days>(made_);
    Date const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<seconds>(made_ - day)};
    auto const dos_date = static_cast<std::size_t>(static_cast<int>(date.year()) - 1980) << 9 |
                          static_cast<unsigned>(date.month()) << 5 |
                          static_cast<unsigned>(date.day());
    auto const dos_time = static_cast<std::size_t>(clock.hours().count()) << 11 |
                          static_cast<std::size_t>(clock.minutes().count()) << 5 |
                          static_cast<std::size_t>(clock.seconds().count()) / 2;
    std::string common;
    put16(common, 20);     // unpacked by version 2.0
    put16(common, 0x0800); // names are UTF-8
    put16(common, s.packing == ZipEntry::Packing::stored ? 0 : 8);
    put16(common, dos_time), put16(common, dos_date);
    put32(common, s.checksum), put32(common, s.packed.size()), put32(common, s.size);
    put16(common, s.name.size()), put16(common, 0);

    file_ += "PK\x03\x04" + common + s.name;
    file_ += s.packed;

    directory_ += "PK\x01\x02";
    put16(directory_, 3u << 8 | 20u); // made on Unix, which reads the permissions below
    directory_ += common;
    put16(directory_, 0), put16(directory_, 0), put16(directory_, 0);
    put32(directory_, std::size_t{0100600} << 16); // a file its owner alone reads
    put32(directory_, offset);
    directory_ += s.name;
    ++entries_;
}

std::string ZipWriter::finish() && {
    auto const offset = file_.size(), size = directory_.size();
    file_ += directory_;
    file_ += "PK\x05\x06";
    put32(file_, 0);
    put16(file_, entries_), put16(file_, entries_);
    put32(file_, size), put32(file_, offset);
    put16(file_, 0);
    return std::move(file_);
}

} // namespace goen::archive
