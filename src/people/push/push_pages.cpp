// SPDX-License-Identifier: Apache-2.0
// /settings/push: the devices that are notified, what of, and the card that works offline. Nothing
// is asked of a browser before its owner taps.
#include "base/text.hpp"
#include "i18n/dates.hpp"
#include "push/offline_page.hpp"
#include "push/push_doors.hpp"
#include "push/words.hpp"
#include "web/form_version.hpp"

#include <algorithm>

namespace goen::push {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

struct Rooms {
    Push &push;
    Offline &offline;
};

web::PageOptions as_settings(int status = 200) {
    return {.section = "settings", .narrow = true, .status = status};
}

web::FormParts parts_of(std::vector<Kind> const &offered, Words const &w) {
    web::FormParts parts;
    for (auto const kind : offered)
        parts.push_back(web::checkbox_part(std::string{to_string(kind)}, question(kind, w), w));
    parts.push_back(web::checkbox_part("text", w("Show what it is about"), w));
    return parts;
}

http::Params form_of(Settings const &settings) {
    http::Params form;
    for (auto const kind : settings.kinds) form.add(std::string{to_string(kind)}, "1");
    if (settings.has_text) form.add("text", "1");
    return form;
}

std::string base64url_key(Push &push) { return base64url(push.server_key()); }

// Its buttons are shown by the script, which knows what this browser can do.
Html this_device(Visit const &visit, Push &push, bool is_subscribed) {
    auto const &w = visit.words;
    return section(
        h2(w("This device")),
        div(id("this-device"), cls("stack"), attr("data-key", base64url_key(push)),
            when(is_subscribed, [&] { return p(w("This device gets notifications.")); }),
            p(cls("hint"), attr("data-without-script", "1"),
              attr(
                  "data-unsupported",
                  w("This browser cannot show notifications. On an iPhone or iPad, first add this "
                    "site to the home screen (Share, Add to Home Screen) and open it from there.")),
              attr("data-denied",
                   w("Notifications from this site are blocked in this browser. Allow them in the "
                     "browser's settings for this site and reload this page.")),
              w("To turn on notifications on this device, scripts must be allowed in this "
                "browser. The choices below work without.")),
            when(!is_subscribed,
                 [&] {
                     return button(cls("button primary"), type("button"), attr("data-push", "on"),
                                   flag("hidden"), w("Get notifications on this device"));
                 }),
            p(attr("role", "status"), attr("data-working", w("One moment…")),
              attr("data-failed", w("That did not work. Please try again later.")))),
        element("script", src(web::asset("push.js")), flag("defer")));
}

Html device_line(Visit const &visit, Subscription const &one) {
    auto const &w = visit.words;
    auto const language = w.language();
    return div(
        cls("list-item"),
        div(strong(one.label.empty() ? std::string{w("Unknown device")} : one.label),
            when(one.is_of(visit.session),
                 [&] { return all(" ", span(cls("tag"), w("this device"))); }),
            p(cls("what"), one.sent ? w("last notification {1}, added {2}",
                                        {i18n::ago_text(*one.sent, visit.now, language),
                                         i18n::day_text(one.made, language)})
                                    : w("no notification yet, added {1}",
                                        {i18n::day_text(one.made, language)}))),
        div(cls("aside"),
            web::post_button(visit, Url{"/settings/push/devices/" + one.id.text() + "/remove"},
                             w("Remove"))));
}

Html choices(Visit const &visit, web::FormState const &state, std::vector<Kind> const &offered) {
    auto const &w = visit.words;
    Html boxes;
    for (auto const kind : offered)
        boxes += web::checkbox(visit, state, to_string(kind), question(kind, w));
    return section(
        h2(w("What to be notified of")),
        web::form(visit, Url{"/settings/push"},
                  all(web::form_errors(visit, state), web::form_version(visit, state), boxes,
                      web::checkbox(visit, state, "text", w("Show what it is about"),
                                    w("Names and the beginning of a message then also appear on "
                                      "the lock screen. Otherwise a notification only says what "
                                      "kind of thing arrived, and how many.")),
                      div(cls("actions"), web::submit(w("Save"))))));
}

Html offline_part(Visit const &visit) {
    auto const &w = visit.words;
    return section(
        h2(w("My card without a connection")),
        p(w("Where there is no signal, this device can still show your card and its QR code. "
            "Whoever can open this browser can see them. They are removed when you log out.")),
        div(id("offline-card"), cls("stack"),
            p(cls("hint"), attr("data-without-script", "1"),
              attr("data-unsupported", w("This browser cannot keep pages.")),
              w("To keep your card on this device, scripts must be allowed in this browser.")),
            button(cls("button"), type("button"), attr("data-card", "keep"), flag("hidden"),
                   w("Keep my card on this device")),
            button(cls("button"), type("button"), attr("data-card", "forget"), flag("hidden"),
                   w("Remove my card from this device")),
            p(attr("role", "status"), attr("data-working", w("One moment…")),
              attr("data-kept", w("Your card is kept on this device.")),
              attr("data-gone", w("Your card is no longer kept on this device.")),
              attr("data-failed", w("That did not work. Please try again later.")))),
        p(a(href(Url{"/offline"}), w("See how it looks"))));
}

http::Response settings_page(Visit const &visit, Push &push, web::FormState const &state,
                             int status) {
    auto const &w = visit.words;
    auto const devices = push.subscriptions(visit.member);
    bool const is_subscribed =
        std::any_of(devices.begin(), devices.end(),
                    [&](Subscription const &one) { return one.is_of(visit.session); });
    return web::page(
        visit, w("Notifications on your devices"),
        all(p(w("Your phone or computer can tell you when something arrives, even when this site "
                "is not open. Nothing is sent unless you turn it on here.")),
            this_device(visit, push, is_subscribed),
            when(!devices.empty(),
                 [&] {
                     return section(h2(w("Devices that get notifications")),
                                    div(cls("list"), each(devices, [&](Subscription const &one) {
                                            return device_line(visit, one);
                                        })));
                 }),
            choices(visit, state, push.offered()), offline_part(visit),
            p(a(href(Url{"/notices/settings"}), w("Notices and emails"))),
            p(a(href(Url{"/settings"}), w("Back to settings")))),
        as_settings(status));
}

http::Response open_settings(Rooms const &rooms, Visit const &visit) {
    web::FormState state{form_of(rooms.push.settings(visit.member)), {}, {}};
    state.version = web::version_of(parts_of(rooms.push.offered(), visit.words), state.typed);
    return settings_page(visit, rooms.push, state, 200);
}

http::Response choose(Rooms const &rooms, Visit const &visit) {
    auto &push = rooms.push;
    auto const offered = push.offered();
    std::optional<web::FormState> stale;
    auto const done = push.choose(visit.member, [&](Settings const &now) -> Result<Settings> {
        stale = web::stale_form(parts_of(offered, visit.words), visit.form, form_of(now));
        if (stale) return web::changed_meanwhile();
        auto next = now; // of kinds that are not on the page nothing is changed
        for (auto const kind : offered) next.set(kind, visit.form.has(to_string(kind)));
        next.has_text = visit.form.has("text");
        return next;
    });
    if (stale) return settings_page(visit, push, *stale, 409);
    if (!done)
        return settings_page(visit, push, web::typed_again(visit, done.why()),
                             web::status_of(done.why().reason));
    return web::go(visit, "/settings/push", {N_("Saved.")});
}

// How the list of sessions calls this browser.
std::string device_of(Push &push, Visit const &visit) {
    for (auto const &session : push.accounts().sessions(visit.member)) {
        if (session.id == visit.session) return session.device;
    }
    return {};
}

http::Response subscribe(Rooms const &rooms, Visit const &visit) {
    auto &push = rooms.push;
    auto const &form = visit.form;
    NewSubscription typed{std::string{form.get("endpoint")},
                          std::string{form.get("p256dh")},
                          std::string{form.get("auth")},
                          device_of(push, visit),
                          visit.words.language(),
                          visit.session.value,
                          std::string{form.get("replaces")}};
    if (auto const done = push.subscribe(visit.member, typed); !done)
        return web::refused(visit, done.why());
    return web::go(visit, "/settings/push",
                   push.settings(visit.member).kinds.empty()
                       ? Sentence{N_("This device is ready. Now choose what to be notified of.")}
                       : Sentence{N_("This device gets notifications from now on.")});
}

http::Response remove(Rooms const &rooms, Visit const &visit) {
    if (auto const done = rooms.push.unsubscribe(visit.member, visit.path_id<SubscriptionId>());
        !done)
        return web::refused(visit, done.why());
    return web::go(visit, "/settings/push", {N_("The device gets no more notifications.")});
}

// Made for whoever keeps her card on a device: it may be scanned there.
http::Response make_link(Rooms const &rooms, Visit const &visit) {
    auto const cards = rooms.offline.cards.of(visit.member);
    if (!cards.empty() && rooms.offline.make_link) {
        if (auto const done = rooms.offline.make_link(visit.member, cards.front().id); !done)
            return web::refused(visit, done.why());
    }
    return web::go(visit, "/offline");
}

// Of the whole site, so it is served at its root and not among the assets; never kept long: what
// it does must be able to change.
http::Response worker() {
    auto const &assets = web::embedded_assets();
    auto const found = std::ranges::find(assets, "sw.js", &web::EmbeddedAsset::name);
    ensure(found != assets.end(), "the worker is embedded");
    auto response = http::text(std::string{found->bytes});
    response.set("content-type", "text/javascript; charset=utf-8");
    response.set("cache-control", "no-cache");
    response.set("content-security-policy", "default-src 'none'; connect-src 'self'");
    response.set("x-content-type-options", "nosniff");
    return response;
}

} // namespace

void add_pages(web::Doors &doors, Push &push, Offline &offline) {
    Rooms const rooms{push, offline};
    auto const with = [rooms](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    using web::Who;
    doors.get("/settings/push", Who::member, with(open_settings));
    doors.post("/settings/push", Who::member, with(choose));
    doors.post("/settings/push/devices", Who::member, with(subscribe));
    doors.post("/settings/push/devices/{id}/remove", Who::member, with(remove));
    doors.get("/offline", Who::member,
              [&offline](Visit const &visit) { return offline_page(visit, offline); });
    doors.post("/offline", Who::member, with(make_link));
    doors.get("/sw.js", Who::anyone, [](Visit const &) { return worker(); });
}

} // namespace goen::push
