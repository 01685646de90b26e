// SPDX-License-Identifier: Apache-2.0
#include "store/open_read.hpp"

#include <stdexcept>

namespace goen::store {
namespace {

thread_local OpenRead *innermost = nullptr;

} // namespace

OpenRead::OpenRead(Database const &database, Reader &reader)
    : database_(database), reader_(reader), outer_(innermost) {
    innermost = this;
}

OpenRead::~OpenRead() { innermost = outer_; }

Reader *OpenRead::of(Database const &database) {
    for (auto const *open = innermost; open; open = open->outer_) {
        if (&open->database_ == &database) return &open->reader_;
    }
    return nullptr;
}

bool OpenRead::is_any() { return innermost != nullptr; }

void OpenRead::refuse_write(Database const &database) {
    if (of(database)) throw std::logic_error{"write() was called inside a read"};
}

} // namespace goen::store
