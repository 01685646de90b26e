// SPDX-License-Identifier: Apache-2.0
#include "account/directory.hpp"

#include "account/queries.hpp"

#include <array>

namespace goen::account::directory {

namespace {

std::string_view word(Kind kind) {
    static constexpr std::array<std::string_view, 4> words{"code", "link", "letter", "push"};
    return words.at(static_cast<std::size_t>(kind));
}

} // namespace

bool put(store::Writer &writer, Entry const &entry, Time now) {
    ensure(entry.kind != Kind::letter, "letters share a hash");
    return writer.run(sql::put_in_directory, {{"hash", entry.hash},
                                              {"thing", entry.thing},
                                              {"kind", word(entry.kind)},
                                              {"member", entry.member},
                                              {"expires", entry.expires},
                                              {"now", now}}) > 0;
}

void add_letter(store::Writer &writer, std::string_view hash, MemberId member, std::int64_t thing,
                Time expires) {
    writer.put(sql::add_letter_to_directory,
               {{"hash", hash}, {"thing", thing}, {"member", member}, {"expires", expires}});
}

Found find(store::Reader &reader, std::string_view hash, Kind kind) {
    Found found;
    reader.each(sql::find_in_directory, {{"hash", hash}, {"kind", word(kind)}},
                [&](store::Row const &row) {
                    found = {row.get<MemberId>(0), row.integer(1)};
                    return false;
                });
    return found;
}

std::int64_t count_letters(store::Reader &reader, std::string_view hash, Time now) {
    return reader.one<std::int64_t>(sql::count_letters_in_directory, {{"hash", hash}, {"now", now}})
        .value_or(0);
}

void drop(store::Writer &writer, std::string_view hash, MemberId member) {
    writer.put(sql::drop_from_directory, {{"hash", hash}, {"member", member}});
}

void tidy(store::Writer &writer, Time now) { writer.put(sql::tidy_directory, {{"now", now}}); }

} // namespace goen::account::directory
