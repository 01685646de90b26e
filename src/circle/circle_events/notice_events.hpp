// SPDX-License-Identifier: Apache-2.0
// The events of notices; a part of events.hpp.
#pragma once

#include "base/ids.hpp"
#include "store/events.hpp"

namespace goen::notice {

using NoticeId = Id<struct NoticeMeaning>;

// What a member is told, for what is kept in memory: nothing else of hers changes.
inline constexpr store::Topic notices_of{"notices_of"};

struct NoticeMade {
    static constexpr std::string_view kind = "notice.made";
    static constexpr std::string_view means =
        "What happened concerns a member; what it was stands in her row";
    MemberId member;
    NoticeId notice;
    static constexpr store::Thing thing{"notice", &NoticeMade::notice};
    store::Marks touches() const { return {store::mark_of(notices_of, member.value)}; }
};

struct NoticesRead {
    static constexpr std::string_view kind = "notice.read";
    static constexpr std::string_view means =
        "A member has read notices, or takes back that she marked all as read";
    MemberId member;
    store::Marks touches() const { return {store::mark_of(notices_of, member.value)}; }
};

} // namespace goen::notice
