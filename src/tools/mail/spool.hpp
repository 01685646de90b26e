// SPDX-License-Identifier: Apache-2.0
// Letters as files in a folder: written whole or not at all, readable by their owner only.
#pragma once

#include "mail/postman.hpp"

namespace goen::mail {

// Makes the folder (0700) when it is missing. Throws Trouble when it cannot.
void make_folder(std::string const &folder);
// Writes FOLDER/TIME-N.eml (0600) and returns its path; throws Trouble when the disk refuses.
std::string keep_letter(std::string const &folder, std::string_view eml, Time at);
// The .eml files of the folder, oldest first.
std::vector<std::string> kept_files(std::string const &folder);
// The whole file, or nothing when it cannot be read or is over a megabyte.
std::optional<std::string> read_letter_file(std::string const &path);

} // namespace goen::mail
