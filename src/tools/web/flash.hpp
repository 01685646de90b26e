// SPDX-License-Identifier: Apache-2.0
// A sentence that survives one redirect: in a cookie that scripts cannot read and that lives for
// two minutes. It holds the message id and its arguments, so it is shown in the language of the
// page that shows it, as text, once.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

namespace goen::web {

std::string flash_cookie_value(Sentence const &sentence);
Sentence read_flash(std::string_view cookie_value); // empty when there is none or it is not ours

} // namespace goen::web
