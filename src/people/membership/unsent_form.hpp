// SPDX-License-Identifier: Apache-2.0
// A form that was not accepted because its session had ended. Its fields travel in the page only,
// as hidden inputs of the log-in form, and the server keeps nothing. After the log-in they are
// shown, and only a tap of the person who sees them sends them.
// Passwords, files and the csrf token are not carried.
#pragma once

#include "html/html.hpp"
#include "web/visit.hpp"

#include <string>
#include <utility>
#include <vector>

namespace goen::membership {

struct UnsentForm {
    std::string to;    // the path it was sent to
    std::string page;  // the path of the page it stood on; "/" when that is not known
    std::string token; // of the form: says whose page it stood on
    std::vector<std::pair<std::string, std::string>> fields;

    // Whether this member wrote it: whoever else logs in on the same browser is not shown it.
    bool is_of(MemberId member) const; // 0: somebody without an account
    bool has_text() const;             // anything that somebody entered or chose
};

// What this POST has brought. Only for one that is known to come from a page of ours: see
// Pipeline::is_from_own_page.
UnsentForm unsent_form(web::Visit const &visit);
// What a log-in form carries; without fields when it carries nothing.
UnsentForm carried_form(http::Params const &log_in);
// The hidden inputs that carry it.
html::Html hidden_inputs(UnsentForm const &form);

// Shows all that would be sent, where to, and a button that sends it.
http::Response unsent_form_page(web::Visit const &visit, UnsentForm const &form, int status);

} // namespace goen::membership
