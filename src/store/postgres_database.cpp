// SPDX-License-Identifier: Apache-2.0
#include "store/engines.hpp"
namespace goen::store {
std::unique_ptr<Database> open_postgres(std::string const&, Clock&, Options) { throw Trouble{"not yet"}; }
}
