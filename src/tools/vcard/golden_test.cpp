// SPDX-License-Identifier: Apache-2.0
// Every sample file against a table that people have read: how many contacts, in which characters,
// with which warnings, and the names. The table of our own samples lies beside them; that of
// samples collected elsewhere names files that may not be there.
#include "vcard/vcard.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace goen;
namespace fs = std::filesystem;

namespace {

std::string content_of(fs::path const &path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

// file | contacts | charset | warnings | names
std::string row_of(std::string const &name, std::string const &bytes) {
    std::map<std::string, int> warnings;
    std::string names;
    std::size_t count = 0;
    auto const read = vcard::read(
        bytes, {}, [&](vcard::Person &&person, std::vector<vcard::Warning> &&told, std::size_t) {
            for (auto const &warning : told)
                ++warnings[std::string{vcard::to_string(warning.fault)}];
            if (++count <= 4) {
                auto const put = [&](vcard::Name const &n) { names += n.family + "," + n.given; };
                names += (names.empty() ? "" : " / ");
                put(person.name);
                if (!person.kana.empty()) names += " (", put(person.kana), names += ")";
            }
            return true;
        });
    if (!read) return name + " | refused | " + read.why().message.msgid;
    std::string told;
    for (auto const &[fault, times] : warnings)
        told += (told.empty() ? "" : " ") + fault + "=" + std::to_string(times);
    return name + " | " + std::to_string(count) + " | " +
           std::string{i18n::name_of(read->charset)} + " | " + (told.empty() ? "-" : told) + " | " +
           names;
}

void compare(fs::path const &folder, fs::path const &table, bool all_must_be_there) {
    std::ifstream in{table};
    REQUIRE(in.is_open());
    std::string line;
    std::map<std::string, std::string> expected;
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#') continue;
        expected[line.substr(0, line.find(" | "))] = line;
    }
    CHECK_FALSE(expected.empty());
    for (auto const &[name, row] : expected) {
        if (!fs::exists(folder / name)) {
            CHECK_MESSAGE(!all_must_be_there, name, " is missing");
            continue;
        }
        CHECK(row_of(name, content_of(folder / name)) == row);
    }
    if (!fs::exists(folder)) return;
    for (auto const &entry : fs::recursive_directory_iterator{folder}) {
        auto const extension = entry.path().extension().string();
        if (extension != ".vcf" && extension != ".VCF") continue;
        auto const name = fs::relative(entry.path(), folder).string();
        if (!expected.contains(name))
            FAIL_CHECK("not in the table: " << row_of(name, content_of(entry.path())));
    }
}

} // namespace

TEST_CASE("Our own samples of every age are read as the table says") {
    compare("src/tools/vcard/samples", "src/tools/vcard/samples/golden.txt", true);
}

TEST_CASE("Collected files of phones, mail programs and other people's tests are read as the table "
          "says") {
    compare("../shared/samples", "src/tools/vcard/samples/collected.txt", false);
    // In a worktree the samples may lie elsewhere.
    if (auto const *folder = std::getenv("GOEN_SAMPLES"))
        compare(folder, "src/tools/vcard/samples/collected.txt", false);
}
