// SPDX-License-Identifier: Apache-2.0
// Remembers what a function made of a text, when making it costs more than finding it again and
// depends on the text alone. Bounded (base/shard_table.hpp). Threads may share it.
#pragma once

#include "base/shard_table.hpp"

#include <memory>
#include <string>

namespace goen {

template <class Value> class Memo {
public:
    explicit Memo(std::size_t capacity) : table_(capacity) {}

    // What `make()` gave for this key; `make` runs outside the lock, twice when two come at once.
    template <class Make> std::shared_ptr<Value const> of(std::string key, Make const &make) {
        if (auto kept = table_.find(key)) return *std::move(kept);
        auto value = std::make_shared<Value const>(make());
        table_.put(std::move(key), value);
        return value;
    }

private:
    ShardTable<std::string, std::shared_ptr<Value const>, 3> table_;
};

} // namespace goen
