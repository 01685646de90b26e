// SPDX-License-Identifier: Apache-2.0
// What is embedded in the binary from assets/: style, script, pictures. The address holds a hash of
// the content, so an answer may be kept by browsers for ever (Cache-Control: immutable).
#pragma once

#include "html/html.hpp"
#include "http/assets.hpp"

#include <string_view>
#include <vector>

namespace goen::web {

struct EmbeddedAsset {
    std::string_view name;  // goen.css
    std::string_view path;  // /assets/goen.3f9a0c….css
    std::string_view bytes; // lives as long as the program
};
std::vector<EmbeddedAsset> const &embedded_assets(); // in name order

// The same for http::Assets, which serves them; it gives the same addresses.
std::vector<http::File> asset_files();

// The address of an embedded asset: asset("goen.css"). An unknown name is a bug.
html::Url asset(std::string_view name);

} // namespace goen::web
