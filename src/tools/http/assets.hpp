// SPDX-License-Identifier: Apache-2.0
// Files that come with the program: style, script, icons. Each is served under a name that holds
// the hash of its bytes, so that a browser may keep it for ever and never sees an old one. Built
// once at start (every file is compressed then), afterwards only read: safe to share between
// threads.
#pragma once

#include "http/message.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace goen::http {

struct File {
    std::string_view name;  // "goen.css", "icons/card.svg"
    std::string_view bytes; // copied
};

struct Asset {
    std::string name, media_type, hash;
    std::shared_ptr<std::string const> bytes, brotli,
        gzip; // the latter two only where they are smaller
};

class Assets {
public:
    explicit Assets(std::span<File const> files);
    Assets(Assets &&) = default; // not copied: paths point at the entries

    // "goen.css" -> "/assets/goen.3f9a0c….css". Asking for a file that does not exist is a bug.
    std::string path(std::string_view name) const;
    // GET and HEAD below /assets/: 200, 304 or 404.
    Response serve(Request const &request) const;
    Asset const *find(std::string_view name) const;

private:
    std::map<std::string, Asset, std::less<>> by_name_;
    std::map<std::string, Asset const *, std::less<>> by_path_;
};

// By the ending of the name; application/octet-stream when unknown.
std::string_view media_type_of(std::string_view name);

} // namespace goen::http
