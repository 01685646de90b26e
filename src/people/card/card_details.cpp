// SPDX-License-Identifier: Apache-2.0
// The card as a list: what the face prints small, here in full size, with links.
#include "card/card_print.hpp"
#include "card/card_view.hpp"
#include "names/guessed_reading.hpp"

namespace goen::card {

using namespace html;

namespace {

Html row(std::string_view term, Html const &value) {
    return div(cls("detail"), dt(term), dd(value));
}

Html in(Language language, i18n::Words const &w, std::string const &text) {
    return language == w.language() ? Html{text} : Html{span(lang(i18n::code(language)), text)};
}

Html positions(Side const &side, Language language, i18n::Words const &w) {
    return each(side.positions, [&](Position const &position) {
        return li(in(language, w, position_line(position, language)));
    });
}

Html phone_value(Labelled const &phone) {
    auto const number = dialled(phone);
    if (number.empty() || phone.label == "fax") return phone.value;
    return a(href(Url::tel(number)), phone.value);
}

Html web_value(Labelled const &url) {
    auto const to = Url::web(url.value);
    if (to.text() == "#") return url.value;
    // Whose card was looked at is nobody's business at the other end.
    return a(href(to), attr("rel", "noopener noreferrer nofollow"), url.value);
}

} // namespace

Html card_details(CardBody const &body, i18n::Words const &w) {
    Html rows;
    auto const first = w.language();
    auto const second = w.is_ja() ? Language::en : Language::ja;
    auto const &mine = w.is_ja() ? body.ja : body.en;
    auto const &other = w.is_ja() ? body.en : body.ja;

    auto const named = names::with_whole_reading(body.name);
    bool const is_guessed = named != body.name;
    if (auto const kana = named.kana(); !kana.empty()) {
        rows += row(w("Reading"), all(span(lang("ja"), kana), when(is_guessed, [&] {
                                          return all(" ", small(w("(guessed)")));
                                      })));
    }
    if (auto const romaji = body.name.romaji(); !romaji.empty()) {
        rows += row(w("Romaji"), span(lang("en"), romaji));
    } else if (named.is_latin_derived() && !w.is_ja()) {
        rows += row(w("Romaji"),
                    all(named.latin(), " ",
                        small(is_guessed ? w("(guessed)") : w("(romanized from the reading)"))));
    }
    if (!mine.positions.empty() || !other.positions.empty()) {
        rows += row(w("Positions"),
                    ul(cls("positions"), positions(mine, first, w), positions(other, second, w)));
    }
    for (auto const &phone : body.phones)
        rows += row(phone_label(phone.label, w), phone_value(phone));
    for (auto const &one : body.emails) {
        auto const label = one.label == "home" ? w("Email (private)") : w("Email");
        rows += row(label, a(href(Url::mailto(one.value)), one.value));
    }
    if (!mine.address.empty() || !other.address.empty()) {
        Html lines;
        if (!mine.address.empty()) lines += p(in(first, w, address_line(mine.address, first)));
        if (!other.address.empty()) lines += p(in(second, w, address_line(other.address, second)));
        rows += row(w("Address"), address(lines));
    }
    for (auto const &one : body.urls) rows += row(w("Web"), web_value(one));
    if (rows.empty()) return {};
    return dl(cls("card-details"), rows);
}

} // namespace goen::card
