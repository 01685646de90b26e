// SPDX-License-Identifier: Apache-2.0
// parse_json: Boost.JSON's event parser under our own handler, so that duplicate keys are seen at
// all.
#include "base/text.hpp"
#include "web/schema.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <set>

namespace goen::web {
namespace {

namespace json = boost::json;

// Builds a value and refuses what a careful reader would read in two ways.
struct Builder {
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 100'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 4u << 20;

    json::value_stack stack;
    std::string text;
    std::vector<std::set<std::string>> keys;

    bool fail(json::error_code &ec) {
        ec = json::error::syntax;
        return false;
    }
    bool on_document_begin(json::error_code &) { return stack.reset(), true; }
    bool on_document_end(json::error_code &) { return true; }
    bool on_object_begin(json::error_code &) { return keys.emplace_back(), true; }
    bool on_object_end(std::size_t n, json::error_code &) {
        return keys.pop_back(), stack.push_object(n), true;
    }
    bool on_array_begin(json::error_code &) { return true; }
    bool on_array_end(std::size_t n, json::error_code &) { return stack.push_array(n), true; }
    bool on_key_part(json::string_view part, std::size_t, json::error_code &) {
        return text.append(part.data(), part.size()), true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code &ec) {
        text.append(part.data(), part.size());
        if (!is_good(text) || !keys.back().insert(text).second) return fail(ec);
        stack.push_key(text);
        return text.clear(), true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code &) {
        return text.append(part.data(), part.size()), true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code &ec) {
        text.append(part.data(), part.size());
        if (!is_good(text)) return fail(ec);
        stack.push_string(text);
        return text.clear(), true;
    }
    bool on_number_part(json::string_view, json::error_code &) { return true; }
    bool on_int64(std::int64_t i, json::string_view, json::error_code &) {
        return stack.push_int64(i), true;
    }
    bool on_uint64(std::uint64_t u, json::string_view, json::error_code &) {
        return stack.push_uint64(u), true;
    }
    bool on_double(double d, json::string_view, json::error_code &ec) {
        if (!(d < 1e300 && d > -1e300)) return fail(ec);
        return stack.push_double(d), true;
    }
    bool on_bool(bool b, json::error_code &) { return stack.push_bool(b), true; }
    bool on_null(json::error_code &) { return stack.push_null(), true; }
    bool on_comment_part(json::string_view, json::error_code &) { return true; }
    bool on_comment(json::string_view, json::error_code &) { return true; }

    // Valid UTF-8 (a lone surrogate's escape is not) and no NUL, which PostgreSQL's text cannot
    // hold.
    static bool is_good(std::string_view value) {
        return is_utf8(value) && value.find('\0') == value.npos;
    }
};

} // namespace

Result<json::value> parse_json(std::string_view body) {
    Refusal const refusal{Reason::invalid,
                          N_("This is not valid JSON (RFC 8259, UTF-8, no duplicate keys)."),
                          {},
                          {}};
    json::parse_options options;
    options.max_depth = 32;
    json::basic_parser<Builder> parser{options};
    json::error_code error;
    auto const read = parser.write_some(false, body.data(), body.size(), error);
    if (error || read != body.size()) return refusal;
    return parser.handler().stack.release();
}

} // namespace goen::web
