// SPDX-License-Identifier: Apache-2.0
#include "contacts/notes.hpp"

#include "base/text.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

constexpr char unit = '\x1f', record = '\x1e'; // control characters: never in typed text

bool is_one_line(std::string_view text) {
    return is_clean_utf8(text) && text.find_first_of("\t\r\n") == text.npos;
}

} // namespace

Result<std::string> checked_memo(std::string_view typed) {
    if (!is_clean_utf8(typed))
        return Refusal::field("memo", N_("The memo contains characters that cannot be saved."));
    auto memo = with_unix_lines(trimmed(typed));
    if (count_code_points(memo) > max_memo)
        return Refusal::field("memo",
                              {N_("Please keep the memo to {1} characters or fewer."), {"10,000"}});
    return memo;
}

Result<std::vector<std::string>> checked_tags(std::vector<std::string> const &typed) {
    std::vector<std::string> tags, keys;
    for (auto const &one : typed) {
        auto const tag = trimmed(one);
        if (tag.empty()) continue;
        if (!is_one_line(tag))
            return Refusal::field("tags", N_("Please enter the tag as one line of text."));
        if (count_code_points(tag) > max_tag)
            return Refusal::field("tags",
                                  {N_("Please keep the tag to {1} characters or fewer."), {"50"}});
        auto key = names::folded(tag);
        if (key.empty())
            return Refusal::field("tags",
                                  N_("Please include at least one letter or digit in the tag."));
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        if (tags.size() == max_tags)
            return Refusal::field("tags", {N_("A contact can have up to {1} tags."), {"50"}});
        keys.push_back(std::move(key));
        tags.emplace_back(tag);
    }
    return tags;
}

Result<std::vector<Meeting>> checked_meetings(std::vector<Meeting> const &typed) {
    std::vector<Meeting> met;
    for (auto const &one : typed) {
        Meeting meeting{one.on, std::string{trimmed(one.place)}, {}};
        if (!is_clean_utf8(one.note))
            return Refusal::field("met", N_("The note contains characters that cannot be saved."));
        meeting.note = with_unix_lines(trimmed(one.note));
        if (!meeting.on && meeting.place.empty() && meeting.note.empty()) continue;
        if (meeting.on && (!meeting.on->ok() || meeting.on->year() < std::chrono::year{1868} ||
                           meeting.on->year() > std::chrono::year{2200})) {
            return Refusal::field("met", N_("Please check the year of the date."));
        }
        if (!is_one_line(meeting.place))
            return Refusal::field("met", N_("Please enter the place as one line of text."));
        if (count_code_points(meeting.place) > max_place) {
            return Refusal::field(
                "met", {N_("Please keep the place to {1} characters or fewer."), {"200"}});
        }
        if (count_code_points(meeting.note) > max_note) {
            return Refusal::field(
                "met", {N_("Please keep the note to {1} characters or fewer."), {"1,000"}});
        }
        if (met.size() == max_meetings)
            return Refusal::field("met", {N_("A contact can have up to {1} meetings."), {"200"}});
        met.push_back(std::move(meeting));
    }
    std::stable_sort(met.begin(), met.end(), [](Meeting const &a, Meeting const &b) {
        if (a.on && b.on) return *a.on > *b.on;
        return a.on.has_value() && !b.on.has_value();
    });
    return met;
}

std::string packed_tags(std::vector<std::string> const &tags) {
    std::string text;
    for (auto const &tag : tags) {
        if (!text.empty()) text += '\n';
        text += tag;
    }
    return text;
}

std::vector<std::string> unpacked_tags(std::string_view text) {
    std::vector<std::string> tags;
    if (text.empty()) return tags;
    for (auto const tag : split(text, '\n')) tags.emplace_back(tag);
    return tags;
}

std::string packed_meetings(std::vector<Meeting> const &met) {
    std::string text;
    for (auto const &meeting : met) {
        if (meeting.on) text += iso_date(*meeting.on);
        text += unit, text += meeting.place, text += unit, text += meeting.note, text += record;
    }
    return text;
}

namespace {

Meeting meeting_of(std::string_view text) {
    auto const first = text.find(unit), second = text.find(unit, first + 1);
    if (first == text.npos || second == text.npos) return {};
    return {parse_iso_date(text.substr(0, first)),
            std::string{text.substr(first + 1, second - first - 1)},
            std::string{text.substr(second + 1)}};
}

} // namespace

std::vector<Meeting> unpacked_meetings(std::string_view text) {
    std::vector<Meeting> met;
    while (!text.empty()) {
        auto const end = std::min(text.find(record), text.size());
        met.push_back(meeting_of(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return met;
}

Meeting newest_meeting(std::string_view text) {
    return text.empty() ? Meeting{} : meeting_of(text.substr(0, text.find(record)));
}

std::string find_text(std::string_view memo, std::vector<std::string> const &tags,
                      std::vector<Meeting> const &met) {
    std::string text;
    auto const add = [&](std::string_view part) {
        if (part.empty()) return;
        text += '\n';
        text += names::folded(part);
    };
    add(memo);
    for (auto const &tag : tags) add(tag);
    for (auto const &meeting : met) add(meeting.place), add(meeting.note);
    return text;
}

} // namespace goen::contacts
