// SPDX-License-Identifier: Apache-2.0
// Edit forms that never overwrite in silence. A form that edits what exists carries a version in a
// hidden field: a digest of each of its parts as they were stored when it was opened. The verb that
// saves asks stale_form() inside its transaction: where saving would overwrite something stored
// since, the form comes back (409) with what is stored now beside what was typed, ready to be saved
// again on purpose. A form that brings no version is taken for one that knows nothing of what is
// stored. Pure values, no state; threads may share everything.
#pragma once

#include "web/page.hpp"

#include <functional>

namespace goen::web {

// What a person sees as one thing in a form.
struct FormPart {
    std::string field; // "given"; "phones." is all fields that begin so: lines of one list, which
                       // are only kept or replaced together
    std::string label;
    std::function<std::string(http::Params const &)> text =
        {}; // how she reads its value; not set: as it is
};
using FormParts = std::vector<FormPart>; // the same for every visit, in the same order

// A part whose value is one of some choices; and one that is on or off.
FormPart choice_part(std::string field, std::string label, std::vector<Choice> choices);
FormPart checkbox_part(std::string field, std::string label, i18n::Words const &words);

// `stored` is always what is stored now, as the form shows it.
std::string version_of(FormParts const &parts, http::Params const &stored);

// Nothing when saving overwrites nothing that was stored since the form was opened. Otherwise the
// form again: what she typed, but of the parts she had not touched what is stored now.
// `meant` is what was typed as it would be stored and shown again, where that is another thing.
std::optional<FormState> stale_form(FormParts const &parts, http::Params const &typed,
                                    http::Params const &stored, http::Params const &meant);
inline std::optional<FormState> stale_form(FormParts const &parts, http::Params const &typed,
                                           http::Params const &stored) {
    return stale_form(parts, typed, stored, typed);
}
// What a verb is given as the reason not to save.
Refusal changed_meanwhile();

// In the form, before its fields: the hidden version, and what changed meanwhile. A form that comes
// back for another reason keeps the version it was opened with.
html::Html form_version(Visit const &visit, FormState const &state);

} // namespace goen::web
