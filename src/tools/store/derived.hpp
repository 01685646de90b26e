// SPDX-License-Identifier: Apache-2.0
// Derived memory: everything kept in memory that can be made anew from the database at any time.
// Rooms add theirs to this list (their verb is called keep_in), and it has one shape:
//
//   - filled from the rows, as a whole (the graph) or as it is asked for (store/kept.hpp),
//   - as good as the rows: it follows the journal from the event known before they were read, or is
//     made of what never changes (parsed versions, faces),
//   - bounded (base/shard_table.hpp), or as large as the network (the graph),
//   - ready or not, and counted, in one way: /readyz and /metrics read this list.
//
// To be filled before serving; then threads may share it.
#pragma once

#include "base/shard_table.hpp"
#include "store/freshness.hpp"

#include <functional>
#include <string>
#include <vector>

namespace goen::store {

class DerivedMemory {
public:
    struct Numbers {
        std::string name; // "card_versions", the label at /metrics
        bool is_ready = true;
        TableNumbers table{};
    };

    // From now on the journal tells what is fresh; before serving.
    void follow(Database &database, std::shared_ptr<EventKinds const> kinds = {}) {
        freshness_->watch(database, std::move(kinds));
    }
    // Both are called by other threads for as long as this lives; `is_ready` often.
    void add(std::string name, std::function<bool()> is_ready,
             std::function<TableNumbers()> numbers) {
        list_.push_back({std::move(name), std::move(is_ready), std::move(numbers)});
    }
    // Something that keeps values while they are fresh (a Kept, web::KeptBodies): it begins now,
    // and must live as long as this is asked.
    template <class Keeping> void keep(std::string name, Keeping &keeping) {
        keeping.begin(freshness_);
        add(
            std::move(name), [&keeping] { return keeping.known() >= 0; },
            [&keeping] { return keeping.numbers(); });
    }
    // What is made of things that never change.
    template <class Table> void list(std::string name, Table const &table) {
        add(
            std::move(name), [] { return true; }, [&table] { return table.numbers(); });
    }

    bool is_ready() const;
    std::vector<Numbers> numbers() const;
    std::int64_t unknown_events() const { return freshness_->unknown_events(); }

private:
    struct One {
        std::string name;
        std::function<bool()> is_ready;
        std::function<TableNumbers()> numbers;
    };
    std::shared_ptr<Freshness> const freshness_ = std::make_shared<Freshness>();
    std::vector<One> list_;
};

} // namespace goen::store
