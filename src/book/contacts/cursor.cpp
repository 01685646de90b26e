// SPDX-License-Identifier: Apache-2.0
#include "contacts/cursor.hpp"

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace goen::contacts {

namespace {

constexpr std::size_t check_length = 16, longest = 8'000;

std::string check(std::string_view place, std::string_view scope) {
    std::string text{"contacts cursor 1\n"};
    text += scope;
    text += '\n';
    text += place;
    return sha256_hex(text).substr(0, check_length);
}

} // namespace

std::string cursor_text(Cursor const &cursor, std::string_view scope) {
    auto place =
        std::to_string(cursor.rank) + ' ' + std::to_string(cursor.id) + ' ' + cursor.sort_key;
    return base64url(check(place, scope) + place);
}

std::optional<Cursor> read_cursor(std::string_view text, std::string_view scope) {
    if (text.size() > longest) return std::nullopt;
    auto const bytes = from_base64url(text);
    if (!bytes || bytes->size() < check_length + 4) return std::nullopt;
    auto const place = std::string_view{*bytes}.substr(check_length);
    if (check(place, scope) != std::string_view{*bytes}.substr(0, check_length))
        return std::nullopt;
    auto const second = place.find(' ', 2);
    if (place[0] < '0' || place[0] > '9' || place[1] != ' ' || second == place.npos)
        return std::nullopt;
    auto const id = parse_id(place.substr(2, second - 2));
    auto const sort_key = place.substr(second + 1);
    if (!id || !is_utf8(sort_key)) return std::nullopt;
    return Cursor{place[0] - '0', std::string{sort_key}, *id};
}

} // namespace goen::contacts
