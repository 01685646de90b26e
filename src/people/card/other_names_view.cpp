// SPDX-License-Identifier: Apache-2.0
#include "card/other_names_view.hpp"

#include "i18n/dates.hpp"

namespace goen::card {

using namespace html;
using account::NameKind;
using account::NameRecord;
using i18n::Words;

namespace {

// 1998, 1998-04, 1998-04-01 as a person writes it.
std::string partial_text(std::string const &date, Words const &w) {
    auto const read = i18n::read_date(date);
    if (!read) return date;
    auto const year = std::to_string(read->year);
    if (!read->month) return w.is_ja() ? year + "年" : year;
    Date const day{std::chrono::year{read->year}, std::chrono::month{*read->month},
                   std::chrono::day{read->day.value_or(1)}};
    auto text = i18n::date_text(day, w.language());
    if (read->day) return text;
    if (w.is_ja()) return year + "年" + std::to_string(*read->month) + "月";
    return text.substr(text.find(' ') + 1); // "1 April 1998"
}

std::string time_of(NameRecord const &record, Words const &w) {
    auto const since = partial_text(record.since, w), until = partial_text(record.until, w);
    if (!record.since.empty() && !record.until.empty())
        return w("from {1} until {2}", {since, until});
    if (!record.since.empty()) return w("since {1}", {since});
    if (!record.until.empty()) return w("until {1}", {until});
    return {};
}

} // namespace

std::string kind_of_name(NameKind kind, Words const &w) {
    switch (kind) {
    case NameKind::maiden: return w("Former family name");
    case NameKind::legal: return w("Legal name");
    case NameKind::pen: return w("Pen name");
    case NameKind::alias: break;
    }
    return w("Name used at work or in daily life");
}

std::string others_beside(names::PersonName const &now, std::vector<NameRecord> const &others,
                          Words const &w) {
    std::string text;
    for (auto const &one : others) {
        auto shown = one.name;
        bool const is_family_only = one.kind == NameKind::maiden && !shown.family.empty() &&
                                    shown.given == now.given && shown.middle == now.middle;
        if (is_family_only) {
            shown.given.clear(), shown.given_kana.clear(), shown.given_romaji.clear();
            shown.middle.clear();
        }
        if (!text.empty()) text += w.is_ja() ? "、" : ", ";
        text += w("{1}: {2}", {kind_of_name(one.kind, w), shown.display(w.language())});
    }
    if (text.empty()) return text;
    return w.is_ja() ? "（" + text + "）" : " (" + text + ")";
}

Html other_names_lines(std::vector<NameRecord> const &others, Words const &w) {
    if (others.empty()) return {};
    return dl(cls("facts"), each(others, [&](NameRecord const &one) {
                  auto const shown = one.name.display(w.language()), kana = one.name.kana();
                  auto const time = time_of(one, w);
                  return div(
                      dt(kind_of_name(one.kind, w)),
                      dd(shown,
                         when(w.is_ja() && !kana.empty() && kana != shown,
                              [&] { return Html{"（" + kana + "）"}; }),
                         when(!time.empty(), [&] { return all(" ", span(cls("meta"), time)); })));
              }));
}

} // namespace goen::card
