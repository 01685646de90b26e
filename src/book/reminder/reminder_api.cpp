// SPDX-License-Identifier: Apache-2.0
#include "i18n/holidays.hpp"
#include "reminder/reminder_doors.hpp"
#include "web/merge_patch.hpp"
#include "web/paging.hpp"
#include "web/versions.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace goen::reminder {

namespace {

namespace json = boost::json;
namespace shape = web::shape;
using http::Method;
using web::ApiAnswer;
using web::ApiCall;

std::string text_at(json::object const &object, std::string_view key) {
    auto const *value = object.if_contains(key);
    auto const *text = value ? value->if_string() : nullptr;
    return text ? std::string{text->data(), text->size()} : std::string{};
}

json::value or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object reminder_json(Reminder const &one) {
    return {{"id", one.id.text()},
            {"contact", one.contact.text()},
            {"on", iso_date(one.on)},
            {"holiday", or_null(i18n::holiday_name(one.on))},
            {"note", one.note},
            {"made_at", rfc3339(one.made)},
            {"done_at", one.done ? json::value(rfc3339(*one.done)) : json::value(nullptr)}};
}

web::Schema reminder_schema() {
    return shape::object(
        "Reminder",
        {shape::required("id", shape::id()), shape::required("contact", shape::id()),
         shape::required("on", shape::text(10)),
         shape::required("holiday",
                         shape::text(40).or_null().about("The national holiday it falls on.")),
         shape::required("note", shape::text(max_note)), shape::required("made_at", shape::time()),
         shape::required("done_at", shape::time().or_null())});
}

std::vector<web::Property> input_properties() {
    return {shape::optional("on", shape::text(60).about("A day: 2026-04-01, 令和8年4月1日, 4/1.")),
            shape::optional("in", shape::words({"next_business_day", "three_business_days",
                                                "one_week", "one_month"})
                                      .about("Instead: moved to a business day.")),
            shape::optional("note", shape::text(max_note).or_null())};
}

// Neither: nothing.
Result<std::optional<Date>> day_in(json::object const &body, Reminders &reminders) {
    auto const today = reminders.today();
    if (auto const when = when_of(text_at(body, "in"))) return std::optional{day_of(*when, today)};
    if (!body.contains("on")) return std::optional<Date>{};
    auto const day = day_typed(text_at(body, "on"), today);
    if (!day) return day.why();
    return std::optional{*day};
}

Result<ApiAnswer> list(ApiCall const &call, Rooms const &rooms) {
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
    auto found = is_done ? rooms.reminders.done(me, after, limit + 1)
                         : rooms.reminders.open(me, after, limit + 1);
    json::value next = nullptr;
    if (static_cast<int>(found.size()) > limit) {
        found.pop_back();
        next = found.back().id.text();
    }
    json::array items;
    for (auto const &one : found) items.push_back(reminder_json(one));
    return ApiAnswer{200, json::object{{"items", std::move(items)}, {"next", std::move(next)}}};
}

Result<ApiAnswer> add(ApiCall const &call, Rooms const &rooms) {
    auto const day = day_in(call.body, rooms.reminders);
    if (!day) return day.why();
    if (!*day)
        return Refusal{Reason::invalid,
                       N_("Please say on which day."),
                       {{"on", N_("Please say on which day.")}}};
    auto const contact = ContactId::parse(text_at(call.body, "contact")).value_or(ContactId{});
    auto const made =
        rooms.reminders.add(call.visit.member, contact, **day, text_at(call.body, "note"));
    if (!made) return made.why();
    return ApiAnswer{201, reminder_json(*made)};
}

Result<ApiAnswer> show(ApiCall const &call, Rooms const &rooms) {
    auto const found = rooms.reminders.find(call.visit.member, call.visit.path_id<ReminderId>());
    if (!found) return found.why();
    return ApiAnswer{200, reminder_json(*found)};
}

Result<ApiAnswer> change(ApiCall const &call, Rooms const &rooms) {
    auto const changed = rooms.reminders.change(
        call.visit.member, call.visit.path_id<ReminderId>(),
        [&](Reminder const &one) -> Result<Change> {
            if (auto const fits = web::check_preconditions(call, reminder_json(one)); !fits)
                return fits.why();
            auto const now = iso_date(one.on);
            auto named = web::patched(
                {{"on", now}, {"note", one.note}, {"done", one.done.has_value()}}, call.body);
            // The day it has stays, also when that has passed.
            if (text_at(named, "on") == now) named.erase("on");
            auto const day = day_in(named, rooms.reminders);
            if (!day) return day.why();
            Change wanted;
            wanted.on = *day;
            if (named.contains("note")) wanted.note = text_at(named, "note");
            if (auto const *done = named.if_contains("done")) wanted.done = done->as_bool();
            return wanted;
        });
    if (!changed) return changed.why();
    return ApiAnswer{200, reminder_json(*changed)};
}

Result<ApiAnswer> remove(ApiCall const &call, Rooms const &rooms) {
    auto const done = rooms.reminders.remove(
        call.visit.member, call.visit.path_id<ReminderId>(),
        [&](Reminder const &one) { return web::check_preconditions(call, reminder_json(one)); });
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> undo(ApiCall const &call, Rooms const &rooms) {
    auto const done = rooms.reminders.undo(call.visit.member, call.visit.path_id<ReminderId>());
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

json::object date_json(ImportantDate const &one, Date today) {
    auto const part = [](std::int64_t n) { return n ? json::value(n) : json::value(nullptr); };
    auto const years = one.years(today);
    return {{"id", one.id.text()},
            {"contact", one.contact.text()},
            {"kind", to_string(one.kind)},
            {"label", or_null(one.label)},
            {"year", part(one.date.year)},
            {"month", part(one.date.month)},
            {"day", part(one.date.day)},
            {"years", years ? json::value(*years) : json::value(nullptr)},
            {"next", one.date.has_day() ? json::value(iso_date(one.date.next(today)))
                                        : json::value(nullptr)}};
}

web::Schema kind_schema() { return shape::words({"birthday", "founding", "anniversary", "other"}); }

web::Schema date_schema() {
    return shape::object(
        "ImportantDate",
        {shape::required("id", shape::id()), shape::required("contact", shape::id()),
         shape::required("kind", kind_schema()),
         shape::required("label", shape::text(max_label).or_null()),
         shape::required("year", shape::integer(1800, 2999).or_null()),
         shape::required("month", shape::integer(1, 12).or_null()),
         shape::required("day", shape::integer(1, 31).or_null()),
         shape::required("years", shape::integer(0, 2000).or_null().about("Full years by today.")),
         shape::required("next", shape::text(10).or_null().about("When it comes again."))});
}

json::object page_json(json::array items) {
    return {{"items", std::move(items)}, {"next", nullptr}};
}

Result<ApiAnswer> dates(ApiCall const &call, Rooms const &rooms) {
    auto const found = rooms.reminders.dates_of(call.visit.member, call.visit.path_id<ContactId>());
    if (!found) return found.why();
    json::array items;
    for (auto const &one : *found) items.push_back(date_json(one, rooms.reminders.today()));
    return ApiAnswer{200, page_json(std::move(items))};
}

Result<ApiAnswer> coming(ApiCall const &call, Rooms const &rooms) {
    auto const days = parse_id(call.visit.query("days"));
    json::array items;
    for (auto const &one : rooms.reminders.coming(
             call.visit.member,
             days ? static_cast<int>(std::clamp<std::int64_t>(*days, 1, 366)) : 60))
        items.push_back(date_json(one.date, rooms.reminders.today()));
    return ApiAnswer{200, page_json(std::move(items))};
}

Result<ApiAnswer> add_date(ApiCall const &call, Rooms const &rooms) {
    auto const date = i18n::read_loose_date(text_at(call.body, "date"));
    auto const made =
        rooms.reminders.add_date(call.visit.member, call.visit.path_id<ContactId>(),
                                 kind_of(text_at(call.body, "kind")).value_or(Kind::other),
                                 text_at(call.body, "label"), date.value_or(i18n::LooseDate{}));
    if (!made) return made.why();
    return ApiAnswer{201, date_json(*made, rooms.reminders.today())};
}

Result<ApiAnswer> remove_date(ApiCall const &call, Rooms const &rooms) {
    auto const done = rooms.reminders.remove_date(
        call.visit.member, call.visit.path_id<ContactId>(), call.visit.path_id<DateId>("date"));
    if (!done) return done.why();
    return ApiAnswer{204, nullptr};
}

Result<ApiAnswer> long_ago(ApiCall const &call, Rooms const &rooms) {
    json::array items;
    for (auto const &one : rooms.reminders.long_ago(call.visit.member, 50)) {
        items.push_back(
            json::object{{"contact", one.contact.text()},
                         {"why", one.why == Old::Why::years_ago ? "years_ago" : "long_since"},
                         {"on", iso_date(one.on)},
                         {"where", or_null(one.where)},
                         {"years", one.years}});
    }
    return ApiAnswer{200, page_json(std::move(items))};
}

web::Endpoint endpoint(Method method, std::string path, std::string summary,
                       std::vector<int> refusals, std::optional<web::Schema> answer = {},
                       int status = 200) {
    web::Endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.summary = std::move(summary);
    made.tag = "reminders";
    made.scope = method == Method::get ? "contacts:read" : "contacts:write";
    made.refusals = std::move(refusals);
    made.status = answer ? status : 204;
    made.answer = std::move(answer);
    return made;
}

} // namespace

void add_api(web::Doors &doors, Rooms rooms) {
    auto const hang = [&](web::Endpoint made,
                          Result<ApiAnswer> (*handler)(ApiCall const &, Rooms const &)) {
        doors.api(std::move(made),
                  [rooms, handler](ApiCall const &call) { return handler(call, rooms); });
    };
    auto all = endpoint(Method::get, "/reminders",
                        "My reminders: those that wait by day, or those done, newest first.", {422},
                        shape::page_of("ReminderPage", reminder_schema()));
    all.query = {{"state", shape::words({"open", "done"}), "open by default"},
                 {"after", shape::text(20), "the cursor `next` of the page before"},
                 {"limit", shape::integer(1, 100), "50 by default"}};
    hang(std::move(all), list);

    auto made = endpoint(Method::post, "/reminders", "Be reminded of a contact on a day.",
                         {404, 409, 422}, reminder_schema(), 201);
    auto fields = input_properties();
    fields.insert(fields.begin(), shape::required("contact", shape::id()));
    made.body = shape::object("ReminderInput", fields);
    hang(std::move(made), add);

    hang(
        endpoint(Method::get, "/reminders/{id}", "One reminder of mine.", {404}, reminder_schema()),
        show);
    auto changed = endpoint(Method::patch, "/reminders/{id}",
                            "Put a reminder off, finish it, or change its note; what is not named "
                            "stays.",
                            {404, 422}, reminder_schema());
    fields = input_properties();
    fields.push_back(shape::optional("done", shape::boolean()));
    changed.body = shape::object("ReminderPatch", fields);
    hang(std::move(changed), change);
    hang(endpoint(Method::del, "/reminders/{id}",
                  "Remove a reminder; it can be brought back for 30 days.", {404}),
         remove);
    hang(endpoint(Method::post, "/reminders/{id}/undo",
                  "Take the last step back: removed, done, or put off.", {404, 409}),
         undo);

    auto soon = endpoint(Method::get, "/reminders/dates", "Important dates that come again soon.",
                         {}, shape::page_of("ComingDates", date_schema()));
    soon.query = {{"days", shape::integer(1, 366), "how far ahead, 60 by default"}};
    hang(std::move(soon), coming);
    hang(endpoint(Method::get, "/contacts/{id}/dates", "Important dates of a contact.", {404},
                  shape::page_of("ImportantDates", date_schema())),
         dates);
    auto noted = endpoint(Method::post, "/contacts/{id}/dates", "Note an important date.",
                          {404, 422}, date_schema(), 201);
    noted.body = shape::object(
        "ImportantDateInput",
        {shape::required("kind", kind_schema()),
         shape::optional("label", shape::text(max_label).about("of kind `other`")),
         shape::required("date", shape::text(60).about("What is known: 1953, S28, 昭和28年5月3日, "
                                                       "5/3, --05-03."))});
    hang(std::move(noted), add_date);
    hang(endpoint(Method::del, "/contacts/{id}/dates/{date}", "Remove an important date.", {404}),
         remove_date);

    auto const old = shape::object(
        "OldAcquaintance", {shape::required("contact", shape::id()),
                            shape::required("why", shape::words({"years_ago", "long_since"})),
                            shape::required("on", shape::text(10)),
                            shape::required("where", shape::text(200).or_null()),
                            shape::required("years", shape::integer(0, 2000))});
    hang(endpoint(Method::get, "/contacts/long-ago",
                  "People met around this day in another year, or not met for three years.", {},
                  shape::page_of("OldAcquaintances", old)),
         long_ago);
}

} // namespace goen::reminder
