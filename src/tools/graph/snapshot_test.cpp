// SPDX-License-Identifier: Apache-2.0
// What is not a whole snapshot of this network is refused, or noticed when it is looked at; it
// never answers.
#include "graph/graph.hpp"
#include "graph/snapshot.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <unistd.h>

using namespace goen;
using namespace goen::graph;
using Kind = Change::Kind;

namespace {

struct Town {
    Town() {
        std::string name = (std::filesystem::temp_directory_path() / "goen-graph-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder = name;
        file = folder / "ties";
        Live live{options};
        std::vector<Change> changes;
        std::mt19937_64 draw{5};
        for (int n = 0; n < 4000; ++n) {
            changes.push_back({Kind::tied, MemberId{static_cast<std::int64_t>(1 + draw() % 900)},
                               MemberId{static_cast<std::int64_t>(1 + draw() % 900)}});
        }
        changes.push_back({Kind::tied, MemberId{1}, MemberId{2}});
        changes.push_back({Kind::hidden, MemberId{1}, MemberId{3}});
        changes.push_back({Kind::bridge, MemberId{2}, {}});
        live.apply(changes, 99);
        live.save(file);
        std::ifstream in{file, std::ios::binary};
        bytes.assign(std::istreambuf_iterator<char>{in}, {});
    }
    ~Town() { std::filesystem::remove_all(folder); }
    void write(std::string const &text) const {
        std::ofstream out{file, std::ios::binary | std::ios::trunc};
        out << text;
    }
    Options options{.network = 77,
                    .packs_in_background = false,
                    .checks_all_at_open = true,
                    .room_for_members = 2000};
    std::filesystem::path folder, file;
    std::string bytes;
};

} // namespace

TEST_CASE("A snapshot opens as it was saved, and at once") {
    Town const town;
    auto const live = Live::open(town.file, town.options);
    REQUIRE(live);
    CHECK((*live)->seq() == 99);
    CHECK((*live)->numbers().members == 900);
    CHECK((*live)->numbers().hidden == 1);
    CHECK((*live)->read(View::everything()).degree(MemberId{1}, MemberId{2})->degree == 1);
    CHECK_FALSE(std::filesystem::exists(town.folder / "ties.new"));
}

TEST_CASE("A snapshot with one flipped bit anywhere is noticed") {
    Town const town;
    std::mt19937_64 draw{11};
    int quiet = 0;
    for (int n = 0; n < 600; ++n) {
        auto damaged = town.bytes;
        auto const bit = n < 100 ? draw() % (160 * 8) : draw() % (damaged.size() * 8);
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
        town.write(damaged);
        auto const live = Live::open(town.file, town.options);
        if (!live) {
            CHECK_FALSE(live.why().message.empty());
            continue;
        }
        // Only the zeros between two parts and after the last one mean nothing.
        ++quiet;
        CHECK(town.bytes[bit / 8] == 0);
    }
    CHECK(quiet < 60);
}

TEST_CASE("A torn snapshot is noticed wherever it was torn") {
    Town const town;
    for (std::size_t length = 0; length < town.bytes.size();
         length += 1 + town.bytes.size() / 257) {
        town.write(town.bytes.substr(0, length));
        CHECK_FALSE(Live::open(town.file, town.options));
    }
    town.write(town.bytes + "more");
    CHECK_FALSE(Live::open(town.file, town.options));
}

TEST_CASE(
    "Another network's snapshot, another kind of file and no file at all are refused in words") {
    Town const town;
    auto other = town.options;
    other.network = 78;
    auto refused = Live::open(town.file, other);
    REQUIRE_FALSE(refused);
    CHECK(refused.why().message.msgid.find("another network") != std::string::npos);
    town.write(std::string(10'000, 'x'));
    refused = Live::open(town.file, town.options);
    REQUIRE_FALSE(refused);
    CHECK(refused.why().message.msgid.find("not a snapshot") != std::string::npos);
    std::filesystem::remove(town.file);
    refused = Live::open(town.file, town.options);
    REQUIRE_FALSE(refused);
    CHECK(refused.why().reason == Reason::not_found);
    CHECK_FALSE(Live::open(town.folder, town.options));
}

TEST_CASE("A damaged chunk that is not looked at until a question needs it stops that question, "
          "not the program") {
    Town town;
    town.options.checks_all_at_open = false;
    auto damaged = town.bytes;
    // In the middle of the ties' chunk, which is most of the file.
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    town.write(damaged);
    auto const live = Live::open(town.file, town.options);
    REQUIRE(live);
    CHECK_THROWS_AS((void)(*live)->read(View::everything()).degree(MemberId{1}, MemberId{2}),
                    SnapshotDamaged);
    CHECK_THROWS_AS((void)(*live)->read(View::everything()).second(MemberId{1}), SnapshotDamaged);
    CHECK_FALSE((*live)->check());
    CHECK_THROWS((*live)->save(town.folder / "again"));
    CHECK_FALSE(std::filesystem::exists(town.folder / "again"));
}

TEST_CASE("A deleted member has left no trace once the ties are packed and saved") {
    Town const town;
    auto const id = MemberId{0x0123'4567'89AB'CDEF};
    Live live{town.options};
    live.apply(std::vector<Change>{{Kind::tied, id, MemberId{5}},
                                   {Kind::tied, id, MemberId{6}},
                                   {Kind::hidden, id, MemberId{6}}});
    live.save(town.file);
    auto const saved = [&] {
        std::ifstream in{town.file, std::ios::binary};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    };
    std::string const bytes{reinterpret_cast<char const *>(&id), sizeof id};
    CHECK(saved().find(bytes) != std::string::npos);
    live.apply(std::vector<Change>{{Kind::member_deleted, id, {}}});
    CHECK(live.read(View::everything()).degree(MemberId{5}, MemberId{6})->degree == 0);
    CHECK_FALSE(live.read(View::everything()).second(id));
    live.pack();
    auto const numbers = live.numbers();
    CHECK(numbers.ties == 0);
    CHECK(numbers.hidden == 0);
    CHECK(numbers.unpacked_changes == 0);
    CHECK(numbers.packed_bytes == 0);
    live.save(town.file);
    CHECK(saved().find(bytes) == std::string::npos);
}
