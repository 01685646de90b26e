// SPDX-License-Identifier: Apache-2.0
#include "drawing/drawing_view.hpp"

#include "base/text.hpp"
#include "contacts/contacts_view.hpp"
#include "drawing/svg.hpp"
#include "i18n/partial_dates.hpp"
#include "web/plain.hpp"

#include <algorithm>
#include <numeric>

namespace goen::drawing {

using namespace html;
using i18n::Words;

namespace {

std::string map_path(By by, std::string_view group = {}) {
    auto path = "/network/map?by=" + std::string{to_string(by)};
    if (!group.empty()) path += "&group=" + percent_encoded(group);
    return path;
}

Html tabs(Words const &w, std::string_view current) {
    auto const tab = [&](std::string const &to, std::string_view text) {
        return a(href(Url{to}), current == to ? attr("aria-current", "page") : no_attribute(),
                 text);
    };
    return nav(cls("tabs"), attr("aria-label", w("Network map")),
               tab(map_path(By::company), w("By company")), " ",
               tab(map_path(By::event), w("By place")), " ", tab(map_path(By::year), w("By year")),
               " ", tab("/network/years", w("By month")));
}

// What only the drawn pages need.
Html own_style() { return link(attr("rel", "stylesheet"), href(web::asset("map.css"))); }

Html back(Words const &w) { return p(a(href(Url{"/contacts"}), w("Back to contacts"))); }

std::string people_text(std::size_t count, Words const &w) {
    return w.n("{1} person", "{1} people", static_cast<std::int64_t>(count));
}

std::string month_text(std::optional<Date> const &on, Words const &w) {
    if (!on) return "―";
    return i18n::loose_date_text(
        {static_cast<int>(on->year()), static_cast<unsigned>(on->month()), 0}, i18n::Years::western,
        w.language());
}

std::string year_text(int year, Words const &w) {
    return w.is_ja() ? std::to_string(year) + "年" : std::to_string(year);
}

// A name as the picture has room for it: the legal form says nothing there.
std::string short_company(std::string_view name) {
    constexpr std::string_view forms[] = {
        "株式会社",     "有限会社", "合同会社", "一般社団法人", "学校法人",
        "社会福祉法人", "合名会社", "合資会社", "(株)",         "（株）",
        "㈱",           "(有)",     ", Inc.",   " Inc.",        " Co., Ltd.",
        " Ltd.",        " K.K.",    " LLC",     " Corporation", " GmbH"};
    for (auto const form : forms) {
        if (name.size() <= form.size()) continue;
        if (name.starts_with(form))
            name.remove_prefix(form.size());
        else if (name.ends_with(form))
            name.remove_suffix(form.size());
    }
    return std::string{trimmed(name)};
}

// Rows of a table on pages of their own: ten in the plain edition.
struct Shown {
    std::size_t from = 0, until = 0;
    Html links;
};
Shown shown_rows(web::Visit const &visit, std::size_t count, std::string const &path) {
    std::size_t const rows = web::is_plain(visit.request) ? 10 : 50;
    auto const asked = static_cast<std::size_t>(
        std::max<std::int64_t>(parse_id(visit.query("row")).value_or(0), 0));
    Shown shown;
    shown.from = asked < count ? asked : 0;
    shown.until = std::min(count, shown.from + rows);
    auto const link = [&](std::size_t row, char const *key, std::string_view text) {
        return a(cls("button"), attr("accesskey", key),
                 href(Url{path + (path.find('?') == path.npos ? "?row=" : "&row=") +
                          std::to_string(row) + "#all"}),
                 text);
    };
    if (shown.from > 0 || shown.until < count) {
        shown.links = p(cls("actions"),
                        when(shown.from > 0,
                             [&] {
                                 return link(shown.from > rows ? shown.from - rows : 0, "4",
                                             visit.words("Previous page"));
                             }),
                        " ", when(shown.until < count, [&] {
                            return link(shown.until, "6", visit.words("Next page"));
                        }));
    }
    return shown;
}

Html figure_of(std::vector<Mark> const &marks, Mark const &middle, std::string const &says,
               int per_dot, Words const &w) {
    return all(element("figure", cls("map"), drawn(marks, middle, Shape::round, says),
                       drawn(marks, middle, Shape::tall, says)),
               // Nearer and further; the picture is whole without it.
               element("script", src(web::asset("map.js")), flag("defer")), when(per_dot > 1, [&] {
                   return p(cls("meta"), w.n("One dot stands for {1} person.",
                                             "One dot stands for {1} people.", per_dot));
               }));
}

Html head_row(std::vector<std::string_view> const &titles) {
    return thead(
        tr(each(titles, [](std::string_view title) { return th(attr("scope", "col"), title); })));
}

} // namespace

std::string title_of(Group const &group, By by, Words const &w) {
    if (group.is_known()) return by == By::year ? year_text(std::stoi(group.key), w) : group.label;
    return by == By::company ? w("No company")
           : by == By::event ? w("No place")
                             : w("No date recorded");
}

Html empty_page(web::Visit const &visit) {
    auto const &w = visit.words;
    return all(h1(w("Network map")),
               web::empty_state(
                   w("No contacts to show yet"),
                   p(w("Each contact appears here as a dot, grouped by company, place or year.")),
                   all(a(cls("button primary"), href(Url{"/exchange"}), w("Exchange cards")),
                       a(cls("button"), href(Url{"/contacts/new"}), w("Add a contact")))));
}

Html map_page(web::Visit const &visit, std::vector<Group> const &groups, By by) {
    auto const &w = visit.words;
    auto const total =
        std::accumulate(groups.begin(), groups.end(), std::size_t{0},
                        [](std::size_t sum, Group const &one) { return sum + one.people.size(); });
    std::vector<Mark> marks;
    auto const drawn_apart = groups.size() <= most_nodes ? groups.size() : most_nodes - 1;
    std::size_t others = total;
    for (std::size_t i = 0; i < drawn_apart; ++i) {
        auto const &group = groups[i];
        auto const title = title_of(group, by, w);
        auto const count = group.people.size();
        others -= count;
        marks.push_back({map_path(by, group.key), title,
                         by == By::company ? short_company(title) : title, people_text(count, w),
                         count, !group.is_known()});
    }
    if (others > 0)
        marks.push_back({"#all", w("Others"), w("Others"), people_text(others, w), others, true});

    Html body = all(own_style(), h1(w("Network map")));
    body += tabs(w, map_path(by));
    body += p(cls("lead"), w("A map of all your contacts. Only you can see it."));
    body += figure_of(marks, {{}, w("You"), w("You"), {}, 1, false}, w("Network map"),
                      per_dot(marks), w);

    auto const rows = shown_rows(visit, groups.size(), map_path(by));
    std::vector<Html> lines;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &group = groups[i];
        lines.push_back(tr(
            th(attr("scope", "row"), a(href(Url{map_path(by, group.key)}), title_of(group, by, w))),
            td(cls("count"), people_text(group.people.size(), w)),
            td(month_text(group.newest, w))));
    }
    body += section(
        id("all"), attr("aria-labelledby", "all-title"), h2(id("all-title"), w("As a list")),
        p(cls("meta"), w.n("{1} contact", "{1} contacts", static_cast<std::int64_t>(total))),
        table(cls("numbers"),
              head_row({by == By::company ? w("Company")
                        : by == By::event ? w("Place")
                                          : w("Year"),
                        w("People"), w("Newest exchange")}),
              tbody(lines)),
        rows.links);
    body += back(w);
    return body;
}

Html group_page(web::Visit const &visit, std::vector<DrawnPerson> const &people, Group const &group,
                By by) {
    auto const &w = visit.words;
    auto const title = title_of(group, by, w);
    auto order = group.people; // newest first, then as the book has them
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return people[a].on > people[b].on; });
    auto const name_of = [&](DrawnPerson const &person) {
        auto name = person.name.display(w.language());
        return name.empty() ? std::string{"―"} : name;
    };
    std::vector<Mark> marks;
    auto const drawn_apart = order.size() <= most_nodes ? order.size() : most_nodes - 1;
    for (std::size_t i = 0; i < drawn_apart; ++i) {
        auto const &person = people[order[i]];
        auto const name = name_of(person);
        marks.push_back({"/contacts/" + person.id.text(), name, name,
                         person.on ? month_text(person.on, w) : "", 1, false});
    }
    if (auto const others = order.size() - drawn_apart; others > 0)
        marks.push_back({"#all", w("Others"), w("Others"), people_text(others, w), others, true});

    Html body = all(own_style(), h1(title));
    body += p(a(href(Url{map_path(by)}), w("Back to the full map")));
    body += figure_of(marks,
                      {{},
                       title,
                       width_of(short_company(title)) <= 8 ? short_company(title) : "",
                       people_text(order.size(), w),
                       1,
                       false},
                      title, per_dot(marks), w);

    auto const rows = shown_rows(visit, order.size(), map_path(by, group.key));
    std::vector<Html> lines;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &person = people[order[i]];
        lines.push_back(tr(
            th(attr("scope", "row"),
               a(href(Url{"/contacts/" + person.id.text()}),
                 person.name.empty() ? Html{"―"} : contacts::name_with_reading(person.name, w))),
            td(by == By::company ? person.event : person.company), td(month_text(person.on, w))));
    }
    body += section(
        id("all"), attr("aria-labelledby", "all-title"),
        h2(id("all-title"), people_text(order.size(), w)),
        table(cls("numbers"),
              head_row({w("Name"), by == By::company ? w("Place") : w("Company"), w("Exchange")}),
              tbody(lines)),
        rows.links);
    body += back(w);
    return body;
}

Html years_page(web::Visit const &visit, Years const &years, Year const *year) {
    auto const &w = visit.words;
    Html body = all(own_style(), h1(w("Exchanges by month")));
    body += tabs(w, "/network/years");
    auto const undated = when(years.undated > 0, [&] {
        return p(cls("meta"), w.n("{1} person has no date recorded.",
                                  "{1} people have no date recorded.", years.undated));
    });
    if (!year) {
        body += web::empty_state(
            w("No dates recorded"),
            p(w("Based on the dates you exchanged cards and the first meetings you recorded.")));
        return body += all(undated, back(w)), body;
    }
    auto const to = [](Year const &one) {
        return Url{"/network/years?year=" + std::to_string(one.year)};
    };
    auto const month_name = [&](unsigned month) {
        return i18n::loose_date_text({year->year, month, 0}, i18n::Years::western, w.language());
    };
    auto const step = [&](Year const &one, char const *rel, std::string_view text) {
        return a(cls("button"), attr("rel", rel), href(to(one)), text);
    };
    body += div(cls("year-head"), h2(year_text(year->year, w)),
                p(people_text(static_cast<std::size_t>(year->total()), w)));
    std::vector<std::string> labels, says;
    for (unsigned month = 1; month <= 12; ++month) {
        labels.push_back(std::to_string(month));
        says.push_back(month_name(month));
    }
    body += element("figure", cls("bars"), bars(*year, labels, says, w("Exchanges by month")));
    auto const *first = years.years.data(), *end = first + years.years.size();
    body +=
        p(cls("actions"),
          when(year + 1 != end, [&] { return step(year[1], "prev", year_text(year[1].year, w)); }),
          " ",
          when(year != first, [&] { return step(year[-1], "next", year_text(year[-1].year, w)); }));

    std::vector<Html> lines;
    for (unsigned month = 1; month <= 12; ++month) {
        auto const count = year->months.at(month - 1);
        if (count == 0) continue;
        lines.push_back(tr(th(attr("scope", "row"), says[month - 1]),
                           td(cls("count"), people_text(static_cast<std::size_t>(count), w))));
    }
    body += section(attr("aria-labelledby", "months"), h2(id("months"), w("As a list")),
                    table(cls("numbers"), head_row({w("Month"), w("People")}), tbody(lines)));

    auto const rows =
        shown_rows(visit, years.years.size(), "/network/years?year=" + std::to_string(year->year));
    std::vector<Html> all_years;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = years.years[i];
        all_years.push_back(
            tr(th(attr("scope", "row"), a(href(to(one)), year_text(one.year, w))),
               td(cls("count"), people_text(static_cast<std::size_t>(one.total()), w))));
    }
    body += section(id("all"), attr("aria-labelledby", "years"), h2(id("years"), w("All years")),
                    table(cls("numbers"), head_row({w("Year"), w("People")}), tbody(all_years)),
                    rows.links, undated);
    body += p(cls("meta"),
              w("Based on the dates you exchanged cards and the first meetings you recorded."));
    body += back(w);
    return body;
}

} // namespace goen::drawing
