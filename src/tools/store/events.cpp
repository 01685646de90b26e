// SPDX-License-Identifier: Apache-2.0
#include "store/events.hpp"

#include <charconv>

namespace goen::store {

std::string events::payload_of(std::string_view name, std::int64_t number) {
    return "{\"" + std::string{name} + "\":" + std::to_string(number) + "}";
}

std::int64_t events::number_in(std::string_view payload, std::string_view name) {
    auto const key = "\"" + std::string{name} + "\":";
    auto const at = payload.find(key);
    std::int64_t number = 0;
    if (at == std::string_view::npos) return number;
    auto const rest = payload.substr(at + key.size());
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return number;
}

EventKinds::Kind const *EventKinds::find(std::string_view kind) const {
    auto const found = std::ranges::lower_bound(kinds_, kind, {}, &Kind::kind);
    return found != kinds_.end() && found->kind == kind ? &*found : nullptr;
}

void EventKinds::add_kind(Kind kind) {
    auto const place = std::ranges::lower_bound(kinds_, kind.kind, {}, &Kind::kind);
    ensure(place == kinds_.end() || place->kind != kind.kind, "two events have one kind");
    kinds_.insert(place, std::move(kind));
}

} // namespace goen::store
