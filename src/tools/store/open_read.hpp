// SPDX-License-Identifier: Apache-2.0
// The snapshot that a thread has open. A read inside a read of the same thread and database joins
// it: a page that gathers its parts from several verbs inside one read() shows one moment, and
// holds one connection. A write inside a read is refused as a bug: what is read after it would be
// as old as the snapshot.
#pragma once

#include "store/database.hpp"

namespace goen::store {

class OpenRead {
public:
    // For the engines: open until the end of the scope.
    OpenRead(Database const &database, Reader &reader);
    ~OpenRead();
    OpenRead(OpenRead const &) = delete;
    OpenRead &operator=(OpenRead const &) = delete;

    // The reader of this thread's snapshot of `database`, or nullptr.
    static Reader *of(Database const &database);
    // Whether this thread has any open: what it reads may be older than what happened since.
    static bool is_any();
    static void refuse_write(Database const &database);

private:
    Database const &database_;
    Reader &reader_;
    OpenRead *outer_;
};

} // namespace goen::store
