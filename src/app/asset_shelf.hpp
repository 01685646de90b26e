// SPDX-License-Identifier: Apache-2.0
// The embedded assets, compressed once at start and served under their hashed names.
#pragma once

#include "http/assets.hpp"
#include "web/assets.hpp"

namespace goen::app {

class AssetShelf {
public:
    AssetShelf();
    http::Response serve(http::Request const &request) const;

private:
    http::Assets assets_;
};

} // namespace goen::app
