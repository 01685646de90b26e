// SPDX-License-Identifier: Apache-2.0
#include "web/page.hpp"
#include "web/web_doors.hpp"

namespace goen::web {

namespace {

http::Response choose_language(Visit const &visit, account::Accounts &accounts) {
    auto const wanted = visit.form.get("language");
    if (wanted != "ja" && wanted != "en") {
        return refused(visit, {Reason::invalid, N_("Choose Japanese or English."), {}, {}});
    }
    if (auto const member = visit.is_member() ? accounts.find(visit.member) : std::nullopt) {
        auto const done =
            accounts.choose(visit.member, i18n::language_of(wanted), member->reach, member->bridge);
        if (!done) return refused(visit, done.why());
    }
    auto response = go(visit, http::safe_path(visit.form.get("next")));
    response.add("set-cookie",
                 http::to_string({"lang", std::string{wanted}, std::chrono::hours{24 * 365}, true,
                                  visit.public_url.starts_with("https:"), "Lax"}));
    return response;
}

} // namespace

void add_pages(Doors &doors, account::Accounts &accounts) {
    doors.post("/language", Who::anyone,
               [&accounts](Visit const &visit) { return choose_language(visit, accounts); });
}

} // namespace goen::web
