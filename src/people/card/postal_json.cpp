// SPDX-License-Identifier: Apache-2.0
#include "card/card_check.hpp"
#include "card/card_form.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace goen::card {

http::Response postal_answer(web::Visit const &visit, PostalLookup const &lookup) {
    boost::json::object out;
    auto const code = checked_postal_code(visit.path_param("code"), "JP");
    auto digits = code ? *code : std::string{};
    std::erase(digits, '-');
    auto const found = code ? lookup(digits) : std::vector<names::PostalPlace>{};
    if (found.empty()) return http::json("{}", 404);
    auto const &place = found.front();
    out["postal_code"] = *code;
    out["region"] = place.prefecture, out["locality"] = place.city;
    out["region_en"] = place.prefecture_romaji, out["locality_en"] = place.city_romaji;
    // A code of several towns names none of them.
    out["street"] = found.size() == 1 ? place.town : std::string{};
    out["street_en"] = found.size() == 1 ? place.town_romaji : std::string{};
    return http::json(boost::json::serialize(out));
}

} // namespace goen::card
