// SPDX-License-Identifier: Apache-2.0
// goen behind a reverse proxy that it was not told of takes everybody for one machine. Whoever
// serves notices it at the first request and leaves a note in the data folder, so that `goen check`
// can say it too.
#pragma once

#include "app/config.hpp"

#include <string>

namespace goen::app {

// The note of the server that runs now: none at its start, one when a proxy showed itself.
void forget_untrusted_proxy(Config const &config);
void note_untrusted_proxy(Config const &config, std::string const &address);

// What should be said about proxies, by the settings and the note; "" = nothing.
std::string proxy_warning(Config const &config);

} // namespace goen::app
