// SPDX-License-Identifier: Apache-2.0
// The log: one line an event, on stderr, key=value after the sentence. It never holds a person's
// name, mail address, IP address, token or message: say ids and counts. Control characters are
// escaped. spdlog lives in log.cpp only.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace goen::log {

enum class Level { debug, info, warn, error, off };

struct Pair {
    std::string_view key;
    std::string value;
    Pair(std::string_view k, std::string_view v) : key(k), value(v) {}
    Pair(std::string_view k, char const *v) : key(k), value(v) {}
    Pair(std::string_view k, std::string const &v) : key(k), value(v) {}
    Pair(std::string_view k, std::int64_t v) : key(k), value(std::to_string(v)) {}
    Pair(std::string_view k, int v) : key(k), value(std::to_string(v)) {}
    Pair(std::string_view k, std::size_t v) : key(k), value(std::to_string(v)) {}
};

void set_level(Level level); // default info
void debug(std::string_view what, std::initializer_list<Pair> pairs = {});
void info(std::string_view what, std::initializer_list<Pair> pairs = {});
void warn(std::string_view what, std::initializer_list<Pair> pairs = {});
void error(std::string_view what, std::initializer_list<Pair> pairs = {});

} // namespace goen::log
