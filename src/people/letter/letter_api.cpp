// SPDX-License-Identifier: Apache-2.0
#include "letter/letter_doors.hpp"
#include "web/endpoint.hpp"
#include "web/versions.hpp"

namespace goen::letter {

using web::ApiCall;
using web::field;

static constexpr auto values_of(Mode) { return modes; }

namespace {

enum class Weekday { mon, tue, wed, thu, fri, sat, sun };
constexpr std::array weekdays{Weekday::mon, Weekday::tue, Weekday::wed, Weekday::thu,
                              Weekday::fri, Weekday::sat, Weekday::sun};
constexpr auto values_of(Weekday) { return weekdays; }
std::string_view to_string(Weekday day) {
    constexpr std::array<std::string_view, 7> words{"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};
    return words[static_cast<std::size_t>(day)];
}

struct KindSetting {
    Mode mail{};
    bool push = false;
};
web::Record const &record_of(KindSetting const *) {
    static web::Record const record{
        "NoticeSetting",
        {field<&KindSetting::mail>("mail"),
         field<&KindSetting::push>("push").about("Whether my devices are told at once.")}};
    return record;
}

// Reminders belong to a day, so each day has one letter at most.
struct ReminderSetting {
    Mode mail{};
    bool push = false;
};
web::Record const &record_of(ReminderSetting const *) {
    static web::Record const record{
        "ReminderNoticeSetting",
        {field<&ReminderSetting::mail>("mail").as(web::shape::words({"daily", "never"})),
         field<&ReminderSetting::push>("push")}};
    return record;
}

// Moves are told together.
struct MoveSetting {
    Mode mail{};
    bool push = false;
};
web::Record const &record_of(MoveSetting const *) {
    static web::Record const record{
        "MoveNoticeSetting",
        {field<&MoveSetting::mail>("mail").as(web::shape::words({"daily", "weekly", "never"})),
         field<&MoveSetting::push>("push")}};
    return record;
}

struct QuietHours {
    std::string from, to;
};
web::Record const &record_of(QuietHours const *) {
    static web::Record const record{
        "QuietHours",
        {field<&QuietHours::from>("from").most(5).about("22:00, in Japan; from 0:00 to 0:00, or "
                                                        "whenever both are the same, there are "
                                                        "none."),
         field<&QuietHours::to>("to").most(5)}};
    return record;
}

struct NoticeSettings {
    KindSetting request, introduction, message, mention, reply, comment, exchange, guest, reaction;
    MoveSetting move;
    ReminderSetting reminder;
    QuietHours quiet;
    std::vector<Weekday> days;
    bool business_days_only = false;
};
web::Record const &record_of(NoticeSettings const *) {
    using Set = NoticeSettings;
    static web::Record const record{
        "NoticeSettings",
        {field<&Set::request>("request").about("Someone asks me to exchange cards."),
         field<&Set::introduction>("introduction")
             .about("An introduction is waiting for my answer."),
         field<&Set::message>("message").about("Messages that I have not read."),
         field<&Set::mention>("mention").about("Someone mentions me."),
         field<&Set::reply>("reply").about("Someone answers a comment of mine."),
         field<&Set::comment>("comment").about("Someone comments on a post of mine."),
         field<&Set::exchange>("exchange").about("Someone accepted and cards are exchanged."),
         field<&Set::guest>("guest").about("A guest left a card."),
         field<&Set::reaction>("reaction").about("Someone reacts to a post of mine."),
         field<&Set::move>("move").about("New companies, departments and titles of people I "
                                         "exchanged cards with."),
         field<&Set::reminder>("reminder").about("The reminders of a day, at 7:00 in Japan."),
         field<&Set::quiet>("quiet").about("When no email goes out."),
         field<&Set::days>("weekdays")
             .least(1)
             .most(7)
             .about("Of weekly emails, at 8:00 in "
                    "Japan."),
         field<&Set::business_days_only>("business_days_only")
             .about("No email on weekends and Japanese holidays, reminders apart.")}};
    return record;
}

template <class Setting> Setting of(Settings const &settings, Kind kind) {
    return {settings.of(kind), settings.pushes(kind)};
}

NoticeSettings answer_of(Settings const &settings) {
    NoticeSettings out;
    auto const put = [&](auto &to, Kind kind) {
        to = of<std::remove_reference_t<decltype(to)>>(settings, kind);
    };
    put(out.request, Kind::request), put(out.introduction, Kind::introduction);
    put(out.message, Kind::message), put(out.mention, Kind::mention);
    put(out.reply, Kind::reply), put(out.comment, Kind::comment);
    put(out.exchange, Kind::exchange), put(out.guest, Kind::guest);
    put(out.reaction, Kind::reaction), put(out.move, Kind::move);
    put(out.reminder, Kind::reminder);
    auto const &schedule = settings.schedule;
    out.quiet = {clock_time(schedule.quiet_from), clock_time(schedule.quiet_to)};
    for (auto const day : weekdays) {
        if ((schedule.weekdays & (1u << static_cast<unsigned>(day))) != 0) out.days.push_back(day);
    }
    out.business_days_only = schedule.business_days_only;
    return out;
}

Result<Settings> settings_of(NoticeSettings const &from) {
    Settings out;
    auto const take = [&](auto const &setting, Kind kind) {
        out.set(kind, setting.mail);
        out.set_push(kind, setting.push);
    };
    take(from.request, Kind::request), take(from.introduction, Kind::introduction);
    take(from.message, Kind::message), take(from.mention, Kind::mention);
    take(from.reply, Kind::reply), take(from.comment, Kind::comment);
    take(from.exchange, Kind::exchange), take(from.guest, Kind::guest);
    take(from.reaction, Kind::reaction), take(from.move, Kind::move);
    take(from.reminder, Kind::reminder);
    auto const quiet_from = read_clock_time(from.quiet.from),
               quiet_to = read_clock_time(from.quiet.to);
    if (!quiet_from) return Refusal::field("quiet.from", N_("Please enter a time like 22:00."));
    if (!quiet_to) return Refusal::field("quiet.to", N_("Please enter a time like 22:00."));
    out.schedule = {*quiet_from, *quiet_to, 0, from.business_days_only};
    for (auto const day : from.days) out.schedule.weekdays |= 1u << static_cast<unsigned>(day);
    return out;
}

Result<NoticeSettings> read(Letters &letters, ApiCall const &call) {
    return answer_of(letters.settings(call.visit.member));
}

Result<NoticeSettings> change(Letters &letters, ApiCall const &call,
                              web::Patch<NoticeSettings> const &patch) {
    auto const done =
        letters.choose(call.visit.member, [&](Settings const &now) -> Result<Settings> {
            auto const stands = answer_of(now);
            if (auto const fits = web::check_preconditions(call, web::to_json(stands)); !fits)
                return fits.why();
            return settings_of(patch.onto(stands));
        });
    if (!done) return done.why();
    return read(letters, call);
}

} // namespace

void add_api(web::Doors &doors, Letters &letters) {
    web::Endpoints<Letters &> api{doors, letters, {"notices", "account:read", "account:write"}};
    api.add(web::get("/notices/settings",
                     "Of what I am told by email and on my devices, how often and when."),
            read);
    api.add(
        web::patch("/notices/settings", "Changes them; what is not given stays.").refuses({422}),
        change);
}

} // namespace goen::letter
