// SPDX-License-Identifier: Apache-2.0
#include "web/page.hpp"
#include "web/web_doors.hpp"

namespace goen::web {

namespace {

http::Response choose_language(Visit const& visit) {
    auto const wanted = visit.form.get("language");
    if (wanted != "ja" && wanted != "en") {
        return refused(visit, {Reason::invalid, N_("Choose Japanese or English."), {}, {}});
    }
    auto response = go(visit, http::safe_path(visit.form.get("next")));
    response.add("set-cookie", http::to_string({"lang", std::string{wanted}, std::chrono::hours{24 * 365}, true,
                                                visit.public_url.starts_with("https:"), "Lax"}));
    return response;
}

} // namespace

void add_pages(Doors& doors) { doors.post("/language", Who::anyone, choose_language); }

} // namespace goen::web
