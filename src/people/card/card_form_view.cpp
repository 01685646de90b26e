// SPDX-License-Identifier: Apache-2.0
#include "card/card_check.hpp"
#include "card/card_form.hpp"
#include "card/card_view.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::card {

using namespace html;
using web::Choice;
using web::FieldOptions;

namespace {

// data-live: what live_parts() draws anew.
Html drawn_sides(i18n::Words const &w, CardBody const &draft) {
    return div(attr("data-live", "sides"), both_sides(draft, w));
}
Html style_picture(i18n::Words const &w, CardBody draft, Style style) {
    draft.style = style;
    return div(attr("data-live", to_string(style)), attr("aria-hidden", "true"),
               meishi(draft, w, w.language(), Size::small));
}

struct Form {
    web::Visit const &visit;
    web::FormState const &state;
    CardFormOptions const &options;
    i18n::Words const &w = visit.words;

    Html text(std::string const &path, std::string_view label, FieldOptions field = {}) const {
        field.autofocus = options.focus == path;
        if (field.max_length == 0) field.max_length = max_text;
        return web::field(visit, state, path, label, field);
    }
    Html heading(char const *words) const { return legend(words); }

    Html more(std::string_view group, std::string_view words) const {
        return p(button(type("submit"), cls("button"), name("more"), value(group), words));
    }
    Html removing(std::string const &line) const {
        return web::checkbox(visit, state, line + ".remove", w("Remove this line"));
    }

    // At least one line to write on.
    std::size_t lines(std::string const &group, std::string_view field) const {
        std::size_t count = 0;
        while (count < 64 &&
               state.typed.has(group + "." + std::to_string(count) + "." + std::string{field}))
            ++count;
        return count;
    }

    Html who_sees(std::string const &part, std::string_view label,
                  std::string_view hint = {}) const {
        return div(cls("who-sees"),
                   web::select_field(visit, state, "show." + part, label, tiers(), hint));
    }
    std::vector<Choice> tiers() const { return tier_choices(w); }

    Html person() const {
        return fieldset(
            heading(w("Name")),
            div(cls("pair"), text("name.family", w("Family name"), {.autocomplete = "family-name"}),
                text("name.given", w("Given name"), {.autocomplete = "given-name"})),
            div(cls("pair"), text("name.family_kana", w("Family name in kana"), {.lang = "ja"}),
                text("name.given_kana", w("Given name in kana"), {.lang = "ja"})),
            div(cls("pair"), text("name.family_romaji", w("Family name in romaji"), {.lang = "en"}),
                text("name.given_romaji", w("Given name in romaji"), {.lang = "en"})),
            folded(w("Middle name, name order"),
                   all(text("name.middle", w("Middle name")),
                       web::radio_group(visit, state, "name.order", w("Name order"),
                                        {{"family_first", w("Family name first"), ""},
                                         {"given_first", w("Given name first"), ""}}))),
            who_sees("name", w("Who can see the name"),
                     w("“Everyone” means all members, and people who have one of your links or "
                       "codes.")));
    }

    Html positions(std::string const &side, Language language) const {
        auto const group = "sides." + side + ".positions";
        auto const count = lines(group, "company");
        auto const tongue = i18n::code(language);
        auto const main = state.value(group + ".main");
        Html out;
        for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
            auto const line = group + "." + std::to_string(i);
            auto const main_id = "f-" + line + ".main";
            out += div(cls("line"),
                       text(line + ".company", w("Company"),
                            {.autocomplete = "organization", .lang = tongue}),
                       text(line + ".department", w("Department"),
                            {.hint = language == Language::ja
                                         ? w("Top level first, separated by ＞ or spaces.")
                                         : w("Top level first, separated by >."),
                             .lang = tongue,
                             .max_length = static_cast<int>(max_text * max_levels)}),
                       text(line + ".title", w("Title"),
                            {.autocomplete = "organization-title", .lang = tongue}),
                       when(count > 1, [&] {
                           return all(div(cls("choice"),
                                          input(type("radio"), id(main_id), name(group + ".main"),
                                                value(std::to_string(i)),
                                                flag("checked", main == std::to_string(i) ||
                                                                    (main.empty() && i == 0))),
                                          label(attr("for", main_id), w("Main position"))),
                                      removing(line));
                       }));
        }
        if (count < max_lines) out += more(group, w("Add a position"));
        return out;
    }

    // The address fields tell the script which part of the postal code's answer they take.
    Html place(std::string const &path, std::string_view label, std::string_view part,
               std::string_view tongue) const {
        return text(path, label,
                    {.lang = tongue, .postal = tongue == "ja" ? part : std::string_view{}});
    }

    Html address(std::string const &side, Language language) const {
        auto const path = "sides." + side + ".address.";
        auto const tongue = i18n::code(language);
        bool const is_ja = language == Language::ja;
        Html code = is_ja ? place(path + "postal_code", w("Postal code"), "code", tongue)
                          : text(path + "postal_code", w("Postal code"),
                                 {.lang = tongue, .max_length = 20});
        Html fill;
        if (options.has_postal) {
            fill = p(button(type("submit"), cls("button"), name("fill"), value(side),
                            w("Fill in from postal code")));
        }
        auto const region = place(path + "region", w("Prefecture or state"), "region", tongue);
        auto const locality = place(path + "locality", w("City"), "locality", tongue);
        auto const street = place(path + "street", w("Town and number"), "street", tongue);
        auto const building = text(path + "building", w("Building and floor"), {.lang = tongue});
        auto const country = text(
            path + "country", w("Country"),
            {.hint = w("Two letters. Leave empty for JP (Japan)."), .lang = "en", .max_length = 2});
        return all(code, fill,
                   is_ja ? all(region, locality, street, building)
                         : all(building, street, locality, region),
                   country);
    }

    Html labelled(std::string const &group, std::vector<Choice> const &labels,
                  std::string_view kind, FieldOptions const &field, std::string_view add) const {
        auto const count = lines(group, "value");
        Html out;
        for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
            auto const line = group + "." + std::to_string(i);
            out += div(cls("line labelled"),
                       web::select_field(visit, state, line + ".label", w("Kind"), labels),
                       text(line + ".value", kind, field),
                       when(count > 1, [&] { return removing(line); }));
        }
        if (count < max_lines) out += more(group, add);
        return out;
    }

    Html phones() const {
        std::vector<Choice> labels;
        for (auto const &one : phone_labels()) labels.push_back({one, phone_label(one, w), ""});
        auto some = tiers();
        some.insert(some.begin(), {"", w("Same as other numbers"), ""});
        Html each_label;
        for (auto const &one : phone_labels()) {
            bool const is_usual = one == "mobile" || one == "home";
            if (!is_usual && state.value("show.phones." + one).empty()) continue;
            each_label +=
                web::select_field(visit, state, "show.phones." + one,
                                  w("Who can see “{1}” numbers", {phone_label(one, w)}), some);
        }
        return fieldset(heading(w("Phone")),
                        labelled("phones", labels, w("Number"),
                                 {.type = "tel", .autocomplete = "tel"}, w("Add a number")),
                        div(cls("who-sees stack"),
                            web::select_field(visit, state, "show.phones",
                                              w("Who can see phone numbers"), tiers()),
                            each_label));
    }

    // The parts in the order in which they are asked; a keypad phone is shown one at a time.
    static constexpr int part_count = 4;
    Html part(int number) const {
        if (number == 0) return all(person(), card_itself());
        if (number == 1) {
            return all(
                fieldset(heading(w("Positions (Japanese side)")), positions("ja", Language::ja)),
                fieldset(heading(w("Positions (English side)")), positions("en", Language::en),
                         who_sees("positions", w("Who can see positions"))));
        }
        if (number == 2) return all(phones(), mail(), web_addresses());
        return all(fieldset(heading(w("Address (Japanese side)")), address("ja", Language::ja)),
                   fieldset(heading(w("Address (English side)")), address("en", Language::en),
                            who_sees("address", w("Who can see the address"))));
    }
    std::string part_name(int number) const {
        char const *const names[part_count] = {w("Name and layout"), w("Positions"),
                                               w("Phone, email, web"), w("Address")};
        return names[number];
    }

    Html mail() const {
        return fieldset(
            heading(w("Email")),
            labelled(
                "emails",
                {{"work", w("Work"), ""}, {"home", w("Private"), ""}, {"other", w("Other"), ""}},
                w("Email address"), {.type = "email", .autocomplete = "email", .max_length = 254},
                w("Add an email address")),
            who_sees("emails", w("Who can see email addresses")));
    }

    Html web_addresses() const {
        return fieldset(
            heading(w("Web")),
            labelled(
                "urls",
                {{"web", w("Work"), ""}, {"home", w("Private"), ""}, {"other", w("Other"), ""}},
                w("Web address"), {.type = "url", .max_length = max_url}, w("Add a web address")),
            who_sees("urls", w("Who can see web addresses")));
    }

    Html card_itself() const {
        return fieldset(
            heading(w("Card layout and type")),
            web::radio_group(visit, state, "layout", w("Layout"),
                             {{"horizontal", w("Horizontal"), ""},
                              {"vertical", w("Vertical (Japanese side)"), ""}}),
            web::is_plain(visit.request)
                ? web::radio_group(visit, state, "style", w("Style"), style_choices(w))
                : style_pictures(),
            web::select_field(visit, state, "kind", w("Type of card"),
                              {{"company", kind_label(Kind::company, w), ""},
                               {"own", kind_label(Kind::own, w), ""},
                               {"private", kind_label(Kind::private_, w), ""}}),
            text("label", w("Your label for this card"),
                 {.hint = w("Only you can see it. For example: main job, alumni association.")}));
    }

    // The five styles, each as a small picture of this card.
    Html style_pictures() const {
        auto const typed = state.value("style");
        auto const chosen = style_of(typed).value_or(options.draft.style);
        return fieldset(cls("field"), legend(w("Style")),
                        div(cls("styles"), each(styles, [&](Style style) {
                                auto const own_id = "f-style-" + std::string{to_string(style)};
                                return div(cls("style-choice"),
                                           input(type("radio"), id(own_id), name("style"),
                                                 value(to_string(style)),
                                                 flag("checked", style == chosen)),
                                           label(attr("for", own_id), style_label(style, w)),
                                           style_picture(w, options.draft, style));
                            })));
    }

    Html explanation() const {
        return p(w("By default, everyone can find you by your name, and only people you exchanged "
                   "cards with can see the rest. You can choose who sees each part."));
    }
    Html actions() const {
        return div(cls("actions"), web::submit(w("Save card")),
                   a(cls("button quiet"), href(Url{"/card"}), w("Cancel")));
    }

    Html whole() const {
        return all(html::link(attr("rel", "stylesheet"), href(web::asset("editor.css"))),
                   // Enter in a field saves; without this it would press the first "add a line".
                   button(type("submit"), cls("default-button"), attr("tabindex", "-1"),
                          attr("aria-hidden", "true"), w("Save")),
                   details(cls("preview"), flag("open"), summary(w("Preview")),
                           drawn_sides(w, options.draft),
                           p(button(type("submit"), cls("button"), name("look"), value("page"),
                                    w("Update preview")))),
                   div(cls("fields form"), fields()),
                   element("script", src(web::asset("editor.js")), flag("defer")));
    }
    Html fields() const {
        bool const ja_first = w.is_ja();
        auto const side = [&](bool ja) {
            return fieldset(
                heading(ja ? w("Positions (Japanese side)") : w("Positions (English side)")),
                positions(ja ? "ja" : "en", ja ? Language::ja : Language::en));
        };
        // What everybody fills in comes first, in the reader's language; the rest is folded.
        return all(web::form_errors(visit, state), web::form_version(visit, state), explanation(),
                   person(), side(ja_first), who_sees("positions", w("Who can see positions")),
                   phones(), mail(),
                   folded(ja_first ? w("English side") : w("Japanese side"), side(!ja_first)),
                   folded(w("Address"), part(3)), folded(w("Web"), web_addresses()),
                   folded(w("Card layout and type"), card_itself()), actions());
    }
    // Open when something in it is wrong, is to be looked at, or was changed in another window.
    Html folded(std::string_view words, Html content) const {
        bool is_open =
            !state.meanwhile.empty() || (!options.focus.empty() && has(content, options.focus));
        for (auto const &error : state.errors) is_open = is_open || has(content, error.field);
        return details(cls("panel fold"), flag("open", is_open), summary(words),
                       div(cls("form"), std::move(content)));
    }
    static bool has(Html const &html, std::string_view field) {
        return html.markup().find(" name=\"" + std::string{field} + "\"") != std::string::npos;
    }

    // One part; what the others hold comes along unseen.
    Html in_parts() const {
        int shown = std::clamp(options.part, 0, part_count - 1);
        // To the first mistake.
        for (int i = 0; i < part_count && !state.errors.empty(); ++i) {
            if (!has(part(i), state.errors.front().field)) continue;
            shown = i;
            break;
        }
        auto const asked = part(shown);
        Html along;
        for (auto const &[field, value] : state.typed.pairs()) {
            bool const is_of_card = field != "csrf" && field != "version" && field != "part" &&
                                    field != "at" && field != "more" && field != "fill";
            if (is_of_card && !value.empty() && !has(asked, field))
                along += hidden_field(field, value);
        }
        Html others;
        for (int i = 0; i < part_count; ++i) {
            if (i == shown) continue;
            others += div(button(type("submit"), name("part"), value(std::to_string(i)),
                                 std::to_string(i + 1) + ". " + part_name(i)));
        }
        return all(web::form_errors(visit, state), web::form_version(visit, state),
                   when(shown == 0, [&] { return explanation(); }),
                   h2(std::to_string(shown + 1) + ". " + part_name(shown)), asked,
                   hidden_field("at", std::to_string(shown)), along, actions(), others);
    }

    static Html hidden_field(std::string_view field, std::string_view text) {
        return input(type("hidden"), name(field), value(text));
    }
};

} // namespace

Html live_parts(i18n::Words const &w, CardBody const &draft,
                std::vector<FieldError> const &errors) {
    return all(drawn_sides(w, draft),
               each(styles, [&](Style style) { return style_picture(w, draft, style); }),
               each(errors, [&](FieldError const &error) {
                   return p(cls("error"), attr("data-error", error.field), web::icon("bad"),
                            span(w(error.why)));
               }));
}

Html card_form(web::Visit const &visit, web::FormState const &state,
               CardFormOptions const &options) {
    Form const form{visit, state, options};
    return web::form(visit, options.to,
                     web::is_plain(visit.request) ? form.in_parts() : form.whole(),
                     options.is_unsaved ? "form card-form unsaved" : "form card-form");
}

} // namespace goen::card
