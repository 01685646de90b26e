// SPDX-License-Identifier: Apache-2.0
// goen keeps state in its PostgreSQL sessions: prepared statements, LISTEN, settings, the lock of
// the migrations. A connection pooler in between must therefore give each connection one server
// session for as long as it lives, which pgbouncer calls session mode.
#pragma once

#include <string>

namespace goen::store {

// Throws Trouble in one line that names session mode when a pooler at `url` moves a connection to
// another server session between two transactions (pgbouncer's transaction and statement modes), or
// has not even two sessions to give. Costs one connection and one query when there is no pooler.
// Does nothing when the server cannot be reached: whoever connects next says why.
void require_session_pooling(std::string const &url);

} // namespace goen::store
