// SPDX-License-Identifier: Apache-2.0
// Threads and messages as the API answers them.
#pragma once

#include "card/card_json.hpp"
#include "message/message.hpp"
#include "web/record.hpp"

namespace goen::message {

constexpr auto values_of(Kind) {
    return std::array{Kind::text,    Kind::card, Kind::made,    Kind::added,
                      Kind::removed, Kind::left, Kind::renamed, Kind::handed};
}

struct PersonJson { // MessagePerson: name null when it is not shown
    Person person;
    bool empty() const { return !person.id; }
};
web::Record const &record_of(PersonJson const *);

struct FileJson {
    File file;
};
web::Record const &record_of(FileJson const *);

struct MessageJson {
    Message message;
};
web::Record const &record_of(MessageJson const *);

struct ThreadJson {
    Thread thread;
};
web::Record const &record_of(ThreadJson const *);

struct SettingsJson {
    bool shows_read = false;
};
web::Record const &record_of(SettingsJson const *);

} // namespace goen::message
