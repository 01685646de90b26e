// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the drawing room: a member's own book as a picture and as numbers by month. It reads
// nothing but her own rows; what another member's card says is cut to what that member shows her
// before it comes here. Values in, values out.
#pragma once

#include "contacts/contacts.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace goen::drawing {

inline constexpr int most_people = 10'000; // of one book; what lies behind them is not drawn

enum class By { company, event, year };
std::string_view to_string(By by);
std::optional<By> by_of(std::string_view text);

struct DrawnPerson {
    ContactId id;
    names::PersonName name;
    std::string company, event;
    std::optional<Date> on; // cards exchanged; of a private contact the first meeting noted
};

struct Group {
    std::string key, label;            // "-" and "": company, event or day not known
    std::vector<std::uint32_t> people; // places in the list of people, in its order
    std::optional<Date> newest;
    bool is_known() const { return key != "-"; }
};
// Largest first, years newest first, the unknown ones last. Companies are told apart without their
// legal form, and called as most people's cards spell them.
std::vector<Group> groups_of(std::vector<DrawnPerson> const &people, By by);

struct Year {
    int year = 0;
    std::array<int, 12> months{};
    int total() const;
};
struct Years {
    std::vector<Year> years; // newest first; only those with somebody in them
    int undated = 0;
};
Years years_of(std::vector<DrawnPerson> const &people);

// Her book in its own order, as she may see it now.
std::vector<DrawnPerson> people_of(contacts::Contacts &contacts, MemberId me,
                                   i18n::Language reader);

} // namespace goen::drawing
