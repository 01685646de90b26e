// SPDX-License-Identifier: Apache-2.0
#include "web/shift_jis.hpp"

#include "base/text.hpp"
#include "http/path.hpp"
#include "i18n/charset.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::web {
namespace {

// 縁: E7 B8 81 in UTF-8, 89 8F in Shift_JIS, and never both.
constexpr std::string_view canary = "縁", canary_name = "canary";
constexpr std::size_t most_pairs = 1000;

} // namespace

bool is_shift_jis(http::Request const &request) {
    if (!is_plain(request)) return false;
    auto const wanted = request.query.get("enc");
    return wanted == "sjis" || (wanted != "utf8" && request.cookie("enc") == "sjis");
}

std::string_view canary_field() { return "<input type=\"hidden\" name=\"canary\" value=\"縁\" />"; }

void write_in_shift_jis(http::Response &response) {
    // XML without a declaration is UTF-8 to whoever reads it as XML.
    response.body = "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\n" +
                    i18n::to_cp932_markup(response.content());
    response.shared_body.reset();
    response.set("content-type", "text/html; charset=Shift_JIS");
}

Result<http::Params> read_shift_jis_form(std::string_view body) {
    Refusal const unreadable{
        Reason::invalid,
        N_("The form could not be read because it contains characters that cannot be used."),
        {},
        {}};
    http::Params form;
    for (std::size_t start = 0; start < body.size();) {
        auto const end = std::min(body.find('&', start), body.size());
        auto const part = body.substr(start, end - start);
        start = end + 1;
        if (part.empty()) continue;
        if (form.pairs().size() == most_pairs) return unreadable;
        auto const equals = std::min(part.find('='), part.size());
        auto name = http::form_decoded(part.substr(0, equals));
        auto value = i18n::from_cp932_form(
            http::form_decoded(part.substr(std::min(equals + 1, part.size()))));
        if (!is_clean_utf8(name) || !value || !is_clean_utf8(*value)) return unreadable;
        form.add(std::move(name), std::move(*value));
    }
    // Without the canary nobody said that this is Shift_JIS: bytes that happen to be are not
    // believed.
    if (form.get(canary_name) != canary) return unreadable;
    return form;
}

bool read_query(http::Request &request) {
    auto const mark = request.target.find('?');
    if (mark == request.target.npos || !request.query.pairs().empty()) return true;
    auto const sent = std::string_view{request.target}.substr(mark + 1);
    if (http::Params::parse(sent)) return true; // nothing in it
    auto query = read_shift_jis_form(sent);
    if (query) request.query = std::move(*query);
    return query.has_value();
}

bool is_canary_alive(http::Params const &form) {
    return !form.has(canary_name) || form.get(canary_name) == canary;
}

} // namespace goen::web
