// SPDX-License-Identifier: Apache-2.0
#include "archive/lists.hpp"

#include "card/card_check.hpp"
#include "card/card_store.hpp"

namespace goen::archive {

namespace json = boost::json;

Refusal refuse(Sentence why, std::vector<FieldError> fields) {
    return {Reason::invalid, std::move(why), std::move(fields), {}};
}

std::string text_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    auto const *text = value ? value->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}
bool is_set(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    return value && value->is_bool() && value->get_bool();
}
Time time_at(json::object const &object, std::string_view key) {
    return parse_rfc3339(text_at(object, key)).value_or(Time{});
}

Result<names::PersonName> read_name(json::object const &name) {
    return names::PersonName::parse(card::input_of(card::name_of_parts(name)),
                                    names::NameRule::contact);
}

Done Lists::each(char const *name, web::Schema const &schema, Take const &take) {
    std::string pending;
    std::int64_t lines = 0;
    auto const line = [&](std::string_view text) -> Done {
        ++lines;
        auto const where = std::vector<std::string>{name, std::to_string(lines)};
        auto const value = web::parse_json(text);
        if (!value) return refuse({N_("The archive is damaged: {1}, line {2}."), where});
        if (auto errors = web::check(schema, *value); !errors.empty()) {
            auto with_path = where;
            with_path.push_back(errors.front().field);
            return refuse({N_("The archive is damaged: {1}, line {2}, “{3}”."), with_path},
                          std::move(errors));
        }
        return take(lines, value->get_object());
    };
    auto const done = zip.read(name, [&](std::string_view piece) -> Done {
        for (;;) {
            auto const end = piece.find('\n');
            pending += piece.substr(0, end);
            if (pending.size() > limits.line)
                return Refusal{Reason::too_large,
                               {N_("This archive was refused: {1} is too large."), {name}},
                               {},
                               {}};
            if (end == piece.npos) return {};
            piece.remove_prefix(end + 1);
            if (auto const fine = line(pending); !fine) return fine.why();
            pending.clear();
        }
    });
    if (!done) return done.why();
    if (!pending.empty()) {
        if (auto const fine = line(pending); !fine) return fine.why();
    }
    auto const *said = counts.if_contains(name);
    auto const count = said && said->is_int64() ? said->get_int64() : -1;
    if (count != lines)
        return refuse({N_("The archive is damaged: {1} has {2} lines instead of {3}."),
                       {name, std::to_string(lines), std::to_string(count)}});
    return {};
}

} // namespace goen::archive
