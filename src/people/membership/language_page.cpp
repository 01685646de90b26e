// SPDX-License-Identifier: Apache-2.0
#include "membership/membership_pages.hpp"

namespace goen::membership {
namespace {

http::Response choose_language(web::Visit const &visit, account::Accounts &accounts) {
    auto const wanted = visit.form.get("language");
    if (wanted != "ja" && wanted != "en") {
        return web::refused(visit, {Reason::invalid, N_("Choose Japanese or English."), {}, {}});
    }
    if (auto const member = visit.is_member() ? accounts.find(visit.member) : std::nullopt) {
        auto const done =
            accounts.choose(visit.member, i18n::language_of(wanted), member->reach, member->bridge);
        if (!done) return web::refused(visit, done.why());
    }
    auto response = web::go(visit, http::safe_path(visit.form.get("next")));
    response.add("set-cookie", to_string(language_cookie(i18n::language_of(wanted),
                                                         visit.public_url.starts_with("https:"))));
    return response;
}

} // namespace

void add_language_page(web::Doors &doors, account::Accounts &accounts) {
    doors.post("/language", web::Who::anyone,
               [&accounts](web::Visit const &visit) { return choose_language(visit, accounts); });
}

} // namespace goen::membership
