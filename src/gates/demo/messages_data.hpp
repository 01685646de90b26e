// SPDX-License-Identifier: Apache-2.0
// What the invented people wrote to each other within the last month.
#pragma once

#include "demo/posts_data.hpp"

namespace goen::demo {

struct ScriptedLine {
    int days = 0; // ago; 0: so many hours and minutes ago
    int hour = 0, minute = 0;
    int by = 0; // who::hana, who::eleanor, or the n-th whom both know (who::english: in English)
    std::string_view text;
    bool has_card = false; // the writer's own goes along
};
struct ScriptedTalk {
    std::string_view name; // "" = of two
    int owner = 0;
    std::vector<int> others;
    std::vector<ScriptedLine> lines; // oldest first
};
std::span<ScriptedTalk const> scripted_talks();

} // namespace goen::demo
