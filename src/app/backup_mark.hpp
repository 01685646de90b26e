// SPDX-License-Identifier: Apache-2.0
// When the last good backup was taken: `goen backup` says so in a file of the data folder, and the
// operator's page reads it.
#pragma once

#include "app/config.hpp"
#include "base/time.hpp"
#include "web/places.hpp"

#include <optional>

namespace goen::app {

// Never fails: a backup is good without it.
void mark_backup(Config const &config, Time at);
std::optional<Time> last_backup(Config const &config);
// A figure on /admin; it asks for care when there is none, or none of the last week.
void hang_backup_figure(web::Places &places, Config const &config);

} // namespace goen::app
