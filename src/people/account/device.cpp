// SPDX-License-Identifier: Apache-2.0
#include "account/device.hpp"

#include <array>
#include <utility>

namespace goen::account {
namespace {

using Mark = std::pair<std::string_view, std::string_view>;
// The first that fits wins: every browser claims to be the ones after it.
constexpr std::array<Mark, 12> browsers{{{"Edg", "Edge"},
                                         {"OPR/", "Opera"},
                                         {"SamsungBrowser", "Samsung Internet"},
                                         {"Vivaldi", "Vivaldi"},
                                         {"FxiOS", "Firefox"},
                                         {"Firefox/", "Firefox"},
                                         {"CriOS", "Chrome"},
                                         {"Chrome/", "Chrome"},
                                         {"Safari/", "Safari"},
                                         {"w3m", "w3m"},
                                         {"Lynx", "Lynx"},
                                         {"curl/", "curl"}}};
constexpr std::array<Mark, 10> systems{{{"KaiOS", "KaiOS"},
                                        {"iPhone", "iPhone"},
                                        {"iPad", "iPad"},
                                        {"Android", "Android"},
                                        {"CrOS", "ChromeOS"},
                                        {"Windows", "Windows"},
                                        {"Macintosh", "Mac"},
                                        {"FreeBSD", "FreeBSD"},
                                        {"DoCoMo", "docomo"},
                                        {"Linux", "Linux"}}};

template <class Marks> std::string_view first_of(Marks const &marks, std::string_view text) {
    for (auto const &[mark, name] : marks) {
        if (text.find(mark) != text.npos) return name;
    }
    return {};
}

} // namespace

std::string device_name(std::string_view user_agent) {
    auto const text = user_agent.substr(0, 512);
    auto const browser = first_of(browsers, text), system = first_of(systems, text);
    if (browser.empty() || system.empty()) return std::string{browser.empty() ? system : browser};
    return std::string{browser} + ", " + std::string{system};
}

} // namespace goen::account
