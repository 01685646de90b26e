// SPDX-License-Identifier: Apache-2.0
// /push/key, /push/subscriptions, /push/settings.
#include "base/text.hpp"
#include "push/push_doors.hpp"
#include "web/endpoint.hpp"
#include "web/versions.hpp"

namespace goen::push {

using web::ApiCall;
using web::field;

static constexpr auto values_of(Kind) { return kinds; }

static web::Record const &record_of(Subscription const *) {
    static web::Record const record{
        "PushSubscription",
        {field<&Subscription::id>("id"), field<&Subscription::label>("label"),
         field<&Subscription::made>("made_at"),
         field<&Subscription::sent>("last_sent_at")
             .or_null()
             .about("the last message that its push service has taken")}};
    return record;
}

namespace {

struct ServerKey {
    std::string key;
};
web::Record const &record_of(ServerKey const *) {
    static web::Record const record{
        "PushServerKey",
        {field<&ServerKey::key>("key").about("the applicationServerKey of pushManager.subscribe(), "
                                             "65 bytes in base64url")}};
    return record;
}

struct Keys {
    std::string p256dh, auth;
};
web::Record const &record_of(Keys const *) {
    static web::Record const record{
        "PushKeys",
        {field<&Keys::p256dh>("p256dh").most(200), field<&Keys::auth>("auth").most(200)}};
    return record;
}

struct SubscriptionInput {
    std::string endpoint;
    Keys keys;
    std::string label;
};
web::Record const &record_of(SubscriptionInput const *) {
    using In = SubscriptionInput;
    static web::Record const record{
        "PushSubscriptionInput",
        {field<&In::endpoint>("endpoint")
             .most(most_endpoint)
             .about("https, on the public internet; the same again is the same subscription"),
         field<&In::keys>("keys"),
         field<&In::label>("label")
             .optional()
             .most(most_label)
             .about("what she calls the device")}};
    return record;
}

struct Made {
    SubscriptionId id;
};
web::Record const &record_of(Made const *) {
    static web::Record const record{"PushSubscribed", {field<&Made::id>("id")}};
    return record;
}

using SubscriptionPage = web::Page<Subscription, "PushSubscriptionPage">;

struct SettingsJson {
    std::vector<Kind> kinds;
    bool has_text = false;
};
web::Record const &record_of(SettingsJson const *) {
    static web::Record const record{
        "PushSettings",
        {field<&SettingsJson::kinds>("kinds")
             .most(push::kinds.size())
             .about("what I am notified of, on each of my devices; none until I choose some"),
         field<&SettingsJson::has_text>("text").about(
             "whether a notification says what it is about, besides kind and count")}};
    return record;
}

SettingsJson json_of(Settings const &settings) { return {settings.kinds, settings.has_text}; }

Result<ServerKey> key(Push &push, ApiCall const &) {
    return ServerKey{base64url(push.server_key())};
}

Result<Made> subscribe(Push &push, ApiCall const &call, SubscriptionInput const &input) {
    auto const &visit = call.visit;
    auto const me = push.accounts().find(visit.member);
    NewSubscription typed{input.endpoint,
                          input.keys.p256dh,
                          input.keys.auth,
                          input.label,
                          me ? me->language : visit.words.language(),
                          visit.token ? visit.token.value : visit.session.value};
    auto const id = push.subscribe(visit.member, typed);
    if (!id) return id.why();
    return Made{*id};
}

Result<SubscriptionPage> list(Push &push, ApiCall const &call) {
    return SubscriptionPage{push.subscriptions(call.visit.member), {}};
}

Done unsubscribe(Push &push, ApiCall const &call) {
    return push.unsubscribe(call.visit.member, call.visit.path_id<SubscriptionId>());
}

Result<SettingsJson> settings(Push &push, ApiCall const &call) {
    return json_of(push.settings(call.visit.member));
}

Result<SettingsJson> change(Push &push, ApiCall const &call,
                            web::Patch<SettingsJson> const &patch) {
    auto const done = push.choose(call.visit.member, [&](Settings const &now) -> Result<Settings> {
        auto const stands = json_of(now);
        if (auto const fits = web::check_preconditions(call, web::to_json(stands)); !fits)
            return fits.why();
        auto const wanted = patch.onto(stands);
        auto const offered = push.offered();
        Settings next;
        next.has_text = wanted.has_text;
        for (auto const kind : wanted.kinds) {
            if (std::find(offered.begin(), offered.end(), kind) == offered.end() && !now.has(kind))
                return Refusal::field("kinds", N_("There are no notifications of this kind."));
            next.set(kind, true);
        }
        return next;
    });
    if (!done) return done.why();
    return settings(push, call);
}

} // namespace

void add_api(web::Doors &doors, Push &push) {
    web::Endpoints<Push &> api{doors, push, {"push", "account:read", "account:write"}};
    api.add(web::get("/push/key", "The key by which push services know this server (RFC 8292)."),
            key);
    api.add(web::get("/push/subscriptions", "The devices on which I get notifications, newest "
                                            "first; at most 20."),
            list);
    api.add(web::post("/push/subscriptions",
                      "Get notifications on a device (RFC 8030, 8291). They end with the API token "
                      "that asked for them.")
                .creates()
                .refuses({409, 422}),
            subscribe);
    api.add(web::del("/push/subscriptions/{id}", "No more notifications on this device.")
                .refuses({404}),
            unsubscribe);
    api.add(web::get("/push/settings", "What I am notified of."), settings);
    api.add(web::patch("/push/settings", "Changes it; what is not given stays.").refuses({422}),
            change);
}

} // namespace goen::push
