// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_state.hpp"

namespace goen::feed {

void Feed::State::put_link(store::Writer &, Post const &) {}
void Feed::State::fetch_links() {}

} // namespace goen::feed
