// SPDX-License-Identifier: Apache-2.0
// A refusal without the shell, for requests of which little or nothing could be read: no session,
// no forms.
#pragma once

#include "web/page.hpp"

namespace goen::web {

// Without a way home where this server is not at home.
enum class WayHome { shown, none };
http::Response refused_briefly(Visit const &visit, Refusal const &refusal, WayHome way);

} // namespace goen::web
