// SPDX-License-Identifier: Apache-2.0
#include "index/own_file.hpp"

#include "base/result.hpp"

#include <array>
#include <cstdlib>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace goen::index {
namespace {

constexpr int most_processes = 64; // with one data folder

std::filesystem::path new_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "goen-search-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw Trouble{"no folder for the search can be made in " + pattern};
    return pattern;
}

} // namespace

OwnFile::OwnFile(std::filesystem::path folder, std::string const &stem) {
    if (folder.empty()) {
        made_folder_ = new_folder();
        folder = made_folder_;
    }
    for (int number = 1; number <= most_processes; ++number) {
        path_ = folder / (stem + '-' + std::to_string(number) + ".db");
        auto const lock = path_.string() + ".lock";
        lock_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (lock_ < 0) throw Trouble{"the search cannot write into " + folder.string()};
        if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
        ::close(lock_);
        lock_ = -1;
    }
    throw Trouble{"too many processes keep a search in " + folder.string()};
}

OwnFile::~OwnFile() {
    if (lock_ >= 0) ::close(lock_);
    if (made_folder_.empty()) return;
    std::error_code of_no_interest;
    std::filesystem::remove_all(made_folder_, of_no_interest);
}

void OwnFile::remove() const {
    static constexpr std::array endings{"", "-wal", "-shm", "-journal"};
    for (auto const *ending : endings) {
        std::error_code error;
        std::filesystem::remove(path_.string() + ending, error);
        if (error) throw Trouble{"the file " + path_.string() + " cannot be removed"};
    }
}

} // namespace goen::index
