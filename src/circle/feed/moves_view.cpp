// SPDX-License-Identifier: Apache-2.0
// Moves (異動): a line a day in the feed, and a page by month that can be printed.
#include "feed/feed_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::feed {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

constexpr std::size_t small_rows = 10;

std::string month_of(Date day) { return iso_date(day).substr(0, 7); }

std::string anchor_of(Date day) { return "d-" + iso_date(day); }

// 4月1日 / 1 April: the year is clear where it stands.
std::string short_day(Date day, Words const &w) {
    auto const month = std::to_string(static_cast<unsigned>(day.month()));
    auto const of_month = std::to_string(static_cast<unsigned>(day.day()));
    if (w.is_ja()) return month + "月" + of_month + "日";
    auto text = i18n::date_text(day, w.language());
    auto const space = text.rfind(' ');
    return text.substr(0, space);
}

std::string position_text(std::vector<card::Position> const &positions, Words const &w) {
    return positions.empty() ? std::string{} : card::position_line(positions.front(), w.language());
}

std::string company_of(Move const &move) {
    return move.after.empty() ? std::string{} : move.after.front().company;
}

// Who moved where, of the first, and how many besides.
std::string summary_of(MovesOfDay const &day, Words const &w) {
    auto const &first = day.moves.front();
    auto const name = name_of(first.person, w);
    auto const company = company_of(first);
    auto const others = static_cast<std::int64_t>(day.moves.size()) - 1;
    auto const who = company.empty() ? name : w("{1} ({2})", {name, company});
    if (others == 0) return who;
    return w("{1} and {2} more", {who, i18n::number_text(others, w.language())});
}

// RFC 6068: all that was written by people is percent-encoded.
std::string letter_to(std::string const &address, std::string_view subject, std::string_view text) {
    std::string lines;
    for (char const c : text) lines += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return Url::mailto(address).text() + "?subject=" + percent_encoded(subject) +
           "&body=" + percent_encoded(lines);
}

// A letter to be written in one's own mail program: subject and text are begun.
Html congratulate(Move const &move, Words const &w) {
    auto const &emails = move.person.card.emails;
    if (emails.empty()) return {};
    auto const name =
        names::salutation(move.person.card.name, {}, names::Manner::sama, w.language());
    auto const subject = w("Congratulations on your new position");
    auto const text = w("Dear {1},\n\nCongratulations on your new position. I wish you every "
                        "success.\n",
                        {name});
    return a(cls("button congratulate"),
             attr("href", letter_to(emails.front().value, subject, text)),
             w("Write to congratulate"));
}

Html move_line(Move const &move, Words const &w) {
    auto const before = position_text(move.before, w), after = position_text(move.after, w);
    return li(cls("list-item with-portrait move"), portrait_of(move.person),
              link_to(move.person, w),
              div(cls("what change"),
                  when(!before.empty(),
                       [&] { return all(span(cls("before"), before), span(cls("to"), " → ")); }),
                  span(cls("after"), after.empty() ? std::string{w("No position")} : after)),
              div(cls("more screen-only"), congratulate(move, w)));
}

Html month_link(Date month, int by, std::string_view label, std::string_view rel) {
    auto const there =
        std::chrono::year_month{month.year(), month.month()} + std::chrono::months{by};
    Date const day{there.year(), there.month(), std::chrono::day{1}};
    return a(href(Url{"/moves?month=" + month_of(day)}), attr("rel", rel), label);
}

std::string month_label(Date month, Words const &w) {
    auto const text =
        i18n::date_text(Date{month.year(), month.month(), std::chrono::day{1}}, w.language());
    if (w.is_ja()) return text.substr(0, text.find("月") + std::string_view{"月"}.size());
    return text.substr(text.find(' ') + 1);
}

} // namespace

Html moves_line(Visit const &visit, MovesOfDay const &day) {
    auto const &w = visit.words;
    if (day.moves.empty()) return {};
    auto const count = static_cast<std::int64_t>(day.moves.size());
    auto const to = "/moves?month=" + month_of(day.day) + "#" + anchor_of(day.day);
    auto const heading = "moves-" + iso_date(day.day);
    Html faces;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, day.moves.size()); ++i)
        faces += portrait_of(day.moves[i].person);
    return article(cls("panel moves"), attr("aria-labelledby", heading),
                   div(cls("faces"), attr("aria-hidden", "true"), faces),
                   div(cls("moves-text"),
                       h3(id(heading), a(href(Url{to}), w("Moves on {1}", {short_day(day.day, w)}),
                                         " ", span(w.n("{1} person", "{1} people", count)))),
                       p(cls("meta"), summary_of(day, w))),
                   a(cls("button"), href(Url{to}), w("Congratulate")));
}

Html moves_page(Visit const &visit, Date month, std::vector<MovesOfDay> const &days) {
    auto const &w = visit.words;
    auto const label = month_label(month, w);
    auto const months = nav(cls("row screen-only"), attr("aria-label", w("Month")),
                            month_link(month, -1, w("Previous month"), "prev"),
                            month_link(month, 1, w("Next month"), "next"));
    bool const is_plain = web::is_plain(visit.request);
    std::int64_t total = 0;
    for (auto const &day : days) total += static_cast<std::int64_t>(day.moves.size());
    // A small page holds ten of them; a day may go on on the next one.
    auto const row = is_plain ? static_cast<std::size_t>(std::max<std::int64_t>(
                                    parse_id(visit.query("row")).value_or(0), 0))
                              : 0;
    auto const until = is_plain ? row + small_rows : static_cast<std::size_t>(total);
    std::size_t number = 0;
    Html list;
    for (auto const &day : days) {
        Html lines;
        for (auto const &one : day.moves) {
            if (number >= row && number < until) lines += move_line(one, w);
            ++number;
        }
        if (lines.empty()) continue;
        auto const heading = anchor_of(day.day);
        list += section(cls("moves-day"), attr("aria-labelledby", heading),
                        h2(id(heading), i18n::date_text(day.day, w.language())),
                        ul(cls("list"), lines));
    }
    if (is_plain && until < number) {
        list += p(a(href(Url{"/moves?month=" + month_of(month) + "&row=" + std::to_string(until)}),
                    attr("accesskey", "6"), w("Next")));
    }
    if (days.empty()) {
        list = web::empty_state(
            w("No moves this month"),
            p(w("When people you exchanged cards with change company, department or title, you "
                "will see it here.")));
    }
    return all(feed_assets(), h1(w("Moves in {1}", {label})),
               when(total > 0,
                    [&] {
                        return p(cls("meta"),
                                 w.n("{1} person moved. Print this page to keep it at hand.",
                                     "{1} people moved. Print this page to keep it at hand.",
                                     total));
                    }),
               months, list);
}

} // namespace goen::feed
