// SPDX-License-Identifier: Apache-2.0
#include "card/card_print.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "names/phone.hpp"

#include <algorithm>
#include <cmath>

namespace goen::card {
namespace {

using i18n::Language;

// The print of each step, relative to the first; the smallest is about 4 pt on paper.
constexpr double scales[] = {1, 0.9, 0.81, 0.73, 0.66, 0.59, 0.53};
constexpr int last_step = 6;

// Millimetres of the first step: kept equal to assets/60-card.css.
struct Sizes {
    double company = 3.1, department = 2.5, title = 2.6, small = 2.35, leading = 1.45;
};

// The paper inside the margins: how long its lines are and how much room they have beside each
// other.
struct Frame {
    double line, small_line, name_line, room, name_size, name_spacing, name_column;
};
constexpr Frame lying{79, 79, 72, 43, 6.2, 1.18, 1.3};
constexpr Frame standing{77, 67, 69, 43, 6.8, 1.3, 1.65};
constexpr Frame lying_on_tall{43, 43, 40, 77, 6.2, 1.18, 1.3};

// Pictures take their room from the lines beside them; on tall paper with lying lines they
// stand above all lines.
Frame frame_of(Setting const &s, CardBody const &body) {
    bool const has_photo = !body.photo.empty(), has_logo = !body.logo.empty();
    if (s.is_tall && !s.is_vertical) {
        auto frame = lying_on_tall;
        frame.room -= has_photo ? 24 : has_logo ? 12 : 0;
        return frame;
    }
    auto frame = s.is_vertical ? standing : lying;
    if (has_photo) {
        frame.small_line -= 20;
        if (!s.is_vertical) frame.name_line -= 12; // a name below its title reaches down to it
    }
    if (has_logo) frame.line -= s.is_vertical ? 10 : 27;
    return frame;
}

std::size_t longest_sideways_run(std::string_view text) {
    std::size_t longest = 0, run = 0;
    for (std::size_t at = 0; at < text.size();) {
        run = is_sideways(next_code_point(text, at)) ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

// A name is never laid on its side. In a company's name up to three letters stand side by side.
bool can_stand(CardBody const &body, Position const *main) {
    auto const name = body.name.display(Language::ja);
    return longest_sideways_run(name) == 0 && (!main || longest_sideways_run(main->company) <= 3);
}

double lines(double ems, double size, double width) {
    return std::max(1.0, std::ceil(ems * size / width));
}

// Numbers set in kanji numerals take a full em each.
double ems_of_number(std::string_view text, bool is_vertical) {
    return width_in_ems(is_vertical ? kanji_numerals(text) : std::string{text});
}

double height_of(Setting const &s, Frame const &frame, double scale, double name_height) {
    Sizes const z;
    double height = name_height;
    auto const add = [&](std::string_view text, double size, double width) {
        if (!text.empty())
            height +=
                lines(width_in_ems(text) * 1.1, size * scale, width) * size * scale * z.leading;
    };
    if (s.main) {
        add(s.main->company, z.company, frame.line);
        std::string department;
        for (auto const &level : s.main->department)
            department += (department.empty() ? "" : "　") + level;
        add(department, z.department, frame.line);
        add(s.main->title, z.title, frame.line);
    }
    for (auto const *position : s.others)
        add("兼 " + position_line(*position, s.language), z.small, frame.line);
    if (s.others_left_out > 0) add("00", z.small, frame.line);
    if (s.address) {
        auto const &a = *s.address;
        if (s.is_vertical) {
            add(a.postal_code, z.small, frame.small_line);
            add(kanji_numerals(a.region + a.locality + a.street), z.small, frame.small_line);
            add(a.building + "　　", z.small, frame.small_line);
        } else {
            add("〒　" + a.postal_code + a.region + a.locality + a.street + "　" + a.building,
                z.small, frame.small_line);
        }
    }
    // Numbers stand beside each other where they fit.
    double row = 0, rows = 0;
    for (auto const *phone : s.phones) {
        auto const wide =
            (ems_of_number(phone->value, s.is_vertical) * 1.06 + 4.6) * z.small * scale;
        if (rows == 0 || row + wide > frame.small_line) {
            rows += std::max(1.0, std::ceil(wide / frame.small_line));
            row = wide;
        } else {
            row += wide;
        }
    }
    height += rows * z.small * scale * z.leading;
    for (auto const *one : s.emails) add(one->value, z.small, frame.small_line);
    for (auto const *one : s.urls) add(one->value, z.small, frame.small_line);
    return height;
}

} // namespace

double width_in_ems(std::string_view text) {
    double width = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next_code_point(text, at);
        bool const takes_none = (c >= 0x0300 && c <= 0x036F) || (c >= 0xFE00 && c <= 0xFE0F) ||
                                c >= 0xE0000 || c == 0x200D;
        bool const is_wide = c >= 0x1100 && !(c >= 0xFF61 && c <= 0xFFDC);
        width += takes_none ? 0 : is_wide ? 1 : (c >= 'A' && c <= 'Z') || c == '@' ? 0.72 : 0.53;
    }
    return width;
}

bool is_sideways(char32_t c) {
    bool const is_ascii = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return is_ascii || (c >= 0xC0 && c < 0x1100 && c != 0xD7 && c != 0xF7);
}

Setting set_in_type(CardBody const &body, Language side) {
    Setting s;
    auto const &own = side == Language::ja ? body.ja : body.en;
    auto const &other = side == Language::ja ? body.en : body.ja;
    // A side with nothing of its own borrows from the other rather than standing empty.
    bool const borrows = own.empty();
    auto const &from = borrows ? other : own;
    s.language =
        borrows && !other.empty() ? (side == Language::ja ? Language::en : Language::ja) : side;
    s.is_tall = body.layout == Layout::vertical && side == Language::ja;

    for (auto const &position : from.positions) {
        if (!s.main && position.main) s.main = &position;
    }
    if (!s.main && !from.positions.empty()) s.main = &from.positions.front();
    s.is_vertical = s.is_tall && can_stand(body, s.main);
    for (auto const &position : from.positions) {
        if (&position == s.main) continue;
        if (s.others.size() < 5)
            s.others.push_back(&position);
        else
            ++s.others_left_out;
    }
    if (!from.address.empty()) s.address = &from.address;
    // The print holds what a hand-card would; card_details() has all of it.
    for (auto const &one : body.phones) {
        if (s.phones.size() < 6) s.phones.push_back(&one);
    }
    for (auto const &one : body.emails) {
        if (s.emails.size() < 3) s.emails.push_back(&one);
    }
    for (auto const &one : body.urls) {
        if (s.urls.size() < 2) s.urls.push_back(&one);
    }

    auto const frame = frame_of(s, body);
    auto const name = body.name.display(side);
    auto const ems = width_in_ems(name) * frame.name_spacing;
    while (s.name_step < last_step && ems * frame.name_size * scales[s.name_step] > frame.name_line)
        ++s.name_step;
    auto const name_size = frame.name_size * scales[s.name_step];
    auto const name_height =
        lines(ems, name_size, frame.name_line) * name_size * frame.name_column + 4;
    while (s.step < last_step && height_of(s, frame, scales[s.step], name_height) > frame.room)
        ++s.step;
    // What is still too much loses its lesser lines, the least first.
    auto const is_full = [&] {
        return height_of(s, frame, scales[s.step], name_height) > frame.room;
    };
    while (is_full() && !s.others.empty()) s.others.pop_back(), ++s.others_left_out;
    while (is_full() && !s.urls.empty()) s.urls.pop_back();
    while (is_full() && s.emails.size() > 1) s.emails.pop_back();
    while (is_full() && s.phones.size() > 2) s.phones.pop_back();
    // Texts no card was ever printed with: card_details() still has all of them.
    if (is_full()) s.longest = 40;
    return s;
}

std::string cut_to(std::string_view text, std::size_t longest) {
    std::size_t at = 0, count = 0;
    while (at < text.size() && count + 1 < longest) next_code_point(text, at), ++count;
    auto end = at;
    if (end < text.size()) next_code_point(text, end);
    return end == text.size() ? std::string{text} : std::string{text.substr(0, at)} + "…";
}

std::string kanji_numerals(std::string_view text) {
    static constexpr std::string_view numerals[] = {"〇", "一", "二", "三", "四",
                                                    "五", "六", "七", "八", "九"};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto c = next_code_point(text, at);
        if (c >= 0xFF10 && c <= 0xFF19) c -= 0xFEE0;
        if (c >= '0' && c <= '9')
            out += numerals[c - '0'];
        else if (c == '-')
            out += "－"; // a full stroke: between 一 and 二 a hyphen is not seen
        else
            append_utf8(out, c);
    }
    return out;
}

std::string dialled(Labelled const &phone) {
    if (phone.label == "extension") return {};
    auto const parsed = names::Phone::parse(phone.value);
    if (!parsed) return {};
    auto const &number = parsed->e164.empty() ? parsed->national : parsed->e164;
    return number.size() < 5 ? std::string{} : number; // 110 and 119 are never one touch away
}

} // namespace goen::card
