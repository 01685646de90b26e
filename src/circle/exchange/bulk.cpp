// SPDX-License-Identifier: Apache-2.0
#include "exchange/bulk.hpp"

#include "exchange/queries.hpp"

namespace goen::exchange {

bool add_side(store::Writer &writer, BulkSide const &side) {
    return writer.run(sql::add_side, {{"member", side.member},
                                      {"other", side.other},
                                      {"at", side.at},
                                      {"place", side.place},
                                      {"given", side.given},
                                      {"received", side.received},
                                      {"version", side.version}}) == 1;
}

} // namespace goen::exchange
