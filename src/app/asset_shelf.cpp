// SPDX-License-Identifier: Apache-2.0
#include "app/asset_shelf.hpp"

#include "base/result.hpp"

namespace goen::app {
namespace {

std::vector<http::File> files() {
    std::vector<http::File> out;
    for (auto const &asset : web::embedded_assets()) out.push_back({asset.name, asset.bytes});
    return out;
}

} // namespace

AssetShelf::AssetShelf() : assets_(files()) {
    // Pages name assets by the hash made at build time; the server by the one made now: they must
    // agree.
    for (auto const &asset : web::embedded_assets()) {
        ensure(assets_.path(asset.name) == asset.path,
               "an asset's hash at build time and now agree");
    }
}

http::Response AssetShelf::serve(http::Request const &request) const {
    if (request.path == "/favicon.ico") return http::see_other(assets_.path("favicon.svg"));
    return assets_.serve(request);
}

} // namespace goen::app
