// SPDX-License-Identifier: Apache-2.0
#include "http/accept.hpp"

#include "http/message.hpp"

#include <algorithm>

namespace goen::http {
std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

namespace {

// "0", "0.5", "1.000": at most three decimals; -1 for anything else ("1e9", "2", "").
int quality_of(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
    int value = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return -1;
    for (std::size_t i = 2, scale = 100; i < text.size(); ++i, scale /= 10) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value += (text[i] - '0') * static_cast<int>(scale);
    }
    return value <= 1000 ? value : -1;
}

struct Fit {
    int closeness = 0; // 0 = does not fit, 1 = "*", 2 = part, 3 = whole
};

Fit fit_type(std::string_view range, std::string_view type) {
    if (range == "*/*" || range == "*") return {1};
    if (range.size() > 2 && range.ends_with("/*")) {
        auto const front = range.substr(0, range.size() - 1);
        return {equal_ignoring_case(type.substr(0, front.size()), front) ? 2 : 0};
    }
    return {equal_ignoring_case(range, type) ? 3 : 0};
}

// RFC 4647 lookup: "ja-JP" is content with "ja"; and who asks for "zh" with "zh-Hant".
Fit fit_language(std::string_view range, std::string_view language) {
    if (range == "*") return {1};
    auto const shorter = std::min(range.size(), language.size());
    if (!equal_ignoring_case(range.substr(0, shorter), language.substr(0, shorter))) return {0};
    if (range.size() == language.size()) return {3};
    return {(range.size() > shorter ? range[shorter] : language[shorter]) == '-' ? 3 : 0};
}

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

std::vector<Preference> preferences(std::string_view header) {
    std::vector<Preference> found;
    header = header.substr(0, 4096);
    while (!header.empty() && found.size() < 64) {
        auto const end = header.find(',');
        auto entry = header.substr(0, end);
        header = end == header.npos ? std::string_view{} : header.substr(end + 1);
        auto const semicolon = entry.find(';');
        Preference one{without_blanks(entry.substr(0, semicolon))};
        while (entry.find(';') != entry.npos) {
            entry = entry.substr(entry.find(';') + 1);
            auto const parameter = without_blanks(entry.substr(0, entry.find(';')));
            if (parameter.starts_with("q=") || parameter.starts_with("Q="))
                one.quality = quality_of(parameter.substr(2));
        }
        if (!one.what.empty() && one.quality >= 0) found.push_back(one);
    }
    return found;
}

std::string_view best_of(std::string_view accept, std::initializer_list<std::string_view> offered) {
    if (offered.size() == 0) return {};
    auto const wanted = preferences(accept);
    std::string_view best = *offered.begin();
    int best_quality = 0;
    std::size_t best_place = 0;
    for (auto const &each : offered) {
        bool const is_type = each.find('/') != each.npos;
        int closeness = 0, quality = 0;
        std::size_t place = 0;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            auto const fit =
                is_type ? fit_type(wanted[i].what, each) : fit_language(wanted[i].what, each);
            // The closest range speaks for a type; of equally close ones the most willing.
            bool const better = fit.closeness > closeness ||
                                (fit.closeness == closeness && wanted[i].quality > quality);
            if (fit.closeness == 0 || !better) continue;
            closeness = fit.closeness, quality = wanted[i].quality, place = i;
        }
        if (quality > best_quality ||
            (quality == best_quality && quality > 0 && place < best_place)) {
            best = each, best_quality = quality, best_place = place;
        }
    }
    return best;
}

} // namespace goen::http
