// SPDX-License-Identifier: Apache-2.0
// Rare pages of the pipeline's own: a refusal without the shell, for requests of which little or
// nothing could be read (no session, no forms), and the answer to a write that may have been kept.
#pragma once

#include "web/page.hpp"

namespace goen::web {

// Without a way home where this server is not at home.
enum class WayHome { shown, none };
http::Response refused_briefly(Visit const &visit, Refusal const &refusal, WayHome way);

// The outcome of a commit is not known: 503 that says so and does not invite to try again.
http::Response outcome_unknown(Visit const &visit, std::string_view request_id);

} // namespace goen::web
