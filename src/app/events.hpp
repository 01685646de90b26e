// SPDX-License-Identifier: Apache-2.0
// Every kind of event that this goen writes and knows: the lists of the districts. docs/events.md
// is the same for people; tests/stories/events_test.cpp compares the two.
#pragma once

#include "store/events.hpp"

namespace goen::app {

std::shared_ptr<store::EventKinds const> all_events();

} // namespace goen::app
