// SPDX-License-Identifier: Apache-2.0
#include "demo/photographs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>

namespace goen::demo {

namespace {

constexpr int width = 960, height = 640;

struct Color {
    double r = 0, g = 0, b = 0; // 0-255
};
Color mixed(Color a, Color b, double share) {
    share = std::clamp(share, 0.0, 1.0);
    return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share};
}

// ---- PNG (ISO 15948) without compression: the darkroom makes small files of it ----

void put_number(std::string &to, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift & 0xFF);
}

std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (unsigned char const byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

void put_chunk(std::string &to, std::string const &name, std::string const &content) {
    put_number(to, static_cast<std::uint32_t>(content.size()));
    to += name + content;
    put_number(to, crc_of(name + content));
}

// zlib's format (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
std::string stored(std::string const &bytes) {
    constexpr std::size_t most = 65'535;
    std::string out = "\x78\x01";
    for (std::size_t at = 0; at < bytes.size(); at += most) {
        auto const size = std::min(most, bytes.size() - at);
        out += static_cast<char>(at + size == bytes.size());
        for (auto const number : {size, ~size}) {
            out += static_cast<char>(number & 0xFF);
            out += static_cast<char>(number >> 8 & 0xFF);
        }
        out.append(bytes, at, size);
    }
    std::uint32_t a = 1, b = 0;
    for (unsigned char const byte : bytes) {
        a = (a + byte) % 65'521;
        b = (b + a) % 65'521;
    }
    put_number(out, b << 16 | a);
    return out;
}

std::string png(std::function<Color(double x, double y)> const &color_at) {
    std::string rows;
    for (int y = 0; y < height; ++y) {
        rows += '\0'; // no filter
        for (int x = 0; x < width; ++x) {
            auto const [r, g, b] =
                color_at(static_cast<double>(x) / width, static_cast<double>(y) / height);
            for (double const part : {r, g, b})
                rows += static_cast<char>(static_cast<int>(std::clamp(part, 0.0, 255.0)));
        }
    }
    std::string head;
    put_number(head, width);
    put_number(head, height);
    head += std::string{"\x08\x02\0\0\0", 5}; // eight bits a channel, RGB
    std::string out{"\x89PNG\r\n\x1A\n"};
    put_chunk(out, "IHDR", head);
    put_chunk(out, "IDAT", stored(rows));
    put_chunk(out, "IEND", "");
    return out;
}

// ---- what is on them; x and y go from 0 to 1 ----

bool is_in(double x, double y, double left, double top, double right, double bottom) {
    return x >= left && x < right && y >= top && y < bottom;
}
double distance(double x, double y, double from_x, double from_y) {
    return std::hypot((x - from_x) * width / height, y - from_y);
}

Color morning(double x, double y) {
    constexpr double sea = 0.62;
    auto const sun = distance(x, y, 0.66, 0.42);
    auto const sky = mixed({92, 132, 186}, {250, 196, 142}, y / sea);
    if (y > sea) {
        auto const deep = mixed({196, 150, 128}, {38, 66, 96}, (y - sea) / (1 - sea));
        bool const glitters =
            std::abs(x - 0.66) < 0.03 + (y - sea) * 0.25 && std::sin(y * 260 + x * 30) > 0.2;
        return glitters ? mixed(deep, {255, 226, 170}, 0.6) : deep;
    }
    std::array const ridges{
        0.50 + 0.035 * std::sin(x * 9) + 0.015 * std::sin(x * 23 + 1),
        0.55 + 0.03 * std::sin(x * 7 + 2) + 0.012 * std::sin(x * 31),
        0.60 + 0.02 * std::sin(x * 11 + 4) + 0.01 * std::sin(x * 41 + 2),
    };
    std::array<Color, 3> const shades{{{150, 140, 160}, {106, 104, 134}, {62, 68, 98}}};
    for (std::size_t i = ridges.size(); i-- > 0;) {
        if (y > ridges[i]) return shades[i];
    }
    if (sun < 0.055) return {255, 244, 214};
    return mixed({255, 226, 170}, sky, sun * 2.6);
}

Color booth(double x, double y) {
    if (is_in(x, y, 0.36, 0.60, 0.64, 0.86)) // the counter
        return y < 0.63 ? Color{250, 250, 248} : mixed({214, 208, 198}, {182, 174, 162}, x);
    if (y > 0.80) return mixed({92, 96, 108}, {60, 64, 76}, (y - 0.80) * 5); // carpet
    std::array<Color, 3> const panels{{{46, 98, 142}, {196, 92, 58}, {70, 128, 96}}};
    for (std::size_t i = 0; i < panels.size(); ++i) {
        auto const left = 0.10 + 0.28 * static_cast<double>(i);
        if (!is_in(x, y, left, 0.18, left + 0.24, 0.70)) continue;
        auto const across = (x - left) / 0.24, down = (y - 0.18) / 0.52;
        if (is_in(across, down, 0.1, 0.08, 0.9, 0.18)) return {255, 255, 255};
        if (is_in(across, down, 0.1, 0.26, 0.9, 0.62))
            return mixed(panels[i], {240, 240, 236}, 0.55 + 0.3 * std::sin(across * 9 + down * 6));
        bool const is_line = down > 0.70 && down < 0.92 && std::fmod(down * 40, 2) < 0.9;
        if (is_line && across > 0.1 && across < 0.8) return {236, 236, 232};
        return panels[i];
    }
    auto const lamp = std::min(distance(x, y, 0.3, 0.02), distance(x, y, 0.7, 0.02));
    return mixed({252, 248, 236}, {206, 206, 204}, lamp * 2);
}

Color town(double x, double y) {
    auto const sky = mixed({16, 22, 52}, {88, 64, 96}, y * 1.2);
    for (int row = 2; row >= 0; --row) { // the nearest first
        auto const house = std::floor(x * (10 - row) + row * 0.4);
        auto const roof =
            0.30 + 0.12 * (2 - row) * 0.9 + 0.14 * std::sin(house * 12.9898 + row * 78.233);
        if (y < std::max(0.12, roof)) continue;
        auto const across = x * 90, down = y * 60;
        bool const is_window = std::fmod(across, 2) < 1.1 && std::fmod(down, 2) < 1.2;
        auto const lot =
            std::sin(std::floor(across / 2) * 12.9898 + std::floor(down / 2) * 78.233 + row) *
            43'758.5453;
        auto const wall = mixed({22, 26, 46}, {44, 46, 74}, row / 2.0);
        return is_window && lot - std::floor(lot) > 0.55 ? mixed({255, 214, 132}, wall, row * 0.2)
                                                         : wall;
    }
    return sky;
}

Color desk(double x, double y) {
    auto const grain = std::sin(y * 70 + 2 * std::sin(x * 5) + std::sin(x * 37) * 0.2);
    auto wood = mixed({168, 122, 80}, {142, 98, 60}, 0.5 + 0.5 * grain);
    auto const cup = distance(x, y, 0.34, 0.48);
    if (cup < 0.155) return mixed({126, 148, 74}, {158, 176, 96}, cup * 6); // tea
    if (cup < 0.20) return mixed({240, 236, 224}, {206, 200, 186}, (cup - 0.155) * 22);
    if (distance(x, y, 0.36, 0.52) < 0.21) wood = mixed(wood, {30, 20, 12}, 0.35);
    if (is_in(x, y, 0.60, 0.34, 0.90, 0.60)) { // a card
        auto const across = (x - 0.60) / 0.30, down = (y - 0.34) / 0.26;
        bool const is_name = is_in(across, down, 0.30, 0.42, 0.70, 0.54);
        bool const is_line = across > 0.1 && across < 0.6 &&
                             (std::abs(down - 0.16) < 0.025 || std::abs(down - 0.78) < 0.02 ||
                              std::abs(down - 0.88) < 0.02);
        return is_name || is_line ? Color{70, 70, 78} : Color{250, 249, 244};
    }
    if (is_in(x, y, 0.605, 0.35, 0.91, 0.62)) return mixed(wood, {30, 20, 12}, 0.35);
    return wood;
}

} // namespace

std::vector<std::string> photograph_files() {
    std::vector<std::string> out;
    for (auto const scene : {morning, booth, town, desk}) out.push_back(png(scene));
    return out;
}

} // namespace goen::demo
