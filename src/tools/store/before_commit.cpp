// SPDX-License-Identifier: Apache-2.0
#include "store/before_commit.hpp"

namespace goen::store {
namespace {

thread_local BeforeCommit *current_one = nullptr;

} // namespace

BeforeCommit::BeforeCommit(std::function<void(Writer &)> run) : run_(std::move(run)) {}
BeforeCommit::~BeforeCommit() = default;

BeforeCommit *BeforeCommit::current() { return current_one; }

BeforeCommit::Scope::Scope(BeforeCommit *other) : before_(current_one) { current_one = other; }
BeforeCommit::Scope::~Scope() { current_one = before_; }

void BeforeCommit::join(std::function<bool(Writer &)> const &f,
                        std::function<void(std::function<bool(Writer &)> const &)> const &write) {
    auto *const due = current_one;
    if (!due || due->is_done_) {
        write(f);
        return;
    }
    bool kept = false;
    write([&](Writer &writer) {
        kept = f(writer);
        if (kept) due->run_(writer);
        return kept;
    });
    due->is_done_ = kept;
}

} // namespace goen::store
