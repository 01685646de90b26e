// SPDX-License-Identifier: Apache-2.0
#include "app/events.hpp"

#include "book_events/events.hpp"
#include "circle_events/events.hpp"
#include "gates_events/events.hpp"
#include "names/events.hpp"
#include "people_events/events.hpp"

namespace goen::app {

std::shared_ptr<store::EventKinds const> all_events() {
    auto kinds = std::make_shared<store::EventKinds>();
    kinds->add(names::Events{});
    kinds->add(people::Events{});
    kinds->add(book::Events{});
    kinds->add(circle::Events{});
    kinds->add(gates::Events{});
    return kinds;
}

} // namespace goen::app
