// SPDX-License-Identifier: Apache-2.0
#include "base/security_log.hpp"

#include "base/peer.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace goen;

namespace {

struct LogFile {
    std::string path = "/tmp/goen-security-log-" + std::to_string(::getpid());
    LogFile() {
        std::filesystem::remove(path);
        security_log::open(path);
    }
    ~LogFile() {
        security_log::open("");
        std::filesystem::remove(path);
    }
    std::vector<std::string> lines() const {
        std::vector<std::string> found;
        std::ifstream in{path};
        for (std::string line; std::getline(in, line);) found.push_back(line);
        return found;
    }
};

// The line of docs/security-log.md that fail2ban reads, with its <ADDR> as an expression.
std::regex filter() {
    std::ifstream in{"docs/security-log.md"};
    for (std::string line; std::getline(in, line);) {
        auto const at = line.find("failregex = ");
        if (at == std::string::npos) continue;
        auto text = line.substr(at + 12);
        auto const address = text.find("<ADDR>");
        REQUIRE(address != std::string::npos);
        return std::regex{text.replace(address, 6, "([0-9a-f.:]+)")};
    }
    FAIL("docs/security-log.md has no failregex");
    return {};
}

} // namespace

TEST_CASE("A refused log-in is one line that the documented filter reads, in a file of its owner") {
    LogFile log;
    security_log::note("log-in-failed", "0123456789abcdef", "203.0.113.7");
    security_log::note("token-refused", "", "2001:db8::7");
    security_log::note("log-in-braked", "0123456789abcdef", "203.0.113.7");
    auto const lines = log.lines();
    REQUIRE(lines.size() == 3);
    auto const read = filter();
    std::vector<std::string> addresses;
    for (auto const &line : lines) {
        // fail2ban takes the time off before it looks at the rest.
        std::smatch found;
        auto const rest = line.substr(line.find(' '));
        REQUIRE_MESSAGE(std::regex_match(rest, found, read), line);
        addresses.push_back(found[1]);
    }
    CHECK(addresses == std::vector<std::string>{"203.0.113.7", "2001:db8::7", "203.0.113.7"});
    CHECK(std::regex_match(lines[0], std::regex{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z goen )"
                                                R"(security: event=\S+ account=\S+ address=\S+)"}));
    struct stat about {};
    REQUIRE(::stat(log.path.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("Nothing that is put into a line can make a second one or name another address") {
    LogFile log;
    security_log::note("log-in-failed", "x address=198.51.100.1",
                       "203.0.113.7\n2026 goen security:");
    REQUIRE(log.lines().size() == 1);
    CHECK(log.lines()[0].find(" address=198") == std::string::npos);
}

TEST_CASE("One address cannot fill the disk by being refused, nor hide the others") {
    LogFile log;
    for (int i = 0; i < 5000; ++i) security_log::note("token-refused", "", "203.0.113.7");
    security_log::note("token-refused", "", "203.0.113.8");
    auto const lines = log.lines();
    // The minute may have turned once meanwhile.
    CHECK(lines.size() <= 2 * security_log::most_of_address + 3);
    CHECK(lines.back().ends_with("203.0.113.8"));
    for (int i = 0; i < 5000; ++i)
        security_log::note("token-refused", "", "2001:db8::" + std::to_string(i));
    CHECK(log.lines().size() <= 3 * security_log::most_in_all);
}

TEST_CASE("The log that was moved away is begun anew, and where there can be none goen goes on") {
    LogFile log;
    security_log::note("log-in-failed", "a", "203.0.113.7");
    std::filesystem::rename(log.path, log.path + ".1");
    security_log::note("log-in-failed", "b", "203.0.113.7");
    CHECK(log.lines().size() == 1);
    std::filesystem::remove(log.path + ".1");
    security_log::open("/nowhere/at/all");
    CHECK_NOTHROW(security_log::note("log-in-failed", "c", "203.0.113.7"));
}

TEST_CASE("Addresses behind which many may stand are told from those of one place") {
    for (auto const here :
         {"127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
          "169.254.1.1", "100.64.0.1", "::1", "fe80::1%eth0", "fd12::1", "::ffff:10.0.0.1"})
        CHECK_MESSAGE(is_private_address(here), here);
    for (auto const there : {"203.0.113.7", "172.15.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1",
                             "100.128.0.1", "2001:db8::1", "::ffff:203.0.113.7", "", "localhost"})
        CHECK_MESSAGE(!is_private_address(there), there);
}
