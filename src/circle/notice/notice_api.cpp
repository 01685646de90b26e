// SPDX-License-Identifier: Apache-2.0
#include "notice/notice_doors.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"

namespace goen::letter {
constexpr auto values_of(Kind) { return kinds; }
} // namespace goen::letter

namespace goen::notice {

using web::ApiCall;
using web::field;

namespace {

struct MemberJson {
    Named one;
};
web::Record const &record_of(MemberJson const *) {
    using Of = MemberJson;
    static web::Record const record{"NoticeMember",
                                    {field<[](Of const &of) { return of.one.id; }>("id"),
                                     field<[](Of const &of) { return of.one.name; }>("name")}};
    return record;
}

struct NoticeJson {
    Notice one;
    std::string public_url;
};
web::Record const &record_of(NoticeJson const *) {
    using Of = NoticeJson;
    static web::Record const record{
        "Notice",
        {field<[](Of const &of) { return NoticeId{of.one.place}; }>("id").about(
             "Changes when something is added to the group."),
         field<[](Of const &of) { return of.one.kind; }>("kind"),
         field<[](Of const &of) { return of.one.at; }>("at").about("of the newest"),
         field<[](Of const &of) { return of.one.is_read; }>("read"),
         field<[](Of const &of) { return of.one.count; }>("count").about(
             "People; of messages and reminders, how many."),
         field<[](Of const &of) { return of.one.text; }>("text"),
         field<[](Of const &of) { return of.one.excerpt; }>("excerpt").or_null(),
         field<[](Of const &of) { return of.public_url + of.one.path; }>("url"),
         field<[](Of const &of) {
             std::vector<MemberJson> members;
             for (auto const &member : of.one.members) members.push_back({member});
             return members;
         }>("members")
             .about("Newest first.")}};
    return record;
}

struct ReadInput {
    NoticeId up_to;
};
web::Record const &record_of(ReadInput const *) {
    static web::Record const record{
        "NoticesReadInput",
        {field<&ReadInput::up_to>("up_to").about("The id of a notice: it and all before it.")}};
    return record;
}

using NoticesPage = web::Page<NoticeJson, "NoticePage">;

Result<NoticesPage> list(Notices &notices, ApiCall const &call) {
    auto const after = web::cursor_of<NoticeId>(call.visit);
    if (!after) return after.why();
    auto const &visit = call.visit;
    auto found = notices.list(visit.member, visit.words, after->value, web::limit_of(visit));
    NoticesPage page;
    for (auto &one : found.notices) page.items.push_back({std::move(one), visit.public_url});
    if (found.next != 0) page.next = std::to_string(found.next);
    return page;
}

Done read_all(Notices &notices, ApiCall const &call, ReadInput const &input) {
    return notices.read_all(call.visit.member, input.up_to.value);
}

Done undo(Notices &notices, ApiCall const &call) {
    return notices.undo_read_all(call.visit.member);
}

} // namespace

void add_api(web::Doors &doors, Notices &notices) {
    web::Endpoints<Notices &> api{doors, notices, {"notices", "notices:read", "notices:write"}};
    api.add(web::get("/notices", "What concerns me, grouped, newest first: as much of it as I may "
                                 "see now.")
                .asks(web::page_params({}))
                .refuses({422}),
            list);
    api.add(web::post("/notices/read", "I have read these.").refuses({422}), read_all);
    api.add(web::post("/notices/read/undo", "Take that back, within ten minutes."), undo);
}

} // namespace goen::notice
