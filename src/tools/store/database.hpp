// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the store: one Database over SQLite (default) or PostgreSQL, the same SQL on both.
//
// Every write is one transaction that also appends to the journal. On SQLite one writer thread
// commits many people's transactions with one fsync, each in its own savepoint, refused alone; on
// PostgreSQL each write takes a pooled connection. write() returns after the commit is durable and
// after this node's followers (see follow()) have seen it: a person always sees what she just did.
// Threads may share a Database.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace goen::store {

// A named query of a room's .sql file; lives for ever (generated as constants in ROOM/queries.hpp,
// namespace goen::ROOM::sql). Parameters are :name in the text.
struct Query {
    std::string_view name;   // "contacts.contacts_of"
    std::string_view sqlite; // the text for each engine; the same unless the file says otherwise
    std::string_view postgres;
};

// A value of a bytea column (the same word on both engines): any bytes. A type of its own, so that
// they are never taken for text.
struct Bytes {
    std::string_view bytes;
};

// A value bound to :name, or absent (NULL). Text must be valid UTF-8 without NUL; neither it nor
// bytes are copied.
struct Bind {
    std::string_view name;
    enum class Kind { null, integer, text, bytes } kind = Kind::null;
    std::int64_t integer = 0;
    std::string_view text;

    Bind(std::string_view n, std::nullopt_t) : name(n) {}
    Bind(std::string_view n, std::string_view t) : name(n), kind(Kind::text), text(t) {}
    Bind(std::string_view n, Bytes b) : name(n), kind(Kind::bytes), text(b.bytes) {}
    Bind(std::string_view n, char const *t) : name(n), kind(Kind::text), text(t) {}
    Bind(std::string_view n, std::string const &t) : name(n), kind(Kind::text), text(t) {}
    template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T> Bind(std::string_view n, T i)
        : name(n), kind(Kind::integer), integer(static_cast<std::int64_t>(i)) {}
    template <class M> Bind(std::string_view n, Id<M> id)
        : name(n), kind(Kind::integer), integer(id.value) {}
    Bind(std::string_view n, Time t) : name(n), kind(Kind::integer), integer(to_millis(t)) {}
    template <class T> Bind(std::string_view n, std::optional<T> const &o)
        : Bind(o ? Bind{n, *o} : Bind{n, std::nullopt}) {}
};
using Binds = std::initializer_list<Bind>;

// One row while it is being read; text() views are valid until the callback returns.
class Row {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  // 0 for NULL
    virtual std::string_view text(int column) const = 0; // "" for NULL
    virtual std::string bytes(int column) const = 0;     // of a bytea column; "" for NULL

    // row.as<MemberId, std::string, std::optional<Time>>(): the columns from 0 on, as a tuple.
    template <class... T> std::tuple<T...> as() const {
        return [this]<std::size_t... I>(std::index_sequence<I...>) {
            return std::tuple<T...>{get<T>(static_cast<int>(I))...};
        }
        (std::index_sequence_for<T...>{});
    }
    template <class T> T get(int column) const {
        if constexpr (is_optional<T>) {
            if (is_null(column)) return std::nullopt;
            return get<typename T::value_type>(column);
        } else if constexpr (std::is_same_v<T, std::string>) {
            return std::string{text(column)};
        } else if constexpr (std::is_same_v<T, std::string_view>) {
            return text(column);
        } else if constexpr (std::is_same_v<T, bool>) {
            return integer(column) != 0;
        } else if constexpr (std::is_same_v<T, Time>) {
            return from_millis(integer(column));
        } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
            return static_cast<T>(integer(column));
        } else {
            return T{integer(column)}; // an Id
        }
    }

protected:
    ~Row() = default;

private:
    template <class T> struct optional_trait : std::false_type {};
    template <class T> struct optional_trait<std::optional<T>> : std::true_type {};
    template <class T> static constexpr bool is_optional = optional_trait<T>::value;
};

// Reads of one consistent snapshot. Not shared between threads. On PostgreSQL the rows of one query
// are all in memory while they are read: page through what may be long (SQLite gives them one by
// one).
class Reader {
public:
    // Calls `each` for every row, in order; a callback returning false ends the reading early.
    template <class F> void each(Query const &query, Binds binds, F &&row_to) {
        run_rows(
            query, binds,
            [](void *to, Row const &row) -> bool {
                if constexpr (std::is_void_v<std::invoke_result_t<F &, Row const &>>) {
                    (*static_cast<std::remove_reference_t<F> *>(to))(row);
                    return true;
                } else {
                    return (*static_cast<std::remove_reference_t<F> *>(to))(row);
                }
            },
            &row_to);
    }
    // The first row as values, or nothing: `auto found = reader.one<MemberId, std::string>(q,
    // {…})`. With one type the optional holds that type, else a tuple.
    template <class... T> auto one(Query const &query, Binds binds) {
        using Value =
            std::conditional_t<sizeof...(T) == 1, std::tuple_element_t<0, std::tuple<T...>>,
                               std::tuple<T...>>;
        std::optional<Value> found;
        each(query, binds, [&](Row const &row) {
            if constexpr (sizeof...(T) == 1) {
                found.emplace(row.get<Value>(0));
            } else {
                found.emplace(row.as<T...>());
            }
            return false;
        });
        return found;
    }
    bool any(Query const &query, Binds binds) {
        bool found = false;
        each(query, binds, [&](Row const &) { return found = true, false; });
        return found;
    }

protected:
    virtual ~Reader() = default;
    virtual void run_rows(Query const &, Binds, bool (*row_to)(void *, Row const &), void *to) = 0;
};

// What the journal keeps of one write. Ids say whom it concerns; payload is small JSON or empty.
// The journal never holds names, addresses or messages: those live in their tables, where they can
// be deleted.
struct Event {
    // Set by the store; a total order, the same for every reader, and a cursor: what comes later is
    // larger. Not dense: SQLite counts from 1, PostgreSQL makes it of transaction numbers
    // (postgres_journal.hpp).
    std::int64_t seq = 0;
    Time at{};               // set by the store
    std::string kind;        // "tie.made", "card.published", …
    std::int64_t member = 0; // who acted, 0 = the server
    std::int64_t other = 0;  // the other member it concerns, or 0
    std::int64_t thing = 0;  // the card, request, … or 0
    std::string payload;
};

// Inside a transaction.
class Writer : public Reader {
public:
    // Runs an insert, update or delete; how many rows it changed.
    virtual std::int64_t run(Query const &query, Binds binds) = 0;
    // The same where nobody needs the number of rows: PostgreSQL does not wait for it (an error
    // shows up at the next read or at commit), so a row of puts costs one round trip.
    virtual void put(Query const &query, Binds binds) = 0;
    virtual void journal(std::string_view kind, std::int64_t member, std::int64_t other = 0,
                         std::int64_t thing = 0, std::string_view payload = {}) = 0;
    // Writers that name the same key follow one another until commit (advisory lock; SQLite needs
    // none). With several keys take the smaller first.
    virtual void lock(std::int64_t key) = 0;
};

struct Options {
    // Connections for concurrent readers (on PostgreSQL also for writers); whoever comes next
    // waits.
    int readers = 4;
    // On the disk before the answer; only bulk import and tests of other things turn it off.
    bool durable = true;
    int busy_timeout_ms = 5000;
    std::function<int(int file)> flush; // SQLite, for tests: a slow or broken disk's fdatasync()
};

class Database {
public:
    // "sqlite:PATH", "sqlite::memory:" (tests) or "postgresql://…". Throws Trouble with a clear
    // sentence.
    static std::unique_ptr<Database> open(std::string const &url, Clock &clock,
                                          Options options = {});
    virtual ~Database() = default;

    // f(Reader&) in one snapshot; returns what f returns. Inside f, further reads of the same
    // thread join that snapshot, and a write is refused as a bug (open_read.hpp).
    template <class F> auto read(F &&f) -> std::invoke_result_t<F &, Reader &> {
        using R = std::invoke_result_t<F &, Reader &>;
        if constexpr (std::is_void_v<R>) {
            do_read([&](Reader &reader) { f(reader); });
        } else {
            std::optional<R> out;
            do_read([&](Reader &reader) { out.emplace(f(reader)); });
            return std::move(*out);
        }
    }

    // f(Writer&) -> Result<T>. A value commits; a refusal or an exception rolls back just this
    // write. f may run again (PostgreSQL serialisation failure): it must only touch its own locals.
    template <class F> auto write(F &&f) -> std::invoke_result_t<F &, Writer &> {
        using R = std::invoke_result_t<F &, Writer &>;
        std::optional<R> out;
        do_write([&](Writer &writer) {
            out.emplace(f(writer));
            return out->has_value();
        });
        return std::move(*out);
    }

    // Called for every committed event, in journal order, once per event, on the store's thread,
    // before the write() that made it returns; also for other nodes' events (PostgreSQL:
    // LISTEN/NOTIFY, within 100 ms). Starts after `from_seq`. Must be quick and must not write.
    // Register before serving.
    virtual void follow(std::int64_t from_seq, std::function<void(Event const &)> follower) = 0;
    // At most `limit` events after `seq` in order, for those who come later.
    virtual std::vector<Event> journal_after(std::int64_t seq, int limit) = 0;
    virtual std::int64_t last_seq() = 0;

    // Applies the numbered migrations that are missing, each in a transaction with its hash. A
    // database from a newer goen, or a changed migration, is refused in words.
    virtual Done migrate() = 0;
    virtual bool is_postgres() const = 0;
    // Answers within a second why the database cannot be read and written (for /readyz): a full
    // disk, a flush that was lost, a server that is away. "" = it can.
    virtual std::string why_not_ready() = 0;
    bool is_ready() { return why_not_ready().empty(); }
    // For `goen check`: reads the whole file (SQLite) and refuses with what is wrong in it.
    virtual Done check() = 0;
    // Prepares the query and forgets it; throws when it is wrong for this engine or these tables.
    virtual void try_prepare(Query const &query) = 0;

protected:
    virtual void do_read(std::function<void(Reader &)> const &f) = 0;
    virtual void do_write(std::function<bool(Writer &)> const &f) = 0;
};

} // namespace goen::store
