// SPDX-License-Identifier: Apache-2.0
#include "index/index.hpp"
#include "index/pieces.hpp"
#include "names/search_key.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

using namespace goen;
using index::Document;
using index::Index;
using index::Options;
using Ids = std::vector<std::int64_t>;

namespace {

class Folder {
public:
    Folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "index-test-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Options options(std::uint64_t network = 7) const {
        return {.folder = path_, .name = "posts", .network = network};
    }

private:
    std::filesystem::path path_;
};

Ids find(Index const &index, std::string words) {
    return index.find({.words = std::move(words)}).ids;
}

void fill(Index &index) {
    index.open();
    index.put({1, {10}, "来週の展示会に出ます。ブースは3番です。"});
    index.put({2, {10}, "髙橋さんと名刺を交換しました"});
    index.put({3, {20}, "We are hiring an Engineer in Tokyo for our Exhibition team"});
    index.put({4, {20}, "展示の会議に出る"});
    index.commit({5, 4, true});
}

bool has(std::string_view text, std::string_view question) {
    return index::has_words(names::folded(text), index::words_of(names::folded(question)));
}

} // namespace

TEST_CASE("A post is found by a part of a word, newest first") {
    Index index{{.name = "posts"}};
    fill(index);
    CHECK(find(index, "展示") == Ids{4, 1});
    CHECK(find(index, "展示会") == Ids{1}); // 展示の会議 has the pieces of 展示会 but not the word
    CHECK(find(index, "会") == Ids{4, 1});
    CHECK(find(index, "示会に") == Ids{1});
    CHECK(find(index, "展示 ブース") == Ids{1});
    CHECK(find(index, "展示　名刺").empty());
}

TEST_CASE("A post is found in another width, script or shape of kanji") {
    Index index{{.name = "posts"}};
    fill(index);
    CHECK(find(index, "高橋") == Ids{2});
    CHECK(find(index, "ぶーす") == Ids{1});
    CHECK(find(index, "ﾌﾞｰｽ") == Ids{1});
    CHECK(find(index, "ＴＯＫＹＯ") == Ids{3});
}

TEST_CASE("A Latin word is found by its beginning, and a short one whole") {
    Index index{{.name = "posts"}};
    fill(index);
    CHECK(find(index, "exhib") == Ids{3});
    CHECK(find(index, "hibition").empty());
    CHECK(find(index, "in") == Ids{3});
    CHECK(find(index, "an engineer") == Ids{3});
    CHECK(find(index, "3番") == Ids{1});
}

TEST_CASE("Nothing is found by signs, nothing or a single kana inside of words") {
    Index index{{.name = "posts"}};
    fill(index);
    for (auto const *words : {"", "  ", "。", "\"", "*", "の", "\" OR \"", "'", "＠10"})
        CHECK_MESSAGE(find(index, words).empty(), words);
}

TEST_CASE("Pages go on where the last one ended") {
    Index index{{.name = "posts"}};
    index.open();
    for (std::int64_t id = 1; id <= 50; ++id) index.put({id, {1}, "展示会"});
    index.commit({1, 50, true});
    Ids all;
    std::int64_t after = 0;
    do {
        auto const page = index.find({.words = "展示", .after = after, .count = 20});
        all.insert(all.end(), page.ids.begin(), page.ids.end());
        after = page.next;
    } while (after != 0);
    REQUIRE(all.size() == 50);
    CHECK(all.front() == 50);
    CHECK(all.back() == 1);
}

TEST_CASE("Only documents with one of the labels are found, be they few or many") {
    Index index{{.name = "posts"}};
    fill(index);
    std::vector<std::int64_t> few{20};
    CHECK(index.find({.words = "展示", .one_of = &few}).ids == Ids{4});
    std::vector<std::int64_t> many;
    for (std::int64_t label = 20; label < 1000; ++label) many.push_back(label);
    CHECK(index.find({.words = "展示", .one_of = &many}).ids == Ids{4});
    std::vector<std::int64_t> const none;
    CHECK(index.find({.words = "展示", .one_of = &none}).ids.empty());
    std::vector<std::int64_t> const label_in_text{3};
    CHECK(index.find({.words = "3番", .one_of = &label_in_text}).ids.empty());
}

TEST_CASE("An answer looks at so many documents only, and says where to go on") {
    Index index{{.name = "posts"}};
    index.open();
    std::int64_t const count = index::most_looked_at + 10;
    for (std::int64_t id = 1; id <= count; ++id)
        index.put({id, {id == 1 ? 7 : 1'000'000}, "展示会"});
    index.commit({1, count, true});
    std::vector<std::int64_t> wanted;
    for (std::int64_t label = 7; label < 400; ++label) wanted.push_back(label);
    auto const first = index.find({.words = "展示", .one_of = &wanted});
    CHECK(first.ids.empty());
    REQUIRE(first.next != 0);
    auto const second = index.find({.words = "展示", .one_of = &wanted, .after = first.next});
    CHECK(second.ids == Ids{1});
    CHECK(second.next == 0);
}

TEST_CASE("An edited post is found by its new words, a removed one by none") {
    Folder const folder;
    Index index{folder.options()};
    fill(index);
    index.put({1, {10}, "来週の商談会に出ます"});
    index.remove(2);
    index.remove(99);
    index.commit({6, 4, true});
    CHECK(find(index, "展示会").empty());
    CHECK(find(index, "商談") == Ids{1});
    CHECK(find(index, "名刺").empty());
    CHECK(index.numbers().documents == 3);
    index.remove_labelled(20);
    index.commit({7, 4, true});
    CHECK(find(index, "展示").empty());
    CHECK(find(index, "tokyo").empty());
    CHECK(index.numbers().documents == 1);
}

TEST_CASE("What was removed is merged out of the file in steps, and what is left is still found") {
    Folder const folder;
    Index index{folder.options()};
    fill(index);
    CHECK_FALSE(index.has_to_purge());
    for (std::int64_t id = 100; id < 3'000; ++id) {
        index.put({id, {id % 7}, "投稿その" + std::to_string(id * 7919) + "です"});
        if (id % 100 == 0) index.commit({6, 4, true});
    }
    for (std::int64_t id = 100; id < 3'000; id += 2) index.remove(id);
    index.commit({7, 4, true});
    REQUIRE(index.has_to_purge());
    int steps = 0;
    while (index.purge() && steps < 10'000) ++steps;
    CHECK(steps < 10'000);
    CHECK_FALSE(index.has_to_purge());
    CHECK(find(index, "展示") == Ids{4, 1});
    CHECK(find(index, std::to_string(101 * 7919)) == Ids{101});
    CHECK(find(index, std::to_string(102 * 7919)).empty());
    index.remove(1);
    index.commit({8, 4, true});
    CHECK(index.has_to_purge());
    CHECK(find(index, "展示") == Ids{4});
}

TEST_CASE("What is not committed is not found, and opened again the index stands where it stood") {
    Folder const folder;
    {
        Index index{folder.options()};
        fill(index);
        index.put({5, {10}, "未確定の投稿"});
        CHECK(find(index, "未確定").empty());
    }
    Index again{folder.options()};
    again.open();
    CHECK(again.mark() == index::Mark{5, 4, true});
    CHECK(find(again, "展示") == Ids{4, 1});
    CHECK(find(again, "未確定").empty());
    CHECK(again.numbers().begun == 0);
    CHECK(again.numbers().documents == 4);
}

TEST_CASE("A process killed while it writes leaves what it had committed") {
    Folder const folder;
    auto const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        Index index{folder.options()};
        fill(index);
        for (std::int64_t id = 100; id < 600; ++id) index.put({id, {1}, "途中の投稿"});
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(status == 0);
    Index index{folder.options()};
    index.open();
    CHECK(index.numbers().begun == 0);
    CHECK(index.mark().seq == 5);
    CHECK(find(index, "展示") == Ids{4, 1});
    CHECK(find(index, "途中").empty());
    index.put({100, {1}, "途中の投稿"});
    index.commit({6, 4, true});
    CHECK(find(index, "途中") == Ids{100});
}

TEST_CASE("A file that is cut off or garbled, of another network or no index is begun anew") {
    Folder const folder;
    std::filesystem::path file;
    {
        Index index{folder.options()};
        fill(index);
        for (std::int64_t id = 100; id < 3000; ++id)
            index.put({id, {id}, "投稿その" + std::to_string(id * 7919) + "です"});
        index.commit({6, 4, true});
        file = index.file();
    }
    std::uint64_t network = 7;
    bool is_damaged = true;
    SUBCASE("cut off") { std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2); }
    SUBCASE("garbled in the middle") {
        std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
        stream.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file) / 2));
        stream << std::string(20'000, 'x');
    }
    SUBCASE("something else") { std::ofstream{file} << std::string(5000, 'x'); }
    SUBCASE("another network's") {
        network = 8;
        is_damaged = false;
    }
    Index index{folder.options(network)};
    index.open();
    CHECK(index.numbers().begun == 1);
    CHECK(index.numbers().damaged == (is_damaged ? 1 : 0));
    CHECK(index.mark() == index::Mark{});
    CHECK(find(index, "展示").empty());
    index.put({1, {1}, "展示会"});
    index.commit({9, 1, true});
    CHECK(find(index, "展示") == Ids{1});
}

TEST_CASE("Damage met while somebody asks is no answer, and heals when the index is cleared") {
    Folder const folder;
    Index index{folder.options()};
    index.open();
    for (std::int64_t id = 1; id < 3000; ++id)
        index.put({id, {id}, "展示会の投稿" + std::to_string(id * 7919)});
    index.commit({6, 3000, true});
    {
        Index other{folder.options()}; // holds another file
        other.open();
        CHECK(other.file() != index.file());
    }
    // Both the file and its log: what is in neither any more cannot be read.
    for (auto const *ending : {"", "-wal"}) {
        auto const path = index.file().string() + ending;
        auto const size = std::filesystem::file_size(path);
        std::fstream stream{path, std::ios::in | std::ios::out | std::ios::binary};
        stream << std::string(size, 'x');
    }
    CHECK(find(index, "展示").empty());
    CHECK(index.is_damaged());
    index.clear("damaged");
    CHECK(!index.is_damaged());
    index.put({1, {1}, "展示会"});
    index.commit({9, 1, true});
    CHECK(find(index, "展示") == Ids{1});
}

TEST_CASE("A word is looked for as a person means it") {
    CHECK(has("第3回DX展", "第3回"));
    CHECK(has("OpenAIの展示", "openai"));
    CHECK_FALSE(has("reexhibit", "exhibit"));
    CHECK(has("AI・IoT", "iot"));
    CHECK(has("Ａ展", "a展"));
    CHECK_FALSE(has("展示", "展示会"));
}
