// SPDX-License-Identifier: Apache-2.0
// Notices on a member's own devices.
#include "notice/notice_doors.hpp"
#include "push/push.hpp"

#include <algorithm>
#include <array>

namespace goen::notice {
namespace {

constexpr std::array told_here{push::Kind::mention, push::Kind::reply, push::Kind::comment,
                               push::Kind::guest, push::Kind::reaction};

} // namespace

void write_notifications(push::Push &push, Notices &notices) {
    notices.use([&push](store::Writer &writer, MemberId to, letter::Kind kind, std::int64_t thing) {
        auto const same = push::kind_of(letter::to_string(kind));
        if (same && std::ranges::find(told_here, *same) != told_here.end())
            push.put(writer, to, *same, thing);
    });
    for (auto const kind : told_here) {
        auto const as_letter = *letter::kind_of(push::to_string(kind));
        push.written_by(
            kind,
            [&notices,
             as_letter](account::Member const &to,
                        std::vector<std::int64_t> const &things) -> std::optional<push::Said> {
                auto what = notices.what(to.id, as_letter, things);
                if (!what || what->count == 0) return {};
                return push::Said{what->count, std::move(what->text), std::move(what->path)};
            });
    }
}

} // namespace goen::notice
