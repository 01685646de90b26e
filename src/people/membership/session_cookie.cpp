// SPDX-License-Identifier: Apache-2.0
#include "membership/membership_doors.hpp"

#include "web/csrf.hpp"

namespace goen::membership {

http::Cookie session_cookie(std::string secret, bool secure) {
    // As long as a session can live; the server ends it earlier when it is idle.
    return {secure ? "__Host-goen" : "goen",
            std::move(secret),
            std::chrono::days{90},
            true,
            secure,
            "Lax"};
}

http::Cookie ended_session_cookie(bool secure) {
    return {secure ? "__Host-goen" : "goen", "", seconds{0}, true, secure, "Lax"};
}

http::Cookie language_cookie(i18n::Language language, bool secure) {
    return {"lang", std::string{i18n::code(language)}, std::chrono::hours{24 * 365}, true, secure,
            "Lax"};
}

void recognise(web::Visit &visit, account::Identity const &who, Random &random,
               web::Places const &places) {
    visit.member = who.member;
    visit.session = who.session;
    visit.is_operator = who.info.is_operator;
    visit.words = i18n::Words{who.info.language};
    visit.csrf = web::csrf_token(who.csrf_key, who.member.value, random);
    visit.member_name = who.info.name.display(visit.words.language());
    visit.places = &places;
    visit.waiting = places.waiting(who.member);
}

} // namespace goen::membership
