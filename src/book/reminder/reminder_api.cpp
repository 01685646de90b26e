// SPDX-License-Identifier: Apache-2.0
#include "i18n/holidays.hpp"
#include "reminder/reminder_doors.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"
#include "web/versions.hpp"

#include <algorithm>

namespace goen::reminder {

using web::ApiCall;
using web::field;

static constexpr auto values_of(When) {
    return std::array{When::next_business_day, When::three_business_days, When::one_week,
                      When::one_month};
}
static constexpr auto values_of(Kind) {
    return std::array{Kind::birthday, Kind::founding, Kind::anniversary, Kind::other,
                      Kind::connected};
}
static constexpr auto values_of(Old::Why) {
    return std::array{Old::Why::years_ago, Old::Why::long_since};
}
static std::string_view to_string(Old::Why why) {
    return why == Old::Why::years_ago ? "years_ago" : "long_since";
}

static web::Record const &record_of(Reminder const *) {
    static web::Record const record{
        "Reminder",
        {field<&Reminder::id>("id"), field<&Reminder::contact>("contact"),
         field<&Reminder::on>("on"),
         field<[](Reminder const &one) { return i18n::holiday_name(one.on); }>("holiday")
             .most(40)
             .or_null()
             .about("The national holiday it falls on."),
         field<&Reminder::note>("note").most(max_note), field<&Reminder::made>("made_at"),
         field<&Reminder::done>("done_at").or_null()}};
    return record;
}

static web::Record const &record_of(Old const *) {
    static web::Record const record{"OldAcquaintance",
                                    {field<&Old::contact>("contact"), field<&Old::why>("why"),
                                     field<&Old::on>("on"),
                                     field<&Old::where>("where").most(200).or_null(),
                                     field<&Old::years>("years").between(0, 2000)}};
    return record;
}

namespace {

web::Field day_field(web::Field on) {
    return std::move(on).optional().most(60).about("A day: 2026-04-01, 令和8年4月1日, 4/1.");
}
web::Field when_field(web::Field in) {
    return std::move(in).optional().about("Instead: moved to a business day.");
}
web::Field note_field(web::Field note) {
    return std::move(note).optional().most(max_note).or_null();
}

struct ReminderInput {
    ContactId contact;
    std::optional<std::string> on;
    std::optional<When> in;
    std::string note;
};
web::Record const &record_of(ReminderInput const *) {
    using Input = ReminderInput;
    static web::Record const record{
        "ReminderInput",
        {field<&Input::contact>("contact"), day_field(field<&Input::on>("on")),
         when_field(field<&Input::in>("in")), note_field(field<&Input::note>("note"))}};
    return record;
}

struct ReminderChange {
    std::string on;
    std::optional<When> in;
    std::string note;
    bool done = false;
};
web::Record const &record_of(ReminderChange const *) {
    using Change = ReminderChange;
    static web::Record const record{
        "ReminderPatch",
        {day_field(field<&Change::on>("on")), when_field(field<&Change::in>("in")),
         note_field(field<&Change::note>("note")), field<&Change::done>("done").optional()}};
    return record;
}

struct DateAnswer {
    DateId id;
    ContactId contact;
    Kind kind{};
    std::string label;
    std::optional<int> year, month, day, years;
    std::optional<Date> next;
};
web::Record const &record_of(DateAnswer const *) {
    static web::Record const record{
        "ImportantDate",
        {field<&DateAnswer::id>("id"), field<&DateAnswer::contact>("contact"),
         field<&DateAnswer::kind>("kind"),
         field<&DateAnswer::label>("label").most(max_label).or_null(),
         field<&DateAnswer::year>("year").between(1800, 2999).or_null(),
         field<&DateAnswer::month>("month").between(1, 12).or_null(),
         field<&DateAnswer::day>("day").between(1, 31).or_null(),
         field<&DateAnswer::years>("years").between(0, 2000).or_null().about(
             "Full years by today."),
         field<&DateAnswer::next>("next").or_null().about("When it comes again.")}};
    return record;
}

struct DateInput {
    Kind kind{};
    std::string label, date;
};
web::Record const &record_of(DateInput const *) {
    static web::Record const record{
        "ImportantDateInput",
        {field<&DateInput::kind>("kind"),
         field<&DateInput::label>("label").optional().most(max_label).about("of kind `other`"),
         field<&DateInput::date>("date").most(60).about(
             "What is known: 1953, S28, 昭和28年5月3日, 5/3, --05-03.")}};
    return record;
}

using ReminderPage = web::Page<Reminder, "ReminderPage">;
using ComingDates = web::Page<DateAnswer, "ComingDates">;
using ImportantDates = web::Page<DateAnswer, "ImportantDates">;
using OldAcquaintances = web::Page<Old, "OldAcquaintances">;

Result<ReminderPage> list(Rooms const &rooms, ApiCall const &call) {
    auto const me = call.visit.member;
    auto const limit = web::limit_of(call.visit);
    std::optional<Reminder> after;
    if (auto const cursor = call.visit.query("after"); !cursor.empty()) {
        auto const id = ReminderId::parse(cursor);
        auto const found = id ? rooms.reminders.find(me, *id) : Result<Reminder>{Refusal{}};
        if (!found) return web::not_our_cursor();
        after = *found;
    }
    bool const is_done = call.visit.query("state") == "done";
    ReminderPage page;
    page.items = is_done ? rooms.reminders.done(me, after, limit + 1)
                         : rooms.reminders.open(me, after, limit + 1);
    if (static_cast<int>(page.items.size()) > limit) {
        page.items.pop_back();
        page.next = page.items.back().id.text();
    }
    return page;
}

Result<Reminder> add(Rooms const &rooms, ApiCall const &call, ReminderInput const &input) {
    auto const today = rooms.reminders.today();
    if (!input.in && !input.on)
        return Refusal{
            Reason::invalid, N_("Please enter a date."), {{"on", N_("Please enter a date.")}}};
    auto const day =
        input.in ? Result<Date>{day_of(*input.in, today)} : day_typed(*input.on, today);
    if (!day) return day.why();
    return rooms.reminders.add(call.visit.member, input.contact, *day, input.note);
}

Result<Reminder> show(Rooms const &rooms, ApiCall const &call) {
    return rooms.reminders.find(call.visit.member, call.visit.path_id<ReminderId>());
}

Done check_version(ApiCall const &call, Reminder const &one) {
    return web::check_preconditions(call, web::to_json(one));
}

Result<Reminder> change(Rooms const &rooms, ApiCall const &call,
                        web::Patch<ReminderChange> const &patch) {
    auto const wanted_of = [&](Reminder const &one) -> Result<Change> {
        if (auto const fits = check_version(call, one); !fits) return fits.why();
        auto const now = iso_date(one.on);
        auto const next = patch.onto({now, {}, one.note, one.done.has_value()});
        auto const today = rooms.reminders.today();
        Change wanted;
        // The day it has stays, also when that has passed.
        if (next.in) {
            wanted.on = day_of(*next.in, today);
        } else if (next.on != now) {
            auto const day = day_typed(next.on, today);
            if (!day) return day.why();
            wanted.on = *day;
        }
        if (patch.names("note")) wanted.note = next.note;
        if (patch.names("done")) wanted.done = next.done;
        return wanted;
    };
    return rooms.reminders.change(call.visit.member, call.visit.path_id<ReminderId>(), wanted_of);
}

Done remove(Rooms const &rooms, ApiCall const &call) {
    return rooms.reminders.remove(call.visit.member, call.visit.path_id<ReminderId>(),
                                  [&](Reminder const &one) { return check_version(call, one); });
}

Done undo(Rooms const &rooms, ApiCall const &call) {
    return rooms.reminders.undo(call.visit.member, call.visit.path_id<ReminderId>());
}

DateAnswer answer_of(ImportantDate const &one, Date today) {
    auto const part = [](auto n) { return n ? std::optional{static_cast<int>(n)} : std::nullopt; };
    DateAnswer answer{one.id,
                      one.contact,
                      one.kind,
                      one.label,
                      part(one.date.year),
                      part(one.date.month),
                      part(one.date.day),
                      one.years(today),
                      {}};
    if (one.date.has_day() && one.kind != Kind::connected) answer.next = one.date.next(today);
    return answer;
}

Result<ImportantDates> dates(Rooms const &rooms, ApiCall const &call) {
    auto const found = rooms.reminders.dates_of(call.visit.member, call.visit.path_id<ContactId>());
    if (!found) return found.why();
    ImportantDates page;
    for (auto const &one : *found) page.items.push_back(answer_of(one, rooms.reminders.today()));
    return page;
}

Result<ComingDates> coming(Rooms const &rooms, ApiCall const &call) {
    auto const days = parse_id(call.visit.query("days"));
    ComingDates page;
    for (auto const &one : rooms.reminders.coming(
             call.visit.member,
             days ? static_cast<int>(std::clamp<std::int64_t>(*days, 1, 366)) : 60))
        page.items.push_back(answer_of(one.date, rooms.reminders.today()));
    return page;
}

Result<DateAnswer> add_date(Rooms const &rooms, ApiCall const &call, DateInput const &input) {
    auto const date = i18n::read_loose_date(input.date);
    auto const made =
        rooms.reminders.add_date(call.visit.member, call.visit.path_id<ContactId>(), input.kind,
                                 input.label, date.value_or(i18n::LooseDate{}));
    if (!made) return made.why();
    return answer_of(*made, rooms.reminders.today());
}

Done remove_date(Rooms const &rooms, ApiCall const &call) {
    return rooms.reminders.remove_date(call.visit.member, call.visit.path_id<ContactId>(),
                                       call.visit.path_id<DateId>("date"));
}

Result<OldAcquaintances> long_ago(Rooms const &rooms, ApiCall const &call) {
    return OldAcquaintances{rooms.reminders.long_ago(call.visit.member, 50), ""};
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    web::Endpoints<Rooms> api{doors, rooms, {"reminders", "contacts:read", "contacts:write"}};
    api.add(
        web::get("/reminders", "My reminders: those that wait by day, or those done, newest first.")
            .asks(web::page_params(
                {{"state", web::shape::words({"open", "done"}), "open by default"}}))
            .refuses({422}),
        list);
    api.add(web::post("/reminders", "Be reminded of a contact on a day.")
                .creates()
                .refuses({404, 409, 422}),
            add);
    api.add(web::get("/reminders/{id}", "One reminder of mine.").refuses({404}), show);
    api.add(
        web::patch("/reminders/{id}",
                   "Put a reminder off, finish it, or change its note; what is not named stays.")
            .refuses({404, 422}),
        change);
    api.add(web::del("/reminders/{id}", "Remove a reminder; it can be brought back for 30 days.")
                .refuses({404}),
            remove);
    api.add(web::post("/reminders/{id}/undo", "Take the last step back: removed, done, or put off.")
                .refuses({404, 409}),
            undo);

    api.add(web::get("/reminders/dates", "Important dates that come again soon.")
                .asks({{"days", web::shape::integer(1, 366), "how far ahead, 60 by default"}}),
            coming);
    api.add(web::get("/contacts/{id}/dates", "Important dates of a contact.").refuses({404}),
            dates);
    api.add(
        web::post("/contacts/{id}/dates", "Note an important date.").creates().refuses({404, 422}),
        add_date);
    api.add(web::del("/contacts/{id}/dates/{date}", "Remove an important date.").refuses({404}),
            remove_date);
    api.add(web::get("/contacts/long-ago",
                     "People met around this day in another year, or not met for three years."),
            long_ago);
}

} // namespace goen::reminder
