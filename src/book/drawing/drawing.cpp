// SPDX-License-Identifier: Apache-2.0
#include "drawing/drawing.hpp"

#include "base/text.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "names/search_key.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace goen::drawing {
namespace {

// What the exchange does not say, the first meeting noted does.
void add_first_meeting(DrawnPerson &person, std::string_view packed) {
    if (packed.empty() || (person.on && !person.event.empty())) return;
    std::optional<Date> first;
    std::string where;
    for (auto &meeting : contacts::unpacked_meetings(packed)) { // newest first
        if (meeting.on && (!first || *meeting.on < *first)) first = meeting.on;
        if (!meeting.place.empty()) where = std::move(meeting.place);
    }
    if (!person.on) person.on = first;
    if (person.event.empty()) person.event = std::move(where);
}

std::string key_of(DrawnPerson const &person, By by) {
    std::string key;
    if (by == By::year) {
        if (person.on) key = std::to_string(static_cast<int>(person.on->year()));
    } else {
        auto const &text = by == By::company ? person.company : person.event;
        if (!text.empty())
            key = by == By::company ? names::folded_company(text) : names::folded(text);
    }
    return key.empty() ? "-" : key;
}

std::string_view label_of(DrawnPerson const &person, By by) {
    return by == By::company ? person.company : person.event;
}

} // namespace

std::string_view to_string(By by) {
    return by == By::company ? "company" : by == By::event ? "event" : "year";
}

std::optional<By> by_of(std::string_view text) {
    for (auto const by : {By::company, By::event, By::year})
        if (to_string(by) == text) return by;
    return {};
}

std::vector<DrawnPerson> people_of(contacts::Contacts &contacts, MemberId me,
                                   i18n::Language reader) {
    std::vector<DrawnPerson> people;
    for (auto &one : contacts.everyone(me, most_people, reader)) {
        DrawnPerson person;
        person.id = one.id;
        person.name = std::move(one.name);
        person.company = std::move(one.company);
        if (one.since) person.on = i18n::date_in_japan(*one.since);
        person.event = std::move(one.place);
        add_first_meeting(person, one.met);
        people.push_back(std::move(person));
    }
    return people;
}

std::vector<Group> groups_of(std::vector<DrawnPerson> const &people, By by) {
    std::vector<Group> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (std::uint32_t i = 0; i < people.size(); ++i) {
        auto key = key_of(people[i], by);
        auto const [place, is_new] = places.emplace(key, groups.size());
        if (is_new) groups.push_back({std::move(key), {}, {}, {}});
        auto &group = groups[place->second];
        group.people.push_back(i);
        if (people[i].on && (!group.newest || *group.newest < *people[i].on))
            group.newest = people[i].on;
    }
    for (auto &group : groups) {
        if (!group.is_known()) continue;
        if (by == By::year) {
            group.label = group.key;
            continue;
        }
        std::map<std::string_view, std::size_t> spellings;
        for (auto const i : group.people) ++spellings[label_of(people[i], by)];
        std::size_t most = 0;
        for (auto const &[spelling, count] : spellings) {
            if (count > most) {
                most = count;
                group.label = spelling;
            }
        }
    }
    std::sort(groups.begin(), groups.end(), [by](Group const &a, Group const &b) {
        if (a.is_known() != b.is_known()) return a.is_known();
        if (by == By::year) return a.key > b.key;
        if (a.people.size() != b.people.size()) return a.people.size() > b.people.size();
        if (a.newest != b.newest) return a.newest > b.newest;
        return a.key < b.key;
    });
    return groups;
}

int Year::total() const { return std::accumulate(months.begin(), months.end(), 0); }

Years years_of(std::vector<DrawnPerson> const &people) {
    Years counted;
    std::map<int, Year, std::greater<>> years;
    for (auto const &person : people) {
        if (!person.on) {
            ++counted.undated;
            continue;
        }
        auto const number = static_cast<int>(person.on->year());
        auto &year = years[number];
        year.year = number;
        ++year.months.at(static_cast<unsigned>(person.on->month()) - 1);
    }
    for (auto const &[number, year] : years) counted.years.push_back(year);
    return counted;
}

} // namespace goen::drawing
