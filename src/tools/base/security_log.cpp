// SPDX-License-Identifier: Apache-2.0
#include "base/security_log.hpp"

#include "base/log.hpp"
#include "base/time.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <unistd.h>

namespace goen::security_log {
namespace {

struct Book {
    std::mutex mutex;
    std::string file;
    std::int64_t minute = 0;
    int lines = 0, left_out = 0;
    bool was_refused = false;
    std::map<std::string, int, std::less<>> of_address{};
};

Book &book() {
    static Book one;
    return one;
}

// Hosts and hashes hold nothing else; whatever does cannot break the line.
std::string clean(std::string_view text) {
    std::string out;
    for (char const c : text.substr(0, 64)) {
        bool const fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '.' || c == ':' || c == '-' || c == '_';
        out += fits ? c : '?';
    }
    return out.empty() ? "-" : out;
}

void append(Book &log, std::string const &line) {
    int const file =
        ::open(log.file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool const written =
        file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    int const why = errno;
    if (file >= 0) ::close(file);
    // Said once: a full disk must not fill the other log.
    if (!written && !log.was_refused)
        goen::log::error("the security log cannot be written", {{"why", std::strerror(why)}});
    log.was_refused = !written;
}

std::string line_of(Time at, std::string_view event, std::string_view account,
                    std::string_view address) {
    return rfc3339(at) + " goen security: event=" + clean(event) + " account=" + clean(account) +
           " address=" + clean(address) + "\n";
}

} // namespace

void open(std::string file) {
    auto &log = book();
    std::lock_guard const lock{log.mutex};
    log.file = std::move(file);
    log.minute = 0;
    log.was_refused = false;
}

void note(std::string_view event, std::string_view account, std::string_view address) {
    auto &log = book();
    std::lock_guard const lock{log.mutex};
    if (log.file.empty()) return;
    auto const now = SystemClock{}.now();
    auto const minute = to_millis(now) / 60'000;
    if (minute != log.minute) {
        if (log.left_out > 0)
            append(log, line_of(now, "left-out-" + std::to_string(log.left_out), "", ""));
        log.minute = minute;
        log.lines = log.left_out = 0;
        log.of_address.clear();
    }
    if (log.lines >= most_in_all || ++log.of_address[clean(address)] > most_of_address) {
        ++log.left_out;
        return;
    }
    ++log.lines;
    append(log, line_of(now, event, account, address));
}

} // namespace goen::security_log
