// SPDX-License-Identifier: Apache-2.0
// The third outcome of a write, beside kept and not kept: its commit was sent, but whether it
// counts cannot be told. The connection was lost before PostgreSQL answered, its answer carried a
// warning (a wait for the synchronous standby was cancelled: the next failover may undo the write),
// or the disk failed while SQLite flushed it. Such a write is never acknowledged and never done
// again by itself; whoever asked for it is told to look.
#pragma once

#include "base/result.hpp"

namespace goen::store {

struct OutcomeUnknown : Trouble {
    using Trouble::Trouble;
};

} // namespace goen::store
