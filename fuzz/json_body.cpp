// SPDX-License-Identifier: Apache-2.0
// A JSON body: read, checked against the card's shape, made into a card, written and read again.
#include "card/card_json.hpp"
#include "card/card_store.hpp"
#include "web/schema.hpp"

#include <boost/json.hpp>

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    static web::Schema const schema = web::shape_of<card::CardInput>();
    auto const value = web::parse_json({reinterpret_cast<char const *>(data), size});
    if (!value) return 0;
    // What was read reads the same when written.
    auto const again = web::parse_json(boost::json::serialize(*value));
    if (!again) std::abort();
    if (!web::check(schema, *value).empty()) return 0;
    auto const body = card::card_of(web::from_json<card::CardInput>(value->as_object()),
                                    names::NameRule::contact);
    if (!body) return 0;
    if (card::from_stored(card::to_stored(*body)) != *body) std::abort();
    return 0;
}
