// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "contacts/contacts_doors.hpp"
#include "reminder/reminder_doors.hpp"
#include "reminder/reminder_view.hpp"
#include "web/form_version.hpp"
#include "web/home_places.hpp"

namespace goen::reminder {

namespace {

using html::Html;
using web::Visit;

constexpr web::PageOptions as_list{.section = "contacts"};
constexpr int shown = 200;
constexpr std::size_t shown_old = 50;

web::PageOptions as_form(web::FormState const &state) {
    return {.section = "contacts",
            .narrow = true,
            .status = !state.meanwhile.empty() ? 409
                      : state.errors.empty()   ? 200
                                               : 422};
}

Names names_of(Rooms const &rooms, MemberId me, std::vector<ContactId> const &ids) {
    Names names;
    std::vector<ContactId> once;
    for (auto const id : ids) {
        if (names.emplace(id, names::PersonName{}).second) once.push_back(id);
    }
    for (auto &contact : rooms.contacts.find_all(me, once))
        names[contact.id] = std::move(contact.body.name);
    return names;
}

template <class List, class F>
Names names_of_all(Rooms const &rooms, MemberId me, List const &list, F &&contact_of) {
    std::vector<ContactId> ids;
    for (auto const &one : list) ids.push_back(contact_of(one));
    return names_of(rooms, me, ids);
}

// Of what `read` finds, in one snapshot.
template <class F> ListPage list_of(Visit const &visit, Rooms const &rooms, F &&read) {
    return rooms.contacts.database().read([&](store::Reader &) {
        std::vector<Reminder> reminders = read();
        ListPage page;
        page.has_more = static_cast<int>(reminders.size()) > shown;
        if (page.has_more) reminders.pop_back();
        page.names = names_of_all(rooms, visit.member, reminders,
                                  [](Reminder const &one) { return one.contact; });
        page.reminders = std::move(reminders);
        page.today = rooms.reminders.today();
        page.years = rooms.reminders.years(visit.member);
        page.just = ReminderId::parse(visit.query("changed")).value_or(ReminderId{});
        return page;
    });
}

http::Response list(Visit const &visit, Rooms const &rooms) {
    auto const page =
        list_of(visit, rooms, [&] { return rooms.reminders.open(visit.member, {}, shown + 1); });
    return web::page(visit, visit.words("Reminders"), list_page(visit, page), as_list);
}

http::Response done_list(Visit const &visit, Rooms const &rooms) {
    auto const page =
        list_of(visit, rooms, [&] { return rooms.reminders.done(visit.member, {}, 100); });
    return web::page(visit, visit.words("Reminders"), done_page(visit, page), as_list);
}

http::Response dates(Visit const &visit, Rooms const &rooms) {
    auto const body = rooms.contacts.database().read([&](store::Reader &) {
        auto const coming = rooms.reminders.coming(visit.member, 60);
        auto const names = names_of_all(rooms, visit.member, coming,
                                        [](Coming const &one) { return one.date.contact; });
        return dates_page(visit, coming, names, rooms.reminders.years(visit.member));
    });
    return web::page(visit, visit.words("Important dates"), body, as_list);
}

http::Response long_ago(Visit const &visit, Rooms const &rooms) {
    auto const body = rooms.contacts.database().read([&](store::Reader &) {
        auto const old = rooms.reminders.long_ago(visit.member, shown_old);
        auto const names =
            names_of_all(rooms, visit.member, old, [](Old const &one) { return one.contact; });
        return long_ago_page(visit, old, names, rooms.reminders.years(visit.member));
    });
    return web::page(visit, visit.words("Reconnect"), body, as_list);
}

// The day a form means: what was typed into it, else the choice. `as_shown` is what stood in the
// field.
Result<Date> day_of_form(Visit const &visit, Rooms const &rooms, std::string_view as_shown = "") {
    auto const today = rooms.reminders.today();
    auto const typed = visit.form.get("on");
    auto const when = when_of(visit.form.get("when"));
    if (when && (typed.empty() || typed == as_shown)) return day_of(*when, today);
    return day_typed(typed, today);
}

http::Response show_one(Visit const &visit, Rooms const &rooms, Reminder const &one,
                        web::FormState const &state) {
    auto const names = names_of(rooms, visit.member, {one.contact});
    return web::page(visit, visit.words("Reminder"),
                     one_page(visit,
                              {one, names.at(one.contact), rooms.reminders.today(),
                               rooms.reminders.years(visit.member)},
                              state),
                     as_form(state));
}

http::Params form_of(Reminder const &one) {
    http::Params form;
    form.add("when", "typed");
    form.add("on", iso_date(one.on));
    form.add("note", one.note);
    return form;
}

web::FormParts parts_of(i18n::Words const &w) { return {{"on", w("Date")}, {"note", w("Note")}}; }

// The form as it would be if it were saved: a chosen day is the day itself.
http::Params meant_by(Visit const &visit, Rooms const &rooms) {
    auto const today = rooms.reminders.today();
    std::string on{trimmed(visit.form.get("on"))};
    if (auto const when = when_of(visit.form.get("when")))
        on = iso_date(day_of(*when, today));
    else if (auto const day = day_typed(on, today))
        on = iso_date(*day);
    http::Params form;
    form.add("on", on);
    form.add("note", std::string{visit.form.get("note")});
    return form;
}

http::Response one(Visit const &visit, Rooms const &rooms) {
    auto const found = rooms.reminders.find(visit.member, visit.path_id<ReminderId>());
    if (!found) return web::refused(visit, found.why());
    web::FormState state{form_of(*found), {}, {}};
    state.version = web::version_of(parts_of(visit.words), state.typed);
    return show_one(visit, rooms, *found, state);
}

http::Response save_one(Visit const &visit, Rooms const &rooms) {
    auto const id = visit.path_id<ReminderId>();
    auto const found = rooms.reminders.find(visit.member, id);
    if (!found) return web::refused(visit, found.why());
    auto const meant = meant_by(visit, rooms);
    bool is_put_off = false;
    std::optional<web::FormState> stale;
    auto const changed =
        rooms.reminders.change(visit.member, id, [&](Reminder const &now) -> Result<Change> {
            // Before the day is read: what a form of yesterday says may be past by now.
            stale = web::stale_form(parts_of(visit.words), visit.form, form_of(now), meant);
            if (stale) return web::changed_meanwhile();
            Change change;
            change.note = visit.form.get("note");
            // A day left as it is may lie in the past: it is due.
            if (visit.form.get("on") != iso_date(now.on) || visit.form.get("when") != "typed") {
                auto const day = day_of_form(visit, rooms, iso_date(now.on));
                if (!day) return day.why();
                change.on = *day;
                is_put_off = *day != now.on;
            }
            return change;
        });
    if (stale) return show_one(visit, rooms, *found, *stale);
    if (!changed && changed.why().reason == Reason::invalid)
        return show_one(visit, rooms, *found, web::typed_again(visit, changed.why()));
    if (!changed) return web::refused(visit, changed.why());
    return web::go(visit,
                   is_put_off ? "/reminders?changed=" + id.text() : std::string{"/reminders"});
}

http::Response finish(Visit const &visit, Rooms const &rooms) {
    auto const id = visit.path_id<ReminderId>();
    auto const done = rooms.reminders.change(visit.member, id, {.done = true});
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/reminders?changed=" + id.text());
}

http::Response remove(Visit const &visit, Rooms const &rooms) {
    auto const id = visit.path_id<ReminderId>();
    auto const done = rooms.reminders.remove(visit.member, id);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/reminders?changed=" + id.text());
}

http::Response undo(Visit const &visit, Rooms const &rooms) {
    auto const done = rooms.reminders.undo(visit.member, visit.path_id<ReminderId>());
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/reminders", N_("Undone."));
}

http::Response set_years(Visit const &visit, Rooms const &rooms) {
    auto const done = rooms.reminders.set_years(
        visit.member, visit.form.get("years") == "era" ? i18n::Years::era : i18n::Years::western);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/reminders");
}

http::Response of_contact(Visit const &visit, Rooms const &rooms, web::FormState const &state) {
    auto const id = visit.path_id<ContactId>();
    auto const body = rooms.contacts.database().read([&](store::Reader &) -> Result<Html> {
        auto const contact = rooms.contacts.find(visit.member, id);
        if (!contact) return contact.why();
        return contact_reminders_page(
            visit,
            {id, contact->body.name, rooms.reminders.open_of(visit.member, id),
             rooms.reminders.today(), rooms.reminders.years(visit.member)},
            state);
    });
    if (!body) return web::refused(visit, body.why());
    return web::page(visit, visit.words("Reminders"), *body, as_form(state));
}

http::Response add(Visit const &visit, Rooms const &rooms) {
    auto const day = day_of_form(visit, rooms);
    if (!day) return of_contact(visit, rooms, web::typed_again(visit, day.why()));
    auto const id = visit.path_id<ContactId>();
    auto const made = rooms.reminders.add(visit.member, id, *day, visit.form.get("note"));
    if (!made && made.why().reason == Reason::invalid)
        return of_contact(visit, rooms, web::typed_again(visit, made.why()));
    if (!made) return web::refused(visit, made.why());
    return web::go(visit, "/contacts/" + id.text() + "/reminders", N_("Saved."));
}

http::Response dates_of_contact(Visit const &visit, Rooms const &rooms,
                                web::FormState const &state) {
    auto const id = visit.path_id<ContactId>();
    auto const body = rooms.contacts.database().read([&](store::Reader &) -> Result<Html> {
        auto const contact = rooms.contacts.find(visit.member, id);
        if (!contact) return contact.why();
        auto const found = rooms.reminders.dates_of(visit.member, id);
        if (!found) return found.why();
        return contact_dates_page(visit,
                                  {id, contact->body.name, *found, rooms.reminders.today(),
                                   rooms.reminders.years(visit.member),
                                   DateId::parse(visit.query("removed")).value_or(DateId{})},
                                  state);
    });
    if (!body) return web::refused(visit, body.why());
    return web::page(visit, visit.words("Important dates"), *body, as_form(state));
}

http::Response add_date(Visit const &visit, Rooms const &rooms) {
    auto const kind = kind_of(visit.form.get("kind"));
    auto const date = i18n::read_loose_date(visit.form.get("date"));
    auto const id = visit.path_id<ContactId>();
    // An unreadable date has no part: the verb says so.
    auto const made =
        rooms.reminders.add_date(visit.member, id, kind.value_or(Kind::other),
                                 visit.form.get("label"), date.value_or(i18n::LooseDate{}));
    if (!made && made.why().reason == Reason::invalid)
        return dates_of_contact(visit, rooms, web::typed_again(visit, made.why()));
    if (!made) return web::refused(visit, made.why());
    return web::go(visit, "/contacts/" + id.text() + "/dates", N_("Saved."));
}

http::Response remove_date(Visit const &visit, Rooms const &rooms) {
    auto const id = visit.path_id<ContactId>();
    auto const date = visit.path_id<DateId>("date");
    auto const done = rooms.reminders.remove_date(visit.member, id, date);
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/contacts/" + id.text() + "/dates?removed=" + date.text());
}

http::Response restore_date(Visit const &visit, Rooms const &rooms) {
    auto const id = visit.path_id<ContactId>();
    auto const done = rooms.reminders.restore_date(visit.member, id, visit.path_id<DateId>("date"));
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/contacts/" + id.text() + "/dates", N_("Undone."));
}

Html contact_part(Visit const &visit, Reminders &reminders, ContactId contact) {
    auto const dates = reminders.dates_of(visit.member, contact);
    if (!dates) return {};
    return contact_view(visit,
                        {contact,
                         {},
                         reminders.open_of(visit.member, contact),
                         reminders.today(),
                         reminders.years(visit.member)},
                        *dates);
}

} // namespace

void add_parts(web::Places &places, Rooms rooms) {
    places.hang(web::home_day, 10, [rooms](Visit const &visit) {
        return home_lines(visit, *rooms.reminders.for_home(visit.member));
    });
    places.hang(web::home_beside, 30, [rooms](Visit const &visit) {
        return home_reconnect(visit, *rooms.reminders.for_home(visit.member));
    });
    places.hang(contacts::below_contact, 10, [rooms](Visit const &visit, ContactId contact) {
        return contact_part(visit, rooms.reminders, contact);
    });
}

void add_pages(web::Doors &doors, Rooms rooms) {
    auto const with = [rooms](auto handler) {
        return [rooms, handler](Visit const &visit) { return handler(visit, rooms); };
    };
    auto const empty_form = [rooms](auto handler, char const *checked) {
        return [rooms, handler, checked](Visit const &visit) {
            web::FormState state;
            if (*checked) state.typed.add("when", checked);
            return handler(visit, rooms, state);
        };
    };
    auto const member = web::Who::member;
    doors.get("/reminders", member, with(list));
    doors.get("/reminders/done", member, with(done_list));
    doors.get("/reminders/dates", member, with(dates));
    doors.post("/reminders/years", member, with(set_years));
    doors.get("/reminders/{id}", member, with(one));
    doors.post("/reminders/{id}", member, with(save_one));
    doors.post("/reminders/{id}/done", member, with(finish));
    doors.post("/reminders/{id}/delete", member, with(remove));
    doors.post("/reminders/{id}/undo", member, with(undo));
    doors.get("/contacts/long-ago", member, with(long_ago));
    doors.get("/contacts/{id}/reminders", member, empty_form(of_contact, "next_business_day"));
    doors.post("/contacts/{id}/reminders", member, with(add));
    doors.get("/contacts/{id}/dates", member, empty_form(dates_of_contact, ""));
    doors.post("/contacts/{id}/dates", member, with(add_date));
    doors.post("/contacts/{id}/dates/{date}/delete", member, with(remove_date));
    doors.post("/contacts/{id}/dates/{date}/restore", member, with(restore_date));
}

} // namespace goen::reminder
