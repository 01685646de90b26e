// SPDX-License-Identifier: Apache-2.0
#include "web/form_version.hpp"

#include "base/random.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace goen::web {

using namespace html;

namespace {

constexpr std::size_t digest_size = 8; // hex digits of each part

// As a browser sends back what it was given: with CR LF, and what only surrounds a value is no
// change of it.
std::string value_in(http::Params const &form, std::string_view field) {
    std::string value{trimmed(form.get(field))};
    std::erase(value, '\r');
    return value;
}

bool is_list(FormPart const &part) { return part.field.ends_with('.'); }

// A list's filled fields by name, so that the order in which they were sent does not matter.
std::vector<std::pair<std::string, std::string>> fields_of(FormPart const &part,
                                                           http::Params const &form) {
    std::vector<std::pair<std::string, std::string>> fields;
    for (auto const &[name, value] : form.pairs()) {
        if (!name.starts_with(part.field)) continue;
        if (auto const text = value_in(form, name); !text.empty()) fields.emplace_back(name, text);
    }
    std::sort(fields.begin(), fields.end());
    return fields;
}

std::string value_of(FormPart const &part, http::Params const &form) {
    if (!is_list(part)) return value_in(form, part.field);
    std::string all;
    for (auto const &[name, value] : fields_of(part, form)) all += name + '=' + value + '\n';
    return all;
}

std::string digest(FormPart const &part, std::string const &value) {
    return sha256_hex(part.field + '\n' + value).substr(0, digest_size);
}

std::string text_of(FormPart const &part, http::Params const &form) {
    if (part.text) return part.text(form);
    if (!is_list(part)) return value_in(form, part.field);
    std::string all;
    for (auto const &[name, value] : fields_of(part, form))
        all += (all.empty() ? "" : " / ") + value;
    return all;
}

// `form` with that part as it is in `from`.
http::Params with_part(http::Params const &form, FormPart const &part, http::Params const &from) {
    auto const is_of_part = [&](std::string const &name) {
        return is_list(part) ? name.starts_with(part.field) : name == part.field;
    };
    http::Params made;
    for (auto const &[name, value] : form.pairs()) {
        if (!is_of_part(name)) made.add(name, value);
    }
    for (auto const &[name, value] : from.pairs()) {
        if (is_of_part(name)) made.add(name, value);
    }
    return made;
}

Html lines_of(std::string_view text) {
    Html lines;
    for (auto const line : split(text, '\n')) {
        if (!lines.empty()) lines += br();
        lines += Html{line};
    }
    return lines;
}

} // namespace

FormPart choice_part(std::string field, std::string label, std::vector<Choice> choices) {
    auto text = [field, choices = std::move(choices)](http::Params const &form) {
        auto const value = form.get(field);
        for (auto const &one : choices) {
            if (one.value == value) return one.label;
        }
        return std::string{value};
    };
    return {std::move(field), std::move(label), std::move(text)};
}

FormPart checkbox_part(std::string field, std::string label, i18n::Words const &w) {
    return choice_part(std::move(field), std::move(label),
                       {{"1", w("Yes"), ""}, {"", w("No"), ""}});
}

std::string version_of(FormParts const &parts, http::Params const &stored) {
    std::string version;
    for (auto const &part : parts) version += digest(part, value_of(part, stored));
    return version;
}

std::optional<FormState> stale_form(FormParts const &parts, http::Params const &typed,
                                    http::Params const &stored, http::Params const &meant) {
    auto const version = typed.get("version");
    bool const is_known = version.size() == parts.size() * digest_size;
    FormState state{typed, {}, {}};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const &part = parts[i];
        auto const now = value_of(part, stored), wanted = value_of(part, meant);
        auto const opened =
            is_known ? version.substr(i * digest_size, digest_size) : std::string_view{};
        if (wanted == now || digest(part, now) == opened) continue;
        bool const is_untouched = digest(part, wanted) == opened;
        state.meanwhile.push_back(
            {part.label, text_of(part, stored), text_of(part, meant), is_untouched});
        if (is_untouched) state.typed = with_part(state.typed, part, stored);
    }
    if (state.meanwhile.empty()) return std::nullopt;
    state.version = version_of(parts, stored);
    return state;
}

Refusal changed_meanwhile() {
    return {Reason::conflict, N_("This was changed after you opened the form."), {}, {}};
}

Html form_version(Visit const &visit, FormState const &state) {
    auto const &w = visit.words;
    auto const version = state.version.empty() ? visit.form.get("version") : state.version;
    auto const shown = [&](char const *sentence, std::string const &text) {
        return p(span(cls("meta"), w(sentence)), " ",
                 text.empty() ? Html{w("(empty)")} : lines_of(text));
    };
    return all(
        when(!version.empty(),
             [&] { return input(type("hidden"), name("version"), value(version)); }),
        when(!state.meanwhile.empty(), [&] {
            return div(
                cls("notice warn"), attr("role", "alert"), icon("warn"),
                div(cls("stack"),
                    p(strong(w("This was changed after you opened the form, perhaps in another "
                               "window. Nothing has been saved yet."))),
                    each(state.meanwhile,
                         [&](ChangedMeanwhile const &one) {
                             return div(
                                 p(strong(one.label)), shown(N_("Saved now:"), one.stored),
                                 one.is_taken_over
                                     ? all(shown(N_("When you opened the form:"), one.typed),
                                           p(cls("meta"), w("You had not changed this, so the form "
                                                            "below shows what is saved now.")))
                                     : shown(N_("In your form below:"), one.typed));
                         }),
                    p(w("Please check the form and save it again."))));
        }));
}

} // namespace goen::web
