// SPDX-License-Identifier: Apache-2.0
// A database in front of another one that counts what the thread that made it reads: snapshots
// opened, and queries run in them. A read inside a read joins its snapshot and counts as none.
#pragma once

#include "store/database.hpp"

#include <thread>

namespace goen::tests {

struct Reads {
    int snapshots = 0, queries = 0;
    bool operator==(Reads const &) const = default;
};

class CountingDatabase final : public store::Database {
public:
    explicit CountingDatabase(store::Database &inner) : inner_(inner) {}

    // What was read since the last time.
    Reads taken() { return std::exchange(reads_, {}); }

    void follow(std::int64_t from_seq, std::function<void(store::Event const &)> f) override {
        inner_.follow(from_seq, std::move(f));
    }
    std::vector<store::Event> journal_after(std::int64_t seq, int limit) override {
        return inner_.journal_after(seq, limit);
    }
    std::int64_t last_seq() override { return inner_.last_seq(); }
    Done migrate() override { return inner_.migrate(); }
    bool is_postgres() const override { return inner_.is_postgres(); }
    std::string why_not_ready() override { return inner_.why_not_ready(); }
    Done check() override { return inner_.check(); }
    void try_prepare(store::Query const &query) override { inner_.try_prepare(query); }

protected:
    void do_read(std::function<void(store::Reader &)> const &f) override {
        if (std::this_thread::get_id() != thread_) {
            inner_.read(f);
            return;
        }
        struct Depth {
            explicit Depth(int &d) : depth(d) { ++depth; }
            ~Depth() { --depth; }
            int &depth;
        } const inside{depth_};
        if (depth_ == 1) ++reads_.snapshots;
        inner_.read([&](store::Reader &reader) {
            CountingReader counting{reader, reads_.queries};
            f(counting);
        });
    }
    void do_write(std::function<bool(store::Writer &)> const &f) override {
        struct Outcome {
            bool kept;
            bool has_value() const { return kept; }
        };
        (void)inner_.write([&](store::Writer &writer) { return Outcome{f(writer)}; });
    }

private:
    class CountingReader final : public store::Reader {
    public:
        CountingReader(store::Reader &inner, int &queries) : inner_(inner), queries_(queries) {}

    protected:
        void run_rows(store::Query const &query, store::Binds binds,
                      bool (*row_to)(void *, store::Row const &), void *to) override {
            ++queries_;
            inner_.each(query, binds, [&](store::Row const &row) { return row_to(to, row); });
        }

    private:
        store::Reader &inner_;
        int &queries_;
    };

    store::Database &inner_;
    std::thread::id const thread_ = std::this_thread::get_id();
    Reads reads_;
    int depth_ = 0;
};

} // namespace goen::tests
