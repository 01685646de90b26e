// SPDX-License-Identifier: Apache-2.0
// The pages of the shell itself.
#pragma once

#include "web/doors.hpp"

namespace goen::web {

// POST /language {language: ja|en, next}: remembers the choice in the cookie "lang" and goes back.
void add_pages(Doors& doors);

} // namespace goen::web
