// SPDX-License-Identifier: Apache-2.0
#include "membership/name_form.hpp"

namespace goen::membership {

using namespace html;
using web::field;

html::Html name_fields(web::Visit const &visit, web::FormState const &state, NameHints hints) {
    auto const &w = visit.words;
    bool const ja = w.is_ja();
    bool const other_shape =
        !state.value("middle").empty() || state.value("order") == "given_first" || !ja;
    return all(
        div(cls("pair"),
            field(visit, state, "family", w("Family name"),
                  {.autocomplete = "family-name",
                   .placeholder = ja ? "山田" : "",
                   .required = true,
                   .max_length = 200}),
            field(visit, state, "given", w("Given name"),
                  {.autocomplete = "given-name",
                   .placeholder = ja ? "花子" : "",
                   .required = true,
                   .max_length = 200})),
        div(cls("pair"),
            field(visit, state, "family_kana", w("Family name in kana"),
                  {.placeholder = ja ? "やまだ" : "", .max_length = 200}),
            field(visit, state, "given_kana", w("Given name in kana"),
                  {.placeholder = ja ? "はなこ" : "", .max_length = 200})),
        when(hints == NameHints::yes,
             [&] {
                 return p(cls("hint"), w("Names written in kanji need a reading. Names in Latin "
                                         "letters or katakana do not."));
             }),
        div(cls("pair"),
            field(visit, state, "family_romaji", w("Family name in romaji"),
                  {.placeholder = "Yamada", .max_length = 200}),
            field(visit, state, "given_romaji", w("Given name in romaji"),
                  {.placeholder = "Hanako", .max_length = 200})),
        details(
            flag("open", other_shape),
            summary(w("If your name does not fit family and given name")),
            p(w("If you have only one name, enter it as the given name and leave the family name "
                "empty. Names can contain spaces. Your name is saved exactly as you enter it.")),
            field(visit, state, "middle", w("Middle name"),
                  {.autocomplete = "additional-name", .max_length = 200}),
            web::radio_group(visit, state, "order", w("Name order"),
                             {{"family_first", w("Family name first (山田 花子)"), ""},
                              {"given_first", w("Given name first (Maria Garcia)"), ""}})));
}

names::NameInput name_input(http::Params const &form) {
    names::NameInput name;
    name.family = form.get("family");
    name.given = form.get("given");
    name.middle = form.get("middle");
    name.family_kana = form.get("family_kana");
    name.given_kana = form.get("given_kana");
    name.family_romaji = form.get("family_romaji");
    name.given_romaji = form.get("given_romaji");
    name.order =
        form.get("order") == "given_first" ? names::Order::given_first : names::Order::family_first;
    return name;
}

void put_name(http::Params &form, names::NameInput const &name) {
    form.add("family", name.family);
    form.add("given", name.given);
    form.add("middle", name.middle);
    form.add("family_kana", name.family_kana);
    form.add("given_kana", name.given_kana);
    form.add("family_romaji", name.family_romaji);
    form.add("given_romaji", name.given_romaji);
    form.add("order", name.order == names::Order::given_first ? "given_first" : "family_first");
}

void put_name(http::Params &form, names::PersonName const &name) {
    put_name(form,
             names::NameInput{name.family, name.given, name.middle, name.family_kana,
                              name.given_kana, name.family_romaji, name.given_romaji, name.order});
}

} // namespace goen::membership
