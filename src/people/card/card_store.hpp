// SPDX-License-Identifier: Apache-2.0
// Cards as they last: the JSON of rows in the database and of archives. It is apart from the API's
// (card_json.hpp), so that a change there changes nothing of what is on disk. What was ever written
// is read for ever: a change here is a new version, and the older ones are still read.
//
// Version 1: {"v":1, "kind", "label", "name", "sides":{"ja","en"}, "emails", "phones", "urls",
// "photo":{"owner","hash","width","height"}, "logo", "layout", "style" (absent: mincho_white),
// "show"}. Rows of before there were versions are the same without "v".
#pragma once

#include "card/card.hpp"

#include <boost/json/object.hpp>

namespace goen::card {

inline constexpr std::int64_t stored_version = 1;

// Every field, exactly.
std::string to_stored(CardBody const &body);
// Throws Trouble for a damaged row and for one that a newer program wrote.
CardBody from_stored(std::string_view stored);

// The parts of version 1 but for the pictures, as an archive has them too. Of somebody else's card
// kind, label and show are not there.
enum class Whose { own, others };
boost::json::object stored_parts(CardBody const &body, Whose whose = Whose::own);
boost::json::object stored_name(names::PersonName const &name);
// What is not there or of another type is empty; nothing is checked.
CardBody body_of_parts(boost::json::object const &parts);
names::PersonName name_of_parts(boost::json::object const &parts);

} // namespace goen::card
