// SPDX-License-Identifier: Apache-2.0
#include "support/databases.hpp"
#include "transfer/queries.hpp"

#include <doctest/doctest.h>

using namespace goen;

TEST_CASE("Every query of the transfer room is understood by both engines") {
    tests::prepares_on_both(transfer::sql::all);
}
