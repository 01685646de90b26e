// SPDX-License-Identifier: Apache-2.0
// The lists of an archive, read line by line; for this room's .cpp files only.
#pragma once

#include "archive/reading.hpp"
#include "web/schema.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <unordered_map>

namespace goen::archive {

Refusal refuse(Sentence why, std::vector<FieldError> fields = {});
std::string text_at(boost::json::object const &object, std::string_view key); // "" when not there
bool is_set(boost::json::object const &object, std::string_view key);
Time time_at(boost::json::object const &object, std::string_view key); // the schema has said it is

Result<names::PersonName> read_name(boost::json::object const &name);

// Every line of a list, parsed and of the right shape, in order.
struct Lists {
    ZipReader &zip;
    ReadLimits const &limits;
    boost::json::object const &counts;

    bool has(char const *name) const { return counts.contains(name); }
    using Take = std::function<Done(std::int64_t line, boost::json::object const &)>;
    Done each(char const *name, web::Schema const &schema, Take const &take);
};

using Places = std::unordered_map<std::string, std::size_t>; // contact -> its place in Content

// Lists that not every archive has: what hangs on a contact is put there.
Done read_days(Lists &lists, Content &content, Places const &places);
Done read_introductions(Lists &lists, Content &content, Places const &places);
Done read_posts(Lists &lists, Content &content);

} // namespace goen::archive
