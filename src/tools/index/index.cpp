// SPDX-License-Identifier: Apache-2.0
// The tables: `doc` has one row a document, numbered in the order in which they came, and `find`
// the pieces of each under that number, which FTS5 reads from the newest back. Numbers are dense,
// since FTS5 stores the steps between them. Texts lie in UTF-16, two bytes a kanji instead of
// three. A label is a piece, too.
#include "index/index.hpp"

#include "base/log.hpp"
#include "base/result.hpp"
#include "index/own_file.hpp"
#include "index/pieces.hpp"
#include "names/search_key.hpp"
#include "store/sqlite_connection.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace goen::index {
namespace {

using store::Query;
using store::Row;
using store::SqliteConnection;
using store::SqliteReader;

// Of the tables, of pieces() and of folding: another number and every index is made anew.
constexpr std::int64_t format = 1;
// More labels than this are looked for in the rows, not by FTS5.
constexpr std::size_t most_label_pieces = 200;

constexpr char const *made = R"(
create table doc (
  place integer primary key,
  id integer not null unique,
  labels text not null,
  text text not null
);
create virtual table find using fts5(
  pieces, content = '', detail = none, columnsize = 0, tokenize = "ascii"
);
create table mark (
  format integer not null,
  network integer not null,
  seq integer not null,
  built_to integer not null,
  is_whole integer not null
);
)";

constexpr Query one(std::string_view name, std::string_view sql) { return {name, sql, sql}; }

constexpr Query put_mark = one("index.put_mark", "insert into mark values "
                                                 "(:format, :network, :seq, :built_to, :is_whole)");
constexpr Query drop_mark = one("index.drop_mark", "delete from mark");
constexpr Query the_mark =
    one("index.the_mark", "select format, network, seq, built_to, is_whole from mark");
constexpr Query count_documents = one("index.count_documents", "select count(*) from doc");
constexpr Query last_place = one("index.last_place", "select max(place) from doc");
constexpr Query by_id = one("index.by_id", "select place, labels, text from doc where id = :id");
constexpr Query ids_of_label =
    one("index.ids_of_label", "select d.id from find join doc d on d.place = find.rowid "
                              "where find match :label");
constexpr Query put_document =
    one("index.put_document", "insert into doc (place, id, labels, text) "
                              "values (:place, :id, :labels, :text)");
constexpr Query drop_document = one("index.drop_document", "delete from doc where place = :place");
constexpr Query put_pieces =
    one("index.put_pieces", "insert into find (rowid, pieces) values (:place, :pieces)");
constexpr Query drop_pieces =
    one("index.drop_pieces",
        "insert into find (find, rowid, pieces) values ('delete', :place, :pieces)");
constexpr Query newest_with =
    one("index.newest_with", "select d.place, d.id, d.labels, d.text "
                             "from find cross join doc d on d.place = find.rowid "
                             "where find match :pieces and find.rowid < :before "
                             "order by find.rowid desc");

// Of FTS5, by pages of the file: all segments become one, in steps.
constexpr Query begin_merge =
    one("index.begin_merge", "insert into find (find, rank) values ('merge', -400)");
constexpr Query merge_on =
    one("index.merge_on", "insert into find (find, rank) values ('merge', 400)");

// No folded text has this character, so that no word is taken for a label.
constexpr std::string_view label_sign = "＠";

std::string joined(std::vector<std::int64_t> const &labels) {
    std::string out;
    for (auto const label : labels) {
        if (!out.empty()) out += ' ';
        out.append(label_sign).append(std::to_string(label));
    }
    return out;
}

bool has_one(std::string_view labels, std::vector<std::int64_t> const &wanted) {
    while (!labels.empty()) {
        labels.remove_prefix(std::min(labels.size(), label_sign.size()));
        std::int64_t label = 0;
        auto const read = std::from_chars(labels.data(), labels.data() + labels.size(), label);
        if (read.ec == std::errc{} && std::binary_search(wanted.begin(), wanted.end(), label))
            return true;
        auto const gap = labels.find(' ');
        labels = gap == labels.npos ? std::string_view{} : labels.substr(gap + 1);
    }
    return false;
}

std::string pieces_text(std::string_view folded_text, std::string_view labels) {
    std::string out{labels};
    for (auto const &piece : pieces(folded_text)) {
        out += ' ';
        out += piece;
    }
    return out;
}

// Pieces and labels hold nothing but letters, digits and what is above ASCII.
std::string in_quotes(std::string_view piece) {
    std::string out{"\""};
    out.append(piece).append("\"");
    return out;
}

std::string match_of(Words const &words, std::vector<std::int64_t> const *one_of) {
    std::string out;
    for (auto const &piece : words.pieces) {
        if (!out.empty()) out += " AND ";
        out += in_quotes(piece);
    }
    if (one_of == nullptr || one_of->size() > most_label_pieces) return out;
    std::string labels;
    for (auto const label : *one_of) {
        if (!labels.empty()) labels += " OR ";
        labels += in_quotes(std::string{label_sign} + std::to_string(label));
    }
    return out + " AND (" + labels + ")";
}

} // namespace

struct Index::State {
    explicit State(Options o)
        : options(std::move(o)), file(options.folder, "search-" + options.name) {}

    Options const options;
    OwnFile const file;

    // ---- of the thread that writes ----
    std::optional<SqliteConnection> writer;
    Mark mark;
    std::int64_t next_place = 1;
    std::atomic<bool> has_to_purge{true}; // perhaps: what an earlier process left
    bool is_merging = false;
    bool has_dropped = false; // since the merge began

    // ---- of everybody ----
    std::atomic<bool> is_damaged{false};
    std::atomic<std::uint64_t> documents{0}, begun{0}, damaged{0};
    std::mutex mutex;
    std::condition_variable freed;
    std::vector<std::unique_ptr<SqliteConnection>> idle;
    int connections = 0;        // those given out, too
    std::uint64_t file_age = 0; // another one whenever the file was begun anew
    bool is_open = false;

    std::string why_not_usable();
    void open_writer();
    void begin_empty(std::string_view why);
    void drop(std::int64_t place, std::string_view labels, std::string_view text);
    void start() {
        if (!writer->is_in_transaction()) writer->execute("begin immediate");
    }

    // A connection while somebody asks.
    class Lent {
    public:
        Lent(State &state, std::unique_ptr<SqliteConnection> connection, std::uint64_t age)
            : state_(state), connection_(std::move(connection)), age_(age) {}
        ~Lent() { state_.take_back(std::move(connection_), age_); }
        Lent(Lent const &) = delete;
        Lent &operator=(Lent const &) = delete;
        SqliteConnection &connection() { return *connection_; }

    private:
        State &state_;
        std::unique_ptr<SqliteConnection> connection_;
        std::uint64_t age_;
    };
    std::unique_ptr<Lent> lend(); // null when the index is not open
    std::unique_ptr<SqliteConnection> new_reader() const;
    void take_back(std::unique_ptr<SqliteConnection> connection, std::uint64_t age);
    void close_all();
};

void Index::State::open_writer() {
    writer.emplace(file.path().string(), SqliteConnection::Access::write, store::Options{});
    writer->execute("pragma cache_size = -16000");
    writer->execute("pragma secure_delete = on"); // what was deleted is not left in the file
}

// "" when the file can be used as it is.
std::string Index::State::why_not_usable() {
    if (writer->ask("select count(*) from sqlite_schema where name = 'mark'") != "1")
        return "it is not finished";
    if (auto const said = writer->ask("pragma quick_check(1)"); said != "ok") {
        ++damaged;
        return "damaged: " + said;
    }
    SqliteReader reader{*writer};
    auto const found =
        reader.one<std::int64_t, std::int64_t, std::int64_t, std::int64_t, bool>(the_mark, {});
    if (!found) return "it is not finished";
    if (std::get<0>(*found) != format) return "of another format";
    if (std::get<1>(*found) != static_cast<std::int64_t>(options.network))
        return "of another network";
    mark = {std::get<2>(*found), std::get<3>(*found), std::get<4>(*found)};
    documents =
        static_cast<std::uint64_t>(reader.one<std::int64_t>(count_documents, {}).value_or(0));
    next_place = reader.one<std::int64_t>(last_place, {}).value_or(0) + 1;
    return {};
}

void Index::State::begin_empty(std::string_view why) {
    if (!why.empty())
        log::warn("the search index is made anew", {{"of", options.name}, {"why", why}});
    close_all();
    writer.reset();
    file.remove();
    open_writer();
    writer->execute("pragma encoding = 'UTF-16le'");
    writer->execute("begin immediate");
    writer->execute(made);
    writer->run(put_mark, {{"format", format},
                           {"network", static_cast<std::int64_t>(options.network)},
                           {"seq", 0},
                           {"built_to", 0},
                           {"is_whole", false}});
    writer->execute("commit");
    mark = {};
    documents = 0;
    next_place = 1;
    has_to_purge = false;
    is_merging = false;
    has_dropped = false;
    ++begun;
    is_damaged = false;
    std::lock_guard const hold{mutex};
    is_open = true;
}

std::unique_ptr<SqliteConnection> Index::State::new_reader() const {
    auto made = std::make_unique<SqliteConnection>(
        file.path().string(), SqliteConnection::Access::read, store::Options{});
    made->execute("pragma cache_size = -8000");
    return made;
}

std::unique_ptr<Index::State::Lent> Index::State::lend() {
    std::unique_lock lock{mutex};
    freed.wait(lock, [&] { return !is_open || !idle.empty() || connections < options.readers; });
    if (!is_open) return {};
    if (idle.empty()) {
        idle.push_back(new_reader());
        ++connections;
    }
    auto connection = std::move(idle.back());
    idle.pop_back();
    return std::make_unique<Lent>(*this, std::move(connection), file_age);
}

void Index::State::take_back(std::unique_ptr<SqliteConnection> connection, std::uint64_t age) {
    std::lock_guard const hold{mutex};
    if (age == file_age) idle.push_back(std::move(connection));
    freed.notify_one();
}

void Index::State::close_all() {
    std::lock_guard const hold{mutex};
    is_open = false;
    idle.clear();
    connections = 0; // those given out still have the old file, and are closed by their users
    ++file_age;
    freed.notify_all();
}

void Index::State::drop(std::int64_t place, std::string_view labels, std::string_view text) {
    writer->run(drop_pieces, {{"place", place}, {"pieces", pieces_text(text, labels)}});
    writer->run(drop_document, {{"place", place}});
    has_dropped = true;
    --documents;
}

Index::Index(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Index::~Index() { state_->close_all(); }

void Index::open() {
    auto &state = *state_;
    std::error_code error;
    bool const is_there = std::filesystem::file_size(state.file.path(), error) > 0 && !error;
    if (!is_there) return state.begin_empty({});
    std::string why;
    try {
        state.open_writer();
        why = state.why_not_usable();
    } catch (store::DamagedFile const &) { // its sentence speaks of the database
        ++state.damaged;
        why = "damaged";
    }
    if (!why.empty()) return state.begin_empty(why);
    std::lock_guard const hold{state.mutex};
    state.is_open = true;
}

void Index::clear(std::string_view why) { state_->begin_empty(why); }

void Index::put(Document const &document) {
    auto &state = *state_;
    state.start();
    auto const text = names::folded(document.text);
    auto const labels = joined(document.labels);
    SqliteReader reader{*state.writer};
    auto const old =
        reader.one<std::int64_t, std::string, std::string>(by_id, {{"id", document.id}});
    if (old && std::get<1>(*old) == labels && std::get<2>(*old) == text) return;
    auto const place = old ? std::get<0>(*old) : state.next_place;
    if (old)
        state.drop(place, std::get<1>(*old), std::get<2>(*old));
    else
        ++state.next_place;
    state.writer->run(put_document,
                      {{"place", place}, {"id", document.id}, {"labels", labels}, {"text", text}});
    state.writer->run(put_pieces, {{"place", place}, {"pieces", pieces_text(text, labels)}});
    ++state.documents;
}

void Index::remove(std::int64_t id) {
    auto &state = *state_;
    state.start();
    SqliteReader reader{*state.writer};
    auto const old = reader.one<std::int64_t, std::string, std::string>(by_id, {{"id", id}});
    if (old) state.drop(std::get<0>(*old), std::get<1>(*old), std::get<2>(*old));
}

void Index::remove_labelled(std::int64_t label) {
    state_->start();
    std::vector<std::int64_t> ids;
    SqliteReader reader{*state_->writer};
    reader.each(ids_of_label, {{"label", in_quotes(joined({label}))}},
                [&](Row const &row) { ids.push_back(row.integer(0)); });
    for (auto const id : ids) remove(id);
}

void Index::commit(Mark const &mark) {
    auto &state = *state_;
    if (mark == state.mark && !state.writer->is_in_transaction()) return;
    state.start();
    state.writer->run(drop_mark, {});
    state.writer->run(put_mark, {{"format", format},
                                 {"network", static_cast<std::int64_t>(state.options.network)},
                                 {"seq", mark.seq},
                                 {"built_to", mark.built_to},
                                 {"is_whole", mark.is_whole}});
    state.writer->execute("commit");
    state.mark = mark;
    state.has_to_purge = state.has_to_purge || state.has_dropped;
}

bool Index::purge() {
    auto &state = *state_;
    ensure(!state.writer->is_in_transaction(), "a search index is purged before it is committed");
    if (!state.is_merging) state.has_dropped = false;
    auto const before = state.writer->changes();
    state.writer->run(state.is_merging ? merge_on : begin_merge, {});
    // FTS5 counts one row for the command itself.
    state.is_merging = state.writer->changes() - before >= 2;
    if (state.is_merging) return true;
    // The log has the pages as they were. Somebody who is reading them is waited for next time.
    bool const is_written = state.writer->ask("pragma wal_checkpoint(truncate)") == "0";
    state.has_to_purge = state.has_dropped || !is_written;
    return state.has_to_purge;
}

bool Index::has_to_purge() const { return state_->has_to_purge; }

bool Index::is_damaged() const { return state_->is_damaged; }

void Index::found_damaged() const {
    if (state_->is_damaged.exchange(true)) return;
    ++state_->damaged;
    log::warn("the search index is damaged", {{"of", state_->options.name}});
}

Mark Index::mark() const { return state_->mark; }

Answer Index::find(Ask const &ask) const {
    auto &state = *state_;
    Answer out;
    auto const words = words_of(names::folded(ask.words));
    if (words.empty() || ask.count == 0 || state.is_damaged) return out;
    if (ask.one_of != nullptr && ask.one_of->empty()) return out;
    try {
        auto const lent = state.lend();
        if (!lent) return out;
        std::size_t looked_at = 0;
        std::int64_t last = 0;
        SqliteReader reader{lent->connection()};
        reader.each(newest_with,
                    {{"pieces", match_of(words, ask.one_of)},
                     {"before", ask.after > 0 ? ask.after : INT64_MAX}},
                    [&](Row const &row) {
                        if (out.ids.size() == ask.count || looked_at == most_looked_at) {
                            out.next = last;
                            return false;
                        }
                        ++looked_at;
                        last = row.integer(0);
                        bool const is_wanted =
                            (ask.one_of == nullptr || has_one(row.text(2), *ask.one_of)) &&
                            has_words(row.text(3), words);
                        if (is_wanted) out.ids.push_back(row.integer(1));
                        return true;
                    });
    } catch (store::DamagedFile const &) {
        found_damaged();
        out = {};
    }
    return out;
}

Index::Numbers Index::numbers() const {
    std::error_code error;
    auto const bytes = std::filesystem::file_size(state_->file.path(), error);
    return {state_->documents, error ? 0 : bytes, state_->begun, state_->damaged};
}

std::filesystem::path Index::file() const { return state_->file.path(); }

} // namespace goen::index
