// SPDX-License-Identifier: Apache-2.0
#include "store/backup.hpp"

#include "base/text.hpp"
#include "store/backup_file.hpp"
#include "store/engines.hpp"
#include "store/migrations.hpp"
#include "store/queries.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace goen::store {
namespace {

constexpr std::size_t most_columns = 48;
constexpr std::size_t bytes_a_block = 1u << 20;

using Kind = TableShape::Kind;

// PostgreSQL gives a page as a whole: pictures come a few at a time.
int rows_a_page(TableShape const &table) {
    bool const has_bytes = std::any_of(table.columns.begin(), table.columns.end(),
                                       [](auto const &one) { return one.kind == Kind::bytes; });
    return has_bytes ? 50 : 2000;
}

// Queries are known by their address and live for ever. There is one text for each table and use,
// so these few do, too.
Query const &lasting(std::string const &name, std::string text) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<std::tuple<std::string, std::string, Query>>> kept;
    std::lock_guard const lock{mutex};
    auto &place = kept[text];
    if (!place) {
        place = std::make_unique<std::tuple<std::string, std::string, Query>>(name, text, Query{});
        auto &[own_name, own_text, query] = *place;
        query = Query{own_name, own_text, own_text};
    }
    return std::get<2>(*place);
}

// Binds are written as {…} everywhere else; here their number is only known from the schema.
template <class F, std::size_t... I>
void with_n(std::vector<Bind> const &binds, F &f, std::index_sequence<I...>) {
    f({binds[I]...});
}
template <std::size_t N, class F> void with_binds(std::vector<Bind> const &binds, F &f) {
    if (binds.size() == N) return with_n(binds, f, std::make_index_sequence<N>{});
    if constexpr (N < most_columns) with_binds<N + 1>(binds, f);
}

// Column and table names come from the schema, never from a file or a person.
std::string in_quotes(std::string const &name) { return '"' + name + '"'; }

std::string listed(std::vector<std::string> const &names, std::string_view before = "") {
    std::string out;
    for (auto const &name : names) {
        if (!out.empty()) out += ", ";
        out += std::string{before} + name;
    }
    return out;
}

struct TableText {
    explicit TableText(TableShape const &table) {
        std::vector<std::string> columns, key, places;
        for (auto const &column : table.columns) columns.push_back(in_quotes(column.name));
        for (auto const at : table.key) key.push_back(columns[at]);
        for (std::size_t i = 0; i < key.size(); ++i) places.push_back("k" + std::to_string(i));
        auto const from = "select " + listed(columns) + " from " + in_quotes(table.name);
        auto const order =
            " order by " + listed(key) + " limit " + std::to_string(rows_a_page(table));
        first = &lasting("backup.first", from + order);
        next = &lasting("backup.next", from + " where (" + listed(key) + ") > (" +
                                           listed(places, ":") + ")" + order);
        count = &lasting("backup.count", "select count(*) from " + in_quotes(table.name));
        any = &lasting("backup.any", "select 1 from " + in_quotes(table.name) + " limit 1");
        places.clear();
        for (std::size_t i = 0; i < columns.size(); ++i) places.push_back("c" + std::to_string(i));
        put =
            &lasting("backup.put", "insert into " + in_quotes(table.name) + " (" + listed(columns) +
                                       ") values (" + listed(places, ":") + ")");
        bind_names = std::move(places);
    }
    Query const *first, *next, *count, *any, *put;
    std::vector<std::string> bind_names;
};

constexpr std::array<std::string_view, 8> key_names{"k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"};

struct Value { // of a key
    bool is_text = false;
    std::int64_t integer = 0;
    std::string text;
};

void pack(std::string &to, Row const &row, int column, Kind kind) {
    if (row.is_null(column)) {
        to += '0';
    } else if (kind == Kind::integer) {
        to += 'i';
        put_u64(to, static_cast<std::uint64_t>(row.integer(column)));
    } else if (kind == Kind::bytes) {
        auto const bytes = row.bytes(column);
        to += 'b';
        put_u32(to, static_cast<std::uint32_t>(bytes.size()));
        to += bytes;
    } else {
        auto const text = row.text(column);
        to += 't';
        put_u32(to, static_cast<std::uint32_t>(text.size()));
        to += text;
    }
}

std::string_view word_of(Kind kind) {
    return kind == Kind::integer ? "integer" : kind == Kind::text ? "text" : "bytes";
}

std::string head_of(TableShape const &table) {
    std::string out = table.name + "\n";
    for (auto const &column : table.columns)
        out += column.name + " " + std::string{word_of(column.kind)} + "\n";
    return out;
}

std::int64_t write_table(Reader &reader, TableShape const &table, BackupWriter &file,
                         std::function<void(std::int64_t)> const &told) {
    TableText const text{table};
    Hasher hasher;
    auto const put = [&](BlockKind kind, std::string const &plain) {
        hasher.add(plain);
        file.block(kind, plain);
    };
    put(BlockKind::table, head_of(table));
    std::int64_t count = 0;
    std::string rows;
    std::vector<Value> last(table.key.size());
    int const page_size = rows_a_page(table);
    for (bool more = true; more;) {
        int on_page = 0;
        auto each_row = [&](Row const &row) {
            for (std::size_t i = 0; i < table.columns.size(); ++i)
                pack(rows, row, static_cast<int>(i), table.columns[i].kind);
            ++count;
            if (++on_page == page_size) {
                for (std::size_t i = 0; i < table.key.size(); ++i) {
                    auto const at = static_cast<int>(table.key[i]);
                    bool const is_text = table.columns[table.key[i]].kind != Kind::integer;
                    last[i] = {is_text, is_text ? 0 : row.integer(at),
                               is_text ? std::string{row.text(at)} : ""};
                }
            }
            if (rows.size() >= bytes_a_block) {
                put(BlockKind::rows, rows);
                rows.clear();
            }
        };
        if (count == 0) {
            reader.each(*text.first, {}, each_row);
        } else {
            std::vector<Bind> binds;
            for (std::size_t i = 0; i < last.size(); ++i) {
                binds.push_back(last[i].is_text ? Bind{key_names[i], last[i].text}
                                                : Bind{key_names[i], last[i].integer});
            }
            auto page = [&](Binds at) { reader.each(*text.next, at, each_row); };
            with_binds<1>(binds, page);
        }
        more = on_page == page_size;
        told(on_page);
    }
    if (!rows.empty()) put(BlockKind::rows, rows);
    // The engine's own count, in the same snapshot: pages that do not fit together would show here.
    auto const counted = reader.one<std::int64_t>(*text.count, {}).value_or(-1);
    ensure(counted == count, "a backup has as many rows as the table");
    std::string end;
    put_u64(end, static_cast<std::uint64_t>(count));
    auto const sum = hasher.end();
    end.append(reinterpret_cast<char const *>(sum.data()), sum.size());
    file.block(BlockKind::table_end, end);
    return count;
}

struct Contents { // what a file says about itself
    std::string made;
    std::vector<std::pair<std::int64_t, std::string>> migrations;
};

std::optional<Contents> contents_of(std::string_view text) {
    Contents out;
    for (auto const line : split(text, '\n')) {
        auto const space = line.find(' ');
        auto const key = line.substr(0, space);
        auto const value = space == line.npos ? std::string_view{} : line.substr(space + 1);
        if (key == "made") out.made = value;
        if (key != "migration") continue; // other lines are for people, and for later versions
        auto const gap = value.find(' ');
        auto const number = parse_id(value.substr(0, gap));
        if (!number || gap == value.npos) return std::nullopt;
        out.migrations.emplace_back(*number, std::string{value.substr(gap + 1)});
    }
    if (out.migrations.empty()) return std::nullopt;
    return out;
}

std::optional<TableShape> shape_of(std::string_view text) {
    auto const lines = split(text, '\n');
    if (lines.size() < 3 || !lines.back().empty()) return std::nullopt;
    TableShape out;
    out.name = lines.front();
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        auto const space = lines[i].find(' ');
        auto const kind =
            space == std::string_view::npos ? std::string_view{} : lines[i].substr(space + 1);
        if (kind != "integer" && kind != "text" && kind != "bytes") return std::nullopt;
        out.columns.push_back(
            {std::string{lines[i].substr(0, space)}, kind == "integer" ? Kind::integer
                                                     : kind == "text"  ? Kind::text
                                                                       : Kind::bytes});
    }
    return out;
}

// One row's values as views into `rows`, which moves on; false when it is not made of these
// columns.
bool take_row(std::string_view &rows, std::vector<TableShape::Column> const &columns,
              std::vector<std::string> const &names, std::vector<Bind> &binds) {
    binds.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (rows.empty()) return false;
        char const tag = rows.front();
        rows.remove_prefix(1);
        if (tag == '0') {
            binds.emplace_back(names[i], std::nullopt);
        } else if (tag == 'i' && columns[i].kind == Kind::integer) {
            if (rows.size() < 8) return false;
            binds.emplace_back(names[i], static_cast<std::int64_t>(u64_at(rows, 0)));
            rows.remove_prefix(8);
        } else if (tag == 't' && columns[i].kind == Kind::text) {
            if (rows.size() < 4) return false;
            auto const size = u32_at(rows, 0);
            if (rows.size() - 4 < size) return false;
            auto const text = rows.substr(4, size);
            if (!is_utf8(text) || text.find('\0') != text.npos) return false;
            binds.emplace_back(names[i], text);
            rows.remove_prefix(4 + size);
        } else if (tag == 'b' && columns[i].kind == Kind::bytes) {
            if (rows.size() < 4) return false;
            auto const size = u32_at(rows, 0);
            if (rows.size() - 4 < size) return false;
            binds.emplace_back(names[i], Bytes{rows.substr(4, size)});
            rows.remove_prefix(4 + size);
        } else {
            return false;
        }
    }
    return true;
}

// Reads a whole file; each table's shape and every row are told. The file's order, counts and sums
// are checked here and nowhere else.
struct Told {
    std::function<Done(Contents const &)> contents = [](Contents const &) { return Done{}; };
    std::function<Done(TableShape const &)> table = [](TableShape const &) { return Done{}; };
    std::function<void(std::vector<Bind> const &)> row = [](std::vector<Bind> const &) {};
};

Result<BackupTally> read_through(std::string const &path, Told const &told,
                                 std::function<void(double)> const &progress) {
    auto opened = BackupReader::open(path);
    if (!opened) return opened.why();
    auto &file = **opened;
    BackupTally tally;
    tally.bytes = file.size();
    std::optional<TableShape> table;
    std::vector<std::string> names;
    std::set<std::string> seen;
    std::vector<Bind> binds;
    std::uint64_t rows = 0;
    Hasher hasher;
    for (bool first = true;; first = false) {
        auto const block = file.next();
        if (!block) return block.why();
        progress(static_cast<double>(file.read()) /
                 static_cast<double>(std::max<std::int64_t>(1, file.size())));
        auto const &plain = block->plain;
        if (first != (block->kind == BlockKind::header)) return torn_backup();
        switch (block->kind) {
        case BlockKind::header: {
            auto const contents = contents_of(plain);
            if (!contents) return torn_backup();
            tally.made = contents->made;
            if (auto const good = told.contents(*contents); !good) return good.why();
            break;
        }
        case BlockKind::table: {
            if (table) return torn_backup();
            table = shape_of(plain);
            if (!table || table->columns.size() > most_columns || !seen.insert(table->name).second)
                return torn_backup();
            if (auto const good = told.table(*table); !good) return good.why();
            names.clear();
            for (std::size_t i = 0; i < table->columns.size(); ++i)
                names.push_back("c" + std::to_string(i));
            rows = 0;
            hasher.add(plain);
            break;
        }
        case BlockKind::rows: {
            if (!table) return torn_backup();
            hasher.add(plain);
            for (std::string_view left = plain; !left.empty(); ++rows) {
                if (!take_row(left, table->columns, names, binds)) return torn_backup();
                told.row(binds);
            }
            break;
        }
        case BlockKind::table_end: {
            auto const sum = hasher.end();
            if (!table || plain.size() != 8 + sum.size() || u64_at(plain, 0) != rows ||
                !std::equal(sum.begin(), sum.end(),
                            reinterpret_cast<unsigned char const *>(plain.data()) + 8)) {
                return torn_backup();
            }
            table.reset();
            ++tally.tables;
            tally.rows += static_cast<std::int64_t>(rows);
            break;
        }
        case BlockKind::end:
            if (table) return torn_backup();
            return tally;
        }
    }
}

Refusal not_empty() {
    return {Reason::conflict,
            N_("This database already contains data. A backup can only be restored into an empty "
               "database. Choose another with --data or --database."),
            {},
            {}};
}

std::vector<std::int64_t> applied_numbers(Reader &reader) {
    bool is_there = false;
    reader.each(sql::columns_of_tables, {},
                [&](Row const &row) { is_there = is_there || row.text(0) == "migration"; });
    std::vector<std::int64_t> out;
    if (is_there)
        reader.each(sql::applied_migrations, {},
                    [&](Row const &row) { out.push_back(row.integer(0)); });
    return out;
}

bool is_empty(Reader &reader) {
    for (auto const &table : data_tables(reader)) {
        if (reader.any(*TableText{table}.any, {})) return false;
    }
    return true;
}

} // namespace

std::vector<TableShape> data_tables(Reader &reader) {
    std::map<std::string, std::pair<TableShape, std::map<std::int64_t, std::size_t>>> found;
    reader.each(sql::columns_of_tables, {}, [&](Row const &row) {
        std::string const table{row.text(0)}, column{row.text(1)}, type{row.text(2)};
        if (table == "migration" || table == "journal_origin" || table == "node") return;
        Kind kind;
        if (type == "bigint" || type == "integer") {
            kind = Kind::integer;
        } else if (type == "text") {
            kind = Kind::text;
        } else if (type == "bytea") {
            kind = Kind::bytes;
        } else {
            throw Trouble{"The column " + table + "." + column +
                          " is of a kind that a backup cannot hold: " + type};
        }
        auto &[shape, key] = found[table];
        shape.name = table;
        if (row.integer(3) > 0) key[row.integer(3)] = shape.columns.size();
        shape.columns.push_back({column, kind});
    });
    std::vector<TableShape> out;
    for (auto &[name, one] : found) {
        auto &[shape, key] = one;
        for (auto const &[place, column] : key) shape.key.push_back(column);
        if (shape.key.empty() || shape.key.size() > key_names.size() ||
            shape.columns.size() > most_columns) {
            throw Trouble{"The table " + name +
                          " cannot be backed up: it has no primary key, or is too wide."};
        }
        out.push_back(std::move(shape));
    }
    return out;
}

Result<BackupTally> back_up(Database &database, std::string const &path, Clock &clock,
                            BackupOptions const &options) {
    // Said before an hour's work, and once more when the file gets its name.
    if (!options.overwrite && BackupReader::open(path).has_value()) {
        return Refusal{
            Reason::conflict,
            {N_("{1} already exists. Choose another name, or add --force to replace it."), {path}},
            {},
            {}};
    }
    BackupWriter file{path, options.compress};
    std::int64_t tables = 0, rows = 0;
    database.read([&](Reader &reader) {
        auto const shapes = data_tables(reader);
        std::string head = options.program + "\nmade " + rfc3339(clock.now()) + "\nengine " +
                           (database.is_postgres() ? "postgresql" : "sqlite") + "\n";
        reader.each(sql::applied_migrations, {}, [&](Row const &row) {
            head += "migration " + std::to_string(row.integer(0)) + " " + std::string{row.text(1)} +
                    "\n";
        });
        file.block(BlockKind::header, head);
        std::int64_t all = 1, done = 0;
        for (auto const &shape : shapes)
            all += reader.one<std::int64_t>(*TableText{shape}.count, {}).value_or(0);
        for (auto const &shape : shapes) {
            rows += write_table(reader, shape, file, [&](std::int64_t more) {
                done += more;
                options.progress(0.8 * static_cast<double>(done) / static_cast<double>(all));
            });
            ++tables;
        }
    });
    file.end();
    auto const tally =
        verify_backup(file.temporary(), [&](double part) { options.progress(0.8 + 0.2 * part); });
    if (!tally) return tally.why();
    if (tally->rows != rows || tally->tables != tables)
        throw Trouble{"The backup could not be read back as it was written: does the disk fail?"};
    if (auto const kept = file.keep(options.overwrite); !kept) return kept.why();
    return tally;
}

Result<BackupTally> verify_backup(std::string const &path,
                                  std::function<void(double)> const &progress) {
    return read_through(path, {}, progress);
}

Result<BackupTally> restore(Database &database, std::string const &path,
                            std::function<void(double)> const &progress) {
    std::vector<std::int64_t> wanted;
    Told first;
    first.contents = [&](Contents const &contents) -> Done {
        auto const &known = embedded_migrations();
        for (auto const &[number, name] : contents.migrations) {
            bool const is_known = std::any_of(known.begin(), known.end(), [&](auto const &one) {
                return one.number == number && one.name == name;
            });
            if (!is_known) {
                return Refusal{Reason::conflict,
                               {N_("This backup was created by a newer goen: it has migration {1} "
                                   "({2}), which this version does not know. Restore it with that "
                                   "version or a newer one."),
                                {std::to_string(number), name}},
                               {},
                               {}};
            }
            wanted.push_back(number);
        }
        return {};
    };
    auto const good = read_through(path, first, [&](double part) { progress(0.3 * part); });
    if (!good) return good.why();

    bool is_newer = false, has_rows = false;
    database.read([&](Reader &reader) {
        for (auto const number : applied_numbers(reader))
            is_newer = is_newer || std::find(wanted.begin(), wanted.end(), number) == wanted.end();
        has_rows = !is_empty(reader);
    });
    if (has_rows) return not_empty();
    if (is_newer) {
        return Refusal{
            Reason::conflict,
            N_("This backup is older than the tables of this database. Restore it into a "
               "completely empty database, without tables. It will be upgraded afterwards."),
            {},
            {}};
    }
    auto *const steps = dynamic_cast<Steps *>(&database);
    ensure(steps, "both engines migrate step by step");
    if (auto const done = steps->migrate_only(wanted); !done) return done.why();

    auto const loaded = database.write([&](Writer &writer) -> Result<BackupTally> {
        if (!is_empty(writer)) return not_empty(); // somebody may have begun to work meanwhile
        std::map<std::string, TableShape> shapes;
        for (auto &shape : data_tables(writer)) shapes.emplace(shape.name, shape);
        Query const *put = nullptr;
        Told told;
        told.table = [&](TableShape const &table) -> Done {
            auto const found = shapes.find(table.name);
            bool fits =
                found != shapes.end() && found->second.columns.size() == table.columns.size();
            if (fits) {
                for (auto const &column : table.columns) {
                    fits = fits &&
                           std::find(found->second.columns.begin(), found->second.columns.end(),
                                     column) != found->second.columns.end();
                }
            }
            if (!fits) {
                return Refusal{Reason::conflict,
                               {N_("The table {1} in this backup does not match this version of "
                                   "goen. Nothing was restored."),
                                {table.name}},
                               {},
                               {}};
            }
            auto ours = found->second;
            ours.columns = table.columns; // in the file's order
            ours.key.clear();
            shapes.erase(found);
            put = TableText{ours}.put;
            return {};
        };
        told.row = [&](std::vector<Bind> const &binds) {
            auto insert = [&](Binds values) { writer.put(*put, values); };
            with_binds<1>(binds, insert);
        };
        // The journal comes with the rows; an event about this write would have no place in it.
        auto tally = read_through(path, told, [&](double part) { progress(0.3 + 0.7 * part); });
        if (!tally) return tally;
        if (!shapes.empty()) {
            return Refusal{Reason::conflict,
                           {N_("The table {1} is not in this backup. Nothing was restored."),
                            {shapes.begin()->first}},
                           {},
                           {}};
        }
        return tally;
    });
    if (!loaded) return loaded;
    if (auto const done = database.migrate(); !done) return done.why();
    // Whoever takes a node number next begins after the newest id that has come with the rows.
    (void)database.write([](Writer &writer) -> Done {
        writer.run(sql::forget_nodes, {});
        return {};
    });
    return loaded;
}

} // namespace goen::store
