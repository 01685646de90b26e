// SPDX-License-Identifier: Apache-2.0
#include "search/following.hpp"

#include "base/result.hpp"
#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include <stdlib.h>

using namespace goen;
using namespace goen::search;
using Ids = std::vector<std::int64_t>;

namespace {

constexpr milliseconds long_enough{20'000};

struct NoteWritten {
    static constexpr std::string_view kind = "test.note_written";
    static constexpr std::string_view means = "A note was written, changed or deleted";
    RequestId note;
    static constexpr store::Thing thing{"note", &NoteWritten::note};
};
struct WriterLeft {
    static constexpr std::string_view kind = "test.writer_left";
    static constexpr std::string_view means = "Somebody who wrote notes has left";
    MemberId member;
};

// A room whose texts are to be found. They are not in a table, which nobody can tell.
class Notes {
public:
    void write(store::Database &database, std::int64_t id, std::int64_t author, std::string text) {
        keep({id, {author}, std::move(text)});
        tell(database, NoteWritten{RequestId{id}});
    }
    void remove(store::Database &database, std::int64_t id) {
        {
            std::lock_guard const hold{mutex_};
            notes_.erase(id);
        }
        tell(database, NoteWritten{RequestId{id}});
    }
    void leave(store::Database &database, std::int64_t author) {
        {
            std::lock_guard const hold{mutex_};
            std::erase_if(notes_,
                          [&](auto const &note) { return note.second.labels[0] == author; });
        }
        tell(database, WriterLeft{MemberId{author}});
    }
    void keep(index::Document const &note) {
        std::lock_guard const hold{mutex_};
        notes_[note.id] = note;
    }
    Source source() {
        Source out;
        out.name = "notes";
        out.after = [this](store::Reader &, std::int64_t after, int count) {
            std::lock_guard const hold{mutex_};
            std::vector<index::Document> found;
            for (auto at = notes_.upper_bound(after);
                 at != notes_.end() && static_cast<int>(found.size()) < count; ++at)
                found.push_back(at->second);
            return found;
        };
        out.of = [this](store::Reader &, std::vector<std::int64_t> const &ids) {
            std::lock_guard const hold{mutex_};
            std::vector<index::Document> found;
            for (auto const id : ids) {
                if (auto const at = notes_.find(id); at != notes_.end())
                    found.push_back(at->second);
            }
            return found;
        };
        out.changes
            .on<NoteWritten>([](NoteWritten const &event, Changes &changes) {
                changes.ids.push_back(event.note.value);
            })
            .on<WriterLeft>([](WriterLeft const &event, Changes &changes) {
                changes.labels.push_back(event.member.value);
            });
        return out;
    }

private:
    template <class Event> static void tell(store::Database &database, Event const &event) {
        auto const done = database.write([&](store::Writer &writer) -> Done {
            store::tell(writer, event);
            return {};
        });
        REQUIRE(done);
    }

    std::mutex mutex_;
    std::map<std::int64_t, index::Document> notes_;
};

class Folder {
public:
    Folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "following-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::filesystem::path const &path() const { return path_; }

private:
    std::filesystem::path path_;
};

Ids find(Following const &index, std::string words) {
    return index.find({.words = std::move(words)}).ids;
}

bool stands_in_a_file(std::filesystem::path const &folder, std::string_view bytes) {
    for (auto const &entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream stream{entry.path(), std::ios::binary};
        std::ostringstream all;
        all << stream.rdbuf();
        if (all.view().find(bytes) != std::string_view::npos) return true;
    }
    return false;
}

} // namespace

TEST_CASE(
    "Notes are found as they are written, changed and deleted, and all of them from the rows") {
    tests::on_each_engine([](store::Database &database, StillClock &, IdMaker &) {
        Notes notes;
        for (std::int64_t id = 1; id <= 2'500; ++id)
            notes.keep({id, {id % 10}, "議事録その" + std::to_string(id)});
        Following index{database, notes.source()};
        CHECK_FALSE(index.is_whole());
        CHECK(find(index, "議事録").empty());
        index.open({});
        REQUIRE(index.wait_until_whole(long_enough));
        CHECK(index.numbers().documents == 2'500);
        notes.write(database, 3'000, 1, "展示会の準備");
        REQUIRE(index.wait_until_heard(long_enough));
        CHECK(find(index, "展示") == Ids{3'000});
        notes.write(database, 3'000, 1, "商談会の準備");
        notes.remove(database, 2'500);
        notes.leave(database, 3);
        REQUIRE(index.wait_until_heard(long_enough));
        CHECK(find(index, "展示").empty());
        CHECK(find(index, "商談") == Ids{3'000});
        CHECK(index.numbers().documents == 2'500 + 1 - 1 - 250);
        index.close();
    });
}

TEST_CASE("An index that was closed reads on in the journal, and is not filled again") {
    Folder const folder;
    tests::FreshDatabase fresh;
    Notes notes;
    {
        Following index{*fresh, notes.source()};
        index.open(folder.path());
        REQUIRE(index.wait_until_whole(long_enough));
        notes.write(*fresh, 1, 1, "展示会の準備");
        REQUIRE(index.wait_until_heard(long_enough));
    }
    notes.write(*fresh, 2, 1, "展示会の片付け");
    notes.keep({3, {1}, "展示会の反省"}); // nothing in the journal tells of it
    Following index{*fresh, notes.source()};
    index.open(folder.path());
    REQUIRE(index.wait_until_whole(long_enough));
    CHECK(index.numbers().begun == 0);
    CHECK(find(index, "展示") == Ids{2, 1});
}

TEST_CASE("Each of two processes with one data folder has an index of its own") {
    Folder const folder;
    tests::FreshDatabase fresh;
    Notes notes;
    Following here{*fresh, notes.source()}, there{*fresh, notes.source()};
    here.open(folder.path());
    there.open(folder.path());
    CHECK(here.file() != there.file());
    notes.write(*fresh, 1, 1, "展示会の準備");
    for (auto const *index : {&here, &there}) {
        REQUIRE(index->wait_until_heard(long_enough));
        CHECK(find(*index, "展示") == Ids{1});
    }
}

TEST_CASE("A file that is damaged while it is used is made anew, counted, and finds everything") {
    Folder const folder;
    tests::FreshDatabase fresh;
    Notes notes;
    for (std::int64_t id = 1; id <= 3'000; ++id)
        notes.keep({id, {1}, "展示会の準備その" + std::to_string(id * 7919)});
    Following index{*fresh, notes.source()};
    index.open(folder.path());
    REQUIRE(index.wait_until_whole(long_enough));
    CHECK(find(index, "展示").size() == 20);
    for (auto const *ending : {"", "-wal"}) {
        auto const path = index.file().string() + ending;
        auto const size = std::filesystem::file_size(path);
        std::fstream stream{path, std::ios::in | std::ios::out | std::ios::binary};
        stream << std::string(size, 'x');
    }
    CHECK(find(index, "準備").empty());
    REQUIRE(index.wait_until_whole(long_enough));
    CHECK(find(index, "準備").size() == 20);
    CHECK(index.numbers().documents == 3'000);
    CHECK(index.numbers().damaged == 1);
}

TEST_CASE("An index of a later time than the database is filled again") {
    Folder const folder;
    Notes notes;
    {
        tests::FreshDatabase fresh;
        Following index{*fresh, notes.source()};
        index.open(folder.path());
        for (std::int64_t id = 1; id <= 50; ++id) notes.write(*fresh, id, 1, "展示会の準備");
        REQUIRE(index.wait_until_whole(long_enough));
        REQUIRE(index.wait_until_heard(long_enough));
    }
    Notes restored;
    restored.keep({1, {1}, "展示会の準備"});
    tests::FreshDatabase fresh;
    Following index{*fresh, restored.source()};
    index.open(folder.path());
    REQUIRE(index.wait_until_whole(long_enough));
    CHECK(index.numbers().begun == 1);
    CHECK(find(index, "展示") == Ids{1});
}

TEST_CASE("Nothing of a deleted note or of somebody who left stays in the file") {
    Folder const folder;
    tests::FreshDatabase fresh;
    Notes notes;
    for (std::int64_t id = 1; id <= 300; ++id)
        notes.keep({id, {1}, "議事録その" + std::to_string(id)});
    Following index{*fresh, notes.source()};
    index.open(folder.path());
    REQUIRE(index.wait_until_whole(long_enough));
    notes.write(*fresh, 1'000, 2, "zxqv");
    notes.write(*fresh, 1'001, 3, "jwkx");
    REQUIRE(index.wait_until_heard(long_enough));
    // As pieces of three letters; the text itself is UTF-16.
    for (auto const *piece : {"zxq", "jwk"}) CHECK(stands_in_a_file(folder.path(), piece));
    notes.remove(*fresh, 1'000);
    notes.leave(*fresh, 3);
    REQUIRE(index.wait_until_heard(long_enough));
    REQUIRE(index.wait_until_purged(long_enough));
    using namespace std::string_view_literals;
    for (auto const bytes : {"zxq"sv, "jwk"sv, "z\0x\0q\0"sv, "j\0w\0k\0"sv})
        CHECK_FALSE(stands_in_a_file(folder.path(), bytes));
    CHECK(find(index, "議事録").size() == 20);
}
