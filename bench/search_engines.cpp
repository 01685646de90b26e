// SPDX-License-Identifier: Apache-2.0
// Which library finds Japanese by parts of words? Xapian, Groonga and SQLite FTS5 over the same
// invented posts and the same questions, the engines asked alternately; the newest 20 answers are
// wanted. Times are CPU time of the thread, since other programs may use the machine. usage:
// search_engines FOLDER [POSTS] needs: libxapian-dev libgroonga-dev; not part of `benches`.
#include "base/text.hpp"
#include "index/made_posts.hpp"
#include "index/pieces.hpp"
#include "names/search_key.hpp"

#include <groonga.h>
#include <sqlite3.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <sys/stat.h>
#include <time.h>

namespace {

namespace fs = std::filesystem;
using goen::index::pieces;
using goen::index::words_of;
using Ids = std::vector<std::uint64_t>;

constexpr int most = 20;
constexpr std::uint64_t batch = 20'000;

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}
double wall_ms() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

// What lies on the disk: sparse files count as far as they are written.
std::uint64_t bytes_on_disk(fs::path const &folder) {
    std::uint64_t out = 0;
    for (auto const &entry : fs::recursive_directory_iterator(folder)) {
        struct stat found {};
        if (entry.is_regular_file() && stat(entry.path().c_str(), &found) == 0)
            out += static_cast<std::uint64_t>(found.st_blocks) * 512;
    }
    return out;
}

// Words are given folded, as pieces() wants them.
class Engine {
public:
    virtual ~Engine() = default;
    virtual std::string name() const = 0;
    virtual void add(std::uint64_t id, std::string const &text) = 0;
    virtual void commit() = 0;
    virtual Ids find(std::vector<std::string> const &words) = 0;
};

// ---- Xapian with its own n-grams, positions, phrases ----
class XapianOwn : public Engine {
public:
    explicit XapianOwn(fs::path const &folder)
        : writer_(folder, Xapian::DB_CREATE), reader_(folder) {
        generator_.set_database(writer_);
    }
    std::string name() const override { return "Xapian, FLAG_CJK_NGRAM"; }
    void add(std::uint64_t id, std::string const &text) override {
        Xapian::Document document;
        generator_.set_document(document);
        generator_.index_text(text, 1, {});
        writer_.replace_document(static_cast<Xapian::docid>(id), document);
    }
    void commit() override { writer_.commit(); }
    Ids find(std::vector<std::string> const &words) override {
        reader_.reopen();
        std::string typed;
        for (auto const &word : words) typed += typed.empty() ? word : " " + word;
        Xapian::QueryParser parser;
        parser.set_default_op(Xapian::Query::OP_AND);
        Xapian::Enquire enquire{reader_};
        enquire.set_query(parser.parse_query(typed, Xapian::QueryParser::FLAG_CJK_NGRAM));
        enquire.set_weighting_scheme(Xapian::BoolWeight{});
        enquire.set_docid_order(Xapian::Enquire::DESCENDING);
        auto const found = enquire.get_mset(0, most);
        Ids out;
        for (auto at = found.begin(); at != found.end(); ++at) out.push_back(*at);
        return out;
    }

private:
    Xapian::WritableDatabase writer_;
    Xapian::Database reader_;
    Xapian::TermGenerator generator_ = [] {
        Xapian::TermGenerator out;
        out.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
        return out;
    }();
};

// ---- Xapian with our pieces, no positions; the newest post has the smallest number ----
class XapianPieces : public Engine {
public:
    XapianPieces(fs::path const &folder, bool has_termlist)
        : has_termlist_(has_termlist),
          writer_(folder, Xapian::DB_CREATE | (has_termlist ? 0 : Xapian::DB_NO_TERMLIST)),
          reader_(folder) {}
    std::string name() const override {
        return has_termlist_ ? "Xapian, our pieces" : "Xapian, our pieces, no term lists";
    }
    void add(std::uint64_t id, std::string const &text) override {
        Xapian::Document document;
        for (auto const &piece : pieces(goen::names::folded(text)))
            document.add_boolean_term(piece);
        writer_.replace_document(first_ - static_cast<Xapian::docid>(id), document);
    }
    void commit() override { writer_.commit(); }
    Ids find(std::vector<std::string> const &words) override {
        reader_.reopen();
        std::vector<Xapian::Query> all;
        for (auto const &word : words) {
            for (auto const &piece : words_of(word).pieces) all.emplace_back(piece);
        }
        Xapian::Enquire enquire{reader_};
        enquire.set_query({Xapian::Query::OP_AND, all.begin(), all.end()});
        enquire.set_weighting_scheme(Xapian::BoolWeight{});
        auto const found = enquire.get_mset(0, most);
        Ids out;
        for (auto at = found.begin(); at != found.end(); ++at) out.push_back(first_ - *at);
        return out;
    }

private:
    static constexpr Xapian::docid first_ = 4'000'000'000u;
    bool has_termlist_;
    Xapian::WritableDatabase writer_;
    Xapian::Database reader_;
};

// ---- Groonga, TokenBigram ----
class Groonga : public Engine {
public:
    explicit Groonga(fs::path const &folder) {
        grn_init();
        grn_ctx_init(&context_, 0);
        grn_db_create(&context_, (folder / "db").c_str(), nullptr);
        ask("table_create Posts TABLE_NO_KEY");
        ask("column_create Posts text COLUMN_SCALAR Text");
        ask("table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram "
            "--normalizer NormalizerAuto");
        ask("column_create Terms posts COLUMN_INDEX|WITH_POSITION Posts text");
        posts_ = grn_ctx_get(&context_, "Posts", -1);
        text_ = grn_ctx_get(&context_, "Posts.text", -1);
    }
    ~Groonga() override {
        grn_obj_close(&context_, grn_ctx_db(&context_));
        grn_ctx_fin(&context_);
        grn_fin();
    }
    std::string name() const override { return "Groonga, TokenBigram"; }
    void add(std::uint64_t id, std::string const &text) override {
        grn_id const row = grn_table_add(&context_, posts_, nullptr, 0, nullptr);
        if (row != id) throw std::runtime_error{"Groonga counts otherwise"};
        grn_obj value;
        GRN_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
        GRN_TEXT_SET(&context_, &value, text.data(), text.size());
        grn_obj_set_value(&context_, text_, row, &value, GRN_OBJ_SET);
        GRN_OBJ_FIN(&context_, &value);
    }
    void commit() override { grn_obj_flush_recursive(&context_, grn_ctx_db(&context_)); }
    Ids find(std::vector<std::string> const &words) override {
        std::string typed;
        for (auto const &word : words) typed += typed.empty() ? word : " " + word;
        auto const answer = ask("select Posts --match_columns text --query '" + typed +
                                "' --sort_keys -_id --limit 20 --output_columns _id");
        // [[[1234],[["_id","UInt32"]],[77],[76]]]
        Ids out;
        auto at = answer.find("UInt32");
        while (at != std::string::npos && (at = answer.find(",[", at)) != std::string::npos) {
            at += 2;
            out.push_back(std::strtoull(answer.c_str() + at, nullptr, 10));
        }
        return out;
    }

private:
    std::string ask(std::string const &command) {
        grn_ctx_send(&context_, command.data(), static_cast<unsigned>(command.size()), 0);
        char *answer = nullptr;
        unsigned size = 0;
        int flags = 0;
        grn_ctx_recv(&context_, &answer, &size, &flags);
        if (context_.rc != GRN_SUCCESS) throw std::runtime_error{context_.errbuf};
        return {answer, size};
    }
    grn_ctx context_{};
    grn_obj *posts_ = nullptr;
    grn_obj *text_ = nullptr;
};

// ---- SQLite ----
class Sqlite : public Engine {
public:
    Sqlite(fs::path const &folder, std::string const &table) {
        sqlite3_open((folder / "db").c_str(), &db_);
        run("pragma journal_mode = wal");
        run("pragma synchronous = normal");
        run("pragma cache_size = -65536");
        run("pragma mmap_size = 4294967296");
        add_splitter();
        run(table);
        run("begin");
    }
    ~Sqlite() override {
        sqlite3_finalize(insert_);
        for (auto const &[where, statement] : asked_) sqlite3_finalize(statement);
        sqlite3_close(db_);
    }
    void commit() override {
        run("commit");
        run("begin");
    }

protected:
    void run(std::string const &sql) {
        char *why = nullptr;
        if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &why) != SQLITE_OK)
            throw std::runtime_error{sql + ": " + why};
    }
    void insert(std::uint64_t id, std::string const &text) {
        if (insert_ == nullptr)
            sqlite3_prepare_v2(db_, "insert into post(rowid, text) values (?, ?)", -1, &insert_,
                               nullptr);
        sqlite3_bind_int64(insert_, 1, static_cast<sqlite3_int64>(id));
        sqlite3_bind_text(insert_, 2, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        sqlite3_step(insert_);
        if (sqlite3_reset(insert_) != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(db_)};
    }
    // `match` or the whole condition.
    Ids ask(std::string const &match, std::string const &where = "post match ?") {
        auto &statement = asked_[where];
        std::string const sql =
            "select rowid from post where " + where + " order by rowid desc limit 20";
        if (statement == nullptr &&
            sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            throw std::runtime_error{sql + ": " + sqlite3_errmsg(db_)};
        sqlite3_bind_text(statement, 1, match.data(), static_cast<int>(match.size()),
                          SQLITE_STATIC);
        Ids out;
        while (sqlite3_step(statement) == SQLITE_ROW)
            out.push_back(static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0)));
        sqlite3_reset(statement);
        return out;
    }

private:
    // A tokenizer that cuts at spaces and does nothing else.
    using Token = int (*)(void *, int, char const *, int, int, int);
    static int cut(Fts5Tokenizer * /*self*/, void *context, int /*flags*/, char const *text,
                   int size, Token token) {
        for (int start = 0, at = 0; at <= size; ++at) {
            if (at < size && text[at] != ' ') continue;
            if (at > start) {
                int const rc = token(context, 0, text + start, at - start, start, at);
                if (rc != SQLITE_OK) return rc;
            }
            start = at + 1;
        }
        return SQLITE_OK;
    }
    static int make(void * /*context*/, char const ** /*args*/, int /*count*/,
                    Fts5Tokenizer **out) {
        static int one = 0;
        *out = reinterpret_cast<Fts5Tokenizer *>(&one);
        return SQLITE_OK;
    }
    void add_splitter() {
        fts5_api *api = nullptr;
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(db_, "select fts5(?)", -1, &statement, nullptr);
        sqlite3_bind_pointer(statement, 1, static_cast<void *>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
        sqlite3_finalize(statement);
        fts5_tokenizer tokenizer{make, [](Fts5Tokenizer *) {}, cut};
        api->xCreateTokenizer(api, "pieces", nullptr, &tokenizer, nullptr);
    }
    sqlite3 *db_ = nullptr;
    sqlite3_stmt *insert_ = nullptr;
    std::map<std::string, sqlite3_stmt *> asked_;
};

class Trigram : public Sqlite {
public:
    explicit Trigram(fs::path const &folder)
        : Sqlite(folder, "create virtual table post using fts5(text, tokenize = trigram)") {}
    std::string name() const override { return "SQLite FTS5, trigram"; }
    void add(std::uint64_t id, std::string const &text) override { insert(id, text); }
    Ids find(std::vector<std::string> const &words) override {
        bool is_short = false;
        std::string match, like;
        for (auto const &word : words) {
            is_short = is_short || goen::count_code_points(word) < 3;
            match += (match.empty() ? "\"" : " AND \"") + word + '"';
            like += (like.empty() ? "+text like '%" : " and +text like '%") + word + "%'";
        }
        return is_short ? ask({}, like) : ask(match);
    }
};

class Fts5Pieces : public Sqlite {
public:
    explicit Fts5Pieces(fs::path const &folder)
        : Sqlite(folder, "create virtual table post using "
                         "fts5(text, tokenize = pieces, detail = none, columnsize = 0, "
                         "content = '')") {}
    std::string name() const override { return "SQLite FTS5, our pieces"; }
    void add(std::uint64_t id, std::string const &text) override {
        std::string joined;
        for (auto const &piece : pieces(goen::names::folded(text))) joined += piece + ' ';
        insert(id, joined);
    }
    Ids find(std::vector<std::string> const &words) override {
        std::string match;
        for (auto const &word : words) {
            for (auto const &piece : words_of(word).pieces)
                match += (match.empty() ? "\"" : " AND \"") + piece + '"';
        }
        return ask(match);
    }
};

// ---- questions ----
struct Kind {
    std::string name;
    std::vector<std::vector<std::string>> questions;
};

std::vector<Kind> made_kinds(std::uint64_t posts) {
    Kind two{"2 characters, common", {}}, three{"3-4 characters, common", {}},
        rare{"2-3 characters, rare", {}}, latin{"Latin, common", {}}, rare_latin{"Latin, rare", {}},
        both{"two words", {}};
    auto const japanese = goen::index::common_japanese_words();
    auto const english = goen::index::common_latin_words();
    for (auto const &word : japanese)
        (goen::count_code_points(word) == 2 ? two : three).questions.push_back({word});
    for (auto const &word : english) latin.questions.push_back({word});
    for (std::uint64_t i = 0; i < 60; ++i) {
        auto const number = i * (posts / 240);
        rare.questions.push_back({goen::index::rare_japanese_word(number)});
        rare_latin.questions.push_back({goen::index::rare_latin_word(number)});
        both.questions.push_back(
            {japanese[i % japanese.size()],
             i % 3 == 0 ? english[i % english.size()] : japanese[(i * 7 + 3) % japanese.size()]});
    }
    std::vector<Kind> out{two, three, rare, latin, rare_latin, both};
    for (auto &kind : out) {
        for (auto &question : kind.questions) {
            for (auto &word : question) word = goen::names::folded(word);
        }
    }
    return out;
}

double at_percent(std::vector<double> values, double percent) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    auto const place = static_cast<std::size_t>(percent / 100 * static_cast<double>(values.size()));
    return values[std::min(place, values.size() - 1)];
}

int run(fs::path const &folder, std::uint64_t posts) {
    std::vector<std::unique_ptr<Engine>> engines;
    std::vector<fs::path> folders;
    auto const place = [&](char const *name) {
        folders.push_back(folder / name);
        fs::create_directories(folders.back());
        return folders.back();
    };
    engines.push_back(std::make_unique<Fts5Pieces>(place("fts5_pieces")));
    engines.push_back(std::make_unique<Trigram>(place("trigram")));
    engines.push_back(std::make_unique<XapianPieces>(place("xapian_no_termlist"), false));
    engines.push_back(std::make_unique<XapianPieces>(place("xapian_pieces"), true));
    engines.push_back(std::make_unique<Groonga>(place("groonga")));
    engines.push_back(std::make_unique<XapianOwn>(place("xapian")));

    std::uint64_t text_bytes = 0;
    for (std::uint64_t i = 1; i <= posts; ++i) text_bytes += goen::index::made_post(i).size();
    std::printf("%llu posts, %.1f MB of text\n\n", static_cast<unsigned long long>(posts),
                static_cast<double>(text_bytes) / 1e6);
    std::printf("| engine | built, CPU s | on disk / text | a post more, ms p50 | p99 |\n");
    std::printf("|---|---|---|---|---|\n");
    std::fflush(stdout);
    for (std::size_t e = 0; e < engines.size(); ++e) {
        auto &engine = *engines[e];
        double const began = cpu_ms();
        for (std::uint64_t i = 1; i <= posts; ++i) {
            engine.add(i, goen::index::made_post(i));
            if (i % batch == 0) engine.commit();
        }
        engine.commit();
        double const built = (cpu_ms() - began) / 1e3;
        double const size =
            static_cast<double>(bytes_on_disk(folders[e])) / static_cast<double>(text_bytes);
        std::vector<double> more; // written, committed and found
        for (std::uint64_t i = 1; i <= 100; ++i) {
            auto const word = "新着" + std::to_string(i);
            double const asked = wall_ms();
            engine.add(posts + i, word + "の" + goen::index::made_post(i));
            engine.commit();
            auto const found = engine.find({word});
            if (found.empty() || found[0] != posts + i)
                throw std::runtime_error{engine.name() + ": a new post is not found"};
            more.push_back(wall_ms() - asked);
        }
        std::printf("| %s | %.0f | %.2f | %.2f | %.1f |\n", engine.name().c_str(), built, size,
                    at_percent(more, 50), at_percent(more, 99));
        std::fflush(stdout);
    }

    auto const kinds = made_kinds(posts);
    std::printf("\n| newest 20, CPU ms p50 / p99 |");
    for (auto const &kind : kinds) std::printf(" %s |", kind.name.c_str());
    std::printf("\n|---|");
    for (std::size_t i = 0; i < kinds.size(); ++i) std::printf("---|");
    std::vector<std::vector<std::string>> cells(engines.size());
    std::vector<std::vector<std::size_t>> answers(engines.size());
    for (auto const &kind : kinds) {
        std::vector<std::vector<double>> times(engines.size());
        std::vector<double> spent(engines.size());
        std::vector<std::size_t> found(engines.size());
        for (int round = 0; round < 4; ++round) { // the first warms the caches
            for (auto const &question : kind.questions) {
                for (std::size_t e = 0; e < engines.size(); ++e) {
                    if (spent[e] > 20'000) continue;
                    double const began = cpu_ms();
                    auto const ids = engines[e]->find(question);
                    double const took = cpu_ms() - began;
                    spent[e] += took;
                    if (round > 0 || took > 1000) times[e].push_back(took);
                    found[e] += round == 0 ? ids.size() : 0;
                }
            }
        }
        for (std::size_t e = 0; e < engines.size(); ++e) {
            char cell[64];
            std::snprintf(cell, sizeof cell, "%.3f / %.2f", at_percent(times[e], 50),
                          at_percent(times[e], 99));
            cells[e].emplace_back(cell);
            answers[e].push_back(found[e]);
        }
    }
    std::printf("\n");
    for (std::size_t e = 0; e < engines.size(); ++e) {
        std::printf("| %s |", engines[e]->name().c_str());
        for (std::size_t k = 0; k < kinds.size(); ++k)
            std::printf(" %s (%zu) |", cells[e][k].c_str(), answers[e][k]);
        std::printf("\n");
    }
    return 0;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: search_engines FOLDER [POSTS]\n");
        return 2;
    }
    try {
        return run(argv[1], argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000);
    } catch (Xapian::Error const &error) {
        std::fprintf(stderr, "%s\n", error.get_description().c_str());
    } catch (std::exception const &error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
