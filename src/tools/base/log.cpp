// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"

#include "base/text.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace goen::log {
namespace {

spdlog::logger &logger() {
    static auto const one = [] {
        auto made = std::make_shared<spdlog::logger>(
            "goen", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        return made;
    }();
    return *one;
}

void append_escaped(std::string &line, std::string_view value) {
    bool const quote = value.empty() || value.find_first_of(" \"=\\") != value.npos;
    if (quote) line += '"';
    for (char const &c : value.substr(0, 512)) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            line += "\\x";
            line += hex({&c, 1});
        } else {
            if (c == '"' || c == '\\') line += '\\';
            line += c;
        }
    }
    if (quote) line += '"';
}

void write(spdlog::level::level_enum level, std::string_view what,
           std::initializer_list<Pair> pairs) {
    if (!logger().should_log(level)) return;
    std::string line{what};
    for (auto const &pair : pairs) {
        line += ' ', line += pair.key, line += '=';
        append_escaped(line, pair.value);
    }
    logger().log(level, spdlog::string_view_t{line.data(), line.size()});
}

} // namespace

void set_level(Level level) {
    static constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug,
                                                           spdlog::level::info, spdlog::level::warn,
                                                           spdlog::level::err, spdlog::level::off};
    logger().set_level(levels[static_cast<int>(level)]);
}
void debug(std::string_view what, std::initializer_list<Pair> pairs) {
    write(spdlog::level::debug, what, pairs);
}
void info(std::string_view what, std::initializer_list<Pair> pairs) {
    write(spdlog::level::info, what, pairs);
}
void warn(std::string_view what, std::initializer_list<Pair> pairs) {
    write(spdlog::level::warn, what, pairs);
}
void error(std::string_view what, std::initializer_list<Pair> pairs) {
    write(spdlog::level::err, what, pairs);
}

} // namespace goen::log
