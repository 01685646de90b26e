// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"

namespace goen::app {

int run(int, char**) { return 2; }

} // namespace goen::app
