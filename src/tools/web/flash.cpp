// SPDX-License-Identifier: Apache-2.0
#include "web/flash.hpp"

#include "base/text.hpp"

namespace goen::web {

namespace {
// Browsers drop cookies over 4096 bytes; a sentence is far shorter.
constexpr std::size_t longest = 3000;
} // namespace

std::string flash_cookie_value(Sentence const &sentence) {
    auto value = "m=" + percent_encoded(sentence.msgid);
    for (auto const &arg : sentence.args) value += "&a=" + percent_encoded(arg);
    return value.size() <= longest ? value : "";
}

Sentence read_flash(std::string_view cookie_value) {
    if (cookie_value.empty() || cookie_value.size() > longest) return {};
    auto const pairs = http::Params::parse(cookie_value, 10);
    if (!pairs) return {};
    Sentence sentence{std::string{pairs->get("m")}};
    for (auto const arg : pairs->all("a")) sentence.args.emplace_back(arg);
    return sentence;
}

} // namespace goen::web
