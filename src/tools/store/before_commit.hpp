// SPDX-License-Identifier: Apache-2.0
// Something that must be committed together with what a thread writes next, whoever writes it:
// while a BeforeCommit lives, the first write of its thread that would be kept also runs its
// function, last, in the same transaction. An exception of the function undoes the write. Like the
// write itself it may run again, and on SQLite it runs on the writer's thread.
#pragma once

#include "store/database.hpp"

namespace goen::store {

class BeforeCommit {
public:
    explicit BeforeCommit(std::function<void(Writer &)> run);
    ~BeforeCommit();
    BeforeCommit(BeforeCommit const &) = delete;
    BeforeCommit &operator=(BeforeCommit const &) = delete;

    // It was committed with a write. A later write does not run it again.
    bool is_done() const { return is_done_; }

    // This thread's, or nullptr.
    static BeforeCommit *current();

    // Makes `other` the current one of this thread until the end of the scope: for a thread that
    // writes on another's behalf while that one waits, or nullptr for a write that is no part of
    // the deed.
    class Scope {
    public:
        explicit Scope(BeforeCommit *other);
        ~Scope();
        Scope(Scope const &) = delete;
        Scope &operator=(Scope const &) = delete;

    private:
        BeforeCommit *before_;
    };

    // For the engines: calls `write` with `f` and what is due along with it.
    static void join(std::function<bool(Writer &)> const &f,
                     std::function<void(std::function<bool(Writer &)> const &)> const &write);

private:
    std::function<void(Writer &)> run_;
    bool is_done_ = false;
    Scope scope_{this};
};

} // namespace goen::store
