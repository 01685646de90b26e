// SPDX-License-Identifier: Apache-2.0
// The district of the gates, wired: ways in and out. Owns its rooms.
#pragma once

#include "answering/answering.hpp"
#include "archive/archive.hpp"
#include "circle/circle.hpp"
#include "leaving/leaving.hpp"
#include "transfer/imports.hpp"

namespace goen::gates {

class Gates {
public:
    Gates(people::Ground const &ground, people::People &people, book::Book &book,
          circle::Circle &circle, account::Quotas const &quotas,
          answering::Settings const &answers = {});
    void open(web::Registry &registry);

    leaving::Leaving leaving;
    transfer::Imports imports;
    archive::Archives archives;
    answering::Answering answers;

private:
    people::People &people_;
    book::Book &book_;
};

} // namespace goen::gates
