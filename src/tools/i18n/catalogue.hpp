// SPDX-License-Identifier: Apache-2.0
// The compiled Japanese catalogue (gettext .mo), put into the binary by po/embed.py from
// po/ja/*.po.
#pragma once

#include <string_view>

namespace goen::i18n {

std::string_view japanese_catalogue();

} // namespace goen::i18n
