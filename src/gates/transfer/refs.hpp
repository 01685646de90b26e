// SPDX-License-Identifier: Apache-2.0
// How the bulk files call members, both ways.
#pragma once

#include "store/database.hpp"

#include <unordered_map>

namespace goen::transfer {

// Who came by no file is called #ID.
class Refs {
public:
    explicit Refs(store::Database &database);
    std::optional<MemberId> find(std::string_view ref) const;
    std::string of(MemberId id) const;

private:
    std::unordered_map<std::string, MemberId> members_;
    std::unordered_map<MemberId, std::string> refs_;
};

} // namespace goen::transfer
