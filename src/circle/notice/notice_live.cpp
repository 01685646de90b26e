// SPDX-License-Identifier: Apache-2.0
// What those who read a stream are told of notices: that there is one and of which kind, never its
// text.
#include "circle_events/events.hpp"
#include "notice/notice_doors.hpp"

namespace goen::notice {
namespace {

using web::Live;

constexpr web::LiveName notice_event{"notice", "notices:read"};

} // namespace

void add_live(Live &live, Notices &notices) {
    live.on<NoticeMade>(
        notice_event,
        [](store::Reader &, NoticeMade const &event, Live::Members const &) {
            return Live::Members{event.member};
        },
        [&notices](store::Reader &reader, MemberId me, NoticeMade const &event) -> Live::Said {
            auto const seen =
                notices.seen_by(reader, me, i18n::Words{i18n::Language::ja}, event.notice.value);
            if (!seen) return {};
            return boost::json::object{{"id", std::to_string(seen->place)},
                                       {"kind", letter::to_string(seen->kind)},
                                       {"url", seen->path}};
        });
    live.counts<NoticeMade>([](NoticeMade const &event) { return event.member; });
    live.counts<NoticesRead>([](NoticesRead const &event) { return event.member; });
    // Of a comment, a reaction or a post that is gone nobody reads any more: whose badge that was
    // the event does not say, so the author's is counted anew.
    live.counts<feed::PostReacted>([](feed::PostReacted const &event) { return event.other; });
}

} // namespace goen::notice
