// SPDX-License-Identifier: Apache-2.0
// What the program says on stderr while this lives: log lines and what commands tell people.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace goen::tests {

class Said {
public:
    Said() : file_(std::tmpfile()), before_(::dup(2)) { ::dup2(::fileno(file_), 2); }
    ~Said() {
        ::dup2(before_, 2);
        ::close(before_);
        std::fclose(file_);
    }
    Said(Said const &) = delete;
    Said &operator=(Said const &) = delete;

    std::string text() const {
        std::string out(static_cast<std::size_t>(::lseek(::fileno(file_), 0, SEEK_END)), '\0');
        auto const got = ::pread(::fileno(file_), out.data(), out.size(), 0);
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out;
    }
    int times(std::string_view part) const {
        int count = 0;
        auto const all = text();
        for (auto at = all.find(part); at != all.npos; at = all.find(part, at + 1)) ++count;
        return count;
    }

private:
    std::FILE *file_;
    int before_;
};

} // namespace goen::tests
