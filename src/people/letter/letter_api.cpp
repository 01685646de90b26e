// SPDX-License-Identifier: Apache-2.0
#include "letter/letter_doors.hpp"
#include "web/endpoint.hpp"
#include "web/versions.hpp"

namespace goen::letter {

using web::ApiCall;
using web::field;

static constexpr auto values_of(Mode) {
    return std::array{Mode::at_once, Mode::daily, Mode::never};
}

namespace {

// An object for each kind, so that other ways of telling than mail can be added.
struct KindSetting {
    Mode mail{};
};
web::Record const &record_of(KindSetting const *) {
    static web::Record const record{"NoticeSetting", {field<&KindSetting::mail>("mail")}};
    return record;
}

// Reminders belong to a day, so each day has one letter at most.
struct DailySetting {
    Mode mail{};
};
web::Record const &record_of(DailySetting const *) {
    static web::Record const record{
        "DailyNoticeSetting",
        {field<&DailySetting::mail>("mail").as(web::shape::words({"daily", "never"}))}};
    return record;
}

struct NoticeSettings {
    KindSetting request, introduction, exchange;
    DailySetting reminder;
};
web::Record const &record_of(NoticeSettings const *) {
    using Set = NoticeSettings;
    static web::Record const record{
        "NoticeSettings",
        {field<&Set::request>("request").about("Someone asks me to exchange cards."),
         field<&Set::introduction>("introduction")
             .about("An introduction is waiting for my answer."),
         field<&Set::exchange>("exchange").about("Someone accepted and cards are exchanged."),
         field<&Set::reminder>("reminder").about("The reminders of a day, at 7:00 in Japan.")}};
    return record;
}

NoticeSettings answer_of(Settings const &settings) {
    return {{settings.request}, {settings.introduction}, {settings.exchange}, {settings.reminder}};
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
            auto const next = patch.onto(stands);
            return Settings{next.request.mail, next.introduction.mail, next.exchange.mail,
                            next.reminder.mail};
        });
    if (!done) return done.why();
    return read(letters, call);
}

} // namespace

void add_api(web::Doors &doors, Letters &letters) {
    web::Endpoints<Letters &> api{doors, letters, {"notices", "account:read", "account:write"}};
    api.add(web::get("/notices/settings", "Which emails I get, and how often."), read);
    api.add(
        web::patch("/notices/settings", "Changes them; what is not given stays.").refuses({422}),
        change);
}

} // namespace goen::letter
