// SPDX-License-Identifier: Apache-2.0
// A file that one process has for itself while it lives: the first of a few names that no other
// process holds. What stands in it is still there for whoever holds it next.
#pragma once

#include <filesystem>
#include <string>

namespace goen::index {

class OwnFile {
public:
    // FOLDER/STEM-1.db, or -2 …; with no folder in a new one of the system's, removed at the end.
    OwnFile(std::filesystem::path folder, std::string const &stem);
    ~OwnFile();
    OwnFile(OwnFile const &) = delete;
    OwnFile &operator=(OwnFile const &) = delete;

    std::filesystem::path const &path() const { return path_; }
    void remove() const; // the file, and what SQLite keeps beside it

private:
    std::filesystem::path path_, made_folder_;
    int lock_ = -1;
};

} // namespace goen::index
