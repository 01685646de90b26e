// SPDX-License-Identifier: Apache-2.0
#include "picture/picture_store.hpp"

#include "picture/queries.hpp"

namespace goen::picture::rows {
namespace {

char const *word(Format format) { return format == Format::webp ? "webp" : "jpeg"; }

} // namespace

void add(store::Writer &writer, MemberId owner, std::string_view hash,
         media::Picture const &picture, std::int64_t bytes, Time at) {
    writer.put(sql::add_picture, {{"member", owner},
                                  {"hash", hash},
                                  {"width", picture.width},
                                  {"height", picture.height},
                                  {"bytes", bytes},
                                  {"at", at}});
    for (auto const &print : picture.prints) {
        for (auto const format : {Format::webp, Format::jpeg}) {
            store::Bytes const print_bytes{format == Format::webp ? print.webp : print.jpeg};
            writer.put(sql::add_print, {{"member", owner},
                                        {"hash", hash},
                                        {"size", print.size},
                                        {"format", word(format)},
                                        {"bytes", print_bytes}});
        }
    }
}

bool is_kept(store::Reader &reader, MemberId owner, std::string_view hash) {
    return reader.any(sql::is_kept, {{"member", owner}, {"hash", hash}});
}

std::pair<std::int64_t, std::int64_t> kept(store::Reader &reader, MemberId owner) {
    auto const found = reader.one<std::int64_t, std::int64_t>(sql::kept, {{"member", owner}});
    return found ? std::pair{std::get<0>(*found), std::get<1>(*found)} : std::pair{0L, 0L};
}

std::optional<std::string> print(store::Reader &reader, MemberId owner, std::string_view hash,
                                 int size, Format format) {
    std::optional<std::string> bytes;
    reader.each(sql::print_of,
                {{"member", owner}, {"hash", hash}, {"size", size}, {"format", word(format)}},
                [&](store::Row const &row) { bytes = row.bytes(0); });
    return bytes;
}

void drop_uses(store::Writer &writer, MemberId owner, CardId card) {
    writer.put(sql::drop_uses, {{"member", owner}, {"card", card}});
}

void add_use(store::Writer &writer, MemberId owner, CardId card, std::string_view part,
             std::string_view hash) {
    writer.put(sql::add_use, {{"member", owner}, {"card", card}, {"part", part}, {"hash", hash}});
}

std::vector<CardId> cards_showing(store::Reader &reader, MemberId owner, std::string_view hash) {
    std::vector<CardId> cards;
    reader.each(sql::cards_showing, {{"member", owner}, {"hash", hash}},
                [&](store::Row const &row) { cards.push_back(row.get<CardId>(0)); });
    return cards;
}

std::vector<std::pair<MemberId, std::string>> unused(store::Reader &reader, Time before) {
    std::vector<std::pair<MemberId, std::string>> found;
    reader.each(sql::unused, {{"before", before}}, [&](store::Row const &row) {
        found.emplace_back(row.get<MemberId>(0), row.get<std::string>(1));
    });
    return found;
}

void drop(store::Writer &writer, MemberId owner, std::string_view hash) {
    writer.run(sql::drop_prints, {{"member", owner}, {"hash", hash}});
    writer.run(sql::drop_picture, {{"member", owner}, {"hash", hash}});
}

void drop_all(store::Writer &writer, MemberId owner) {
    for (auto const *query : {&sql::leave_pictures, &sql::leave_prints, &sql::leave_uses})
        writer.put(*query, {{"member", owner}});
}

} // namespace goen::picture::rows
