// SPDX-License-Identifier: Apache-2.0
#include "web/csrf.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace goen;

TEST_CASE(
    "A form's token opens only with its secret, looks new in every page and says whose it is") {
    SystemRandom random;
    std::set<std::string> tokens;
    for (int i = 0; i < 20; ++i) {
        auto const token = web::csrf_token("secret of Hana", 7, random);
        CHECK(token.size() == 128);
        CHECK(tokens.insert(token.substr(0, 64)).second);
        CHECK(tokens.insert(token.substr(64)).second);
        CHECK(web::is_csrf_token(token, "secret of Hana"));
        CHECK_FALSE(web::is_csrf_token(token, "secret of Ken"));
        CHECK(web::is_page_of(token, 7));
        CHECK_FALSE(web::is_page_of(token, 8));
        CHECK_FALSE(web::is_page_of(token, 0));
        auto const of_a_guest = web::csrf_token("secret of Hana", 0, random);
        CHECK(web::is_csrf_token(of_a_guest, "secret of Hana"));
        CHECK(web::is_page_of(of_a_guest, 0));
        CHECK_FALSE(web::is_page_of(of_a_guest, 7));
    }
    for (auto const *odd : {"", "abc"}) CHECK_FALSE(web::is_page_of(odd, 0));
    CHECK_FALSE(web::is_page_of(std::string(128, 'g'), 0));
    CHECK_FALSE(web::is_page_of(std::string(128, '0'), 0));
}
