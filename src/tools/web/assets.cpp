// SPDX-License-Identifier: Apache-2.0
#include "web/assets.hpp"

#include "base/result.hpp"

#include <algorithm>

namespace goen::web {

std::vector<http::File> asset_files() {
    std::vector<http::File> files;
    for (auto const &one : embedded_assets()) files.push_back({one.name, one.bytes});
    return files;
}

html::Url asset(std::string_view name) {
    auto const &assets = embedded_assets();
    auto const found = std::ranges::lower_bound(assets, name, {}, &EmbeddedAsset::name);
    ensure(found != assets.end() && found->name == name, "an asset of this name is embedded");
    return html::Url{std::string{found->path}};
}

} // namespace goen::web
