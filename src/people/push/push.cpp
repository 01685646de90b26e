// SPDX-License-Identifier: Apache-2.0
// Subscriptions and settings.
#include "push/push.hpp"

#include "account/directory.hpp"
#include "base/base64.hpp"
#include "base/text.hpp"
#include "push/queries.hpp"
#include "webpush/encrypt.hpp"

#include <algorithm>

namespace goen::push {
namespace {

namespace directory = account::directory;

constexpr std::array<std::string_view, kinds.size()> kind_words{
    "request", "introduction", "exchange", "message", "comment", "reply",
    "mention", "reaction",     "move",     "guest",   "reminder"};
constexpr std::string_view text_setting = "text";

std::string key_of(std::string_view endpoint) {
    return sha256_hex("push " + std::string{endpoint});
}

Refusal not_an_endpoint() {
    return Refusal::field("endpoint",
                          N_("This is not the address of a push service that can be reached."));
}

// As it is stored. Whether it leads to a public address is looked at when something is sent; one
// that cannot is refused at once.
Result<std::string> parse_endpoint(std::string_view typed, fetch::Settings const &outside) {
    if (typed.size() > most_endpoint) return not_an_endpoint();
    auto const url = fetch::Url::parse(typed);
    if (!url || (!url->is_https() && !outside.may_post_to_http)) return not_an_endpoint();
    auto const is_port =
        std::find(outside.ports.begin(), outside.ports.end(), url->port()) != outside.ports.end();
    if (!is_port || url->text().size() > most_endpoint) return not_an_endpoint();
    auto host = url->host();
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    auto const address = fetch::Address::parse(host);
    bool const is_allowed =
        address ? (outside.may_connect ? outside.may_connect(*address) : address->is_public())
                : host.find('.') != host.npos;
    if (!is_allowed) return not_an_endpoint();
    return url->text();
}

// Bytes in base64url, with or without padding.
std::optional<std::string> key_bytes(std::string_view typed) {
    while (typed.ends_with('=')) typed.remove_suffix(1);
    return typed.size() > 200 ? std::nullopt : from_base64url(typed);
}

Result<NewSubscription> parse(NewSubscription const &typed, fetch::Settings const &outside) {
    auto const endpoint = parse_endpoint(typed.endpoint, outside);
    if (!endpoint) return endpoint.why();
    auto const point = key_bytes(typed.p256dh), auth = key_bytes(typed.auth);
    if (!point || !webpush::is_point(*point))
        return Refusal::field("keys.p256dh", N_("This is not a key of a push subscription."));
    if (!auth || auth->size() != webpush::auth_size)
        return Refusal::field("keys.auth", N_("This is not a key of a push subscription."));
    auto const label = trimmed(typed.label);
    if (!is_clean_utf8(label) || count_code_points(label) > most_label)
        return Refusal::field(
            "label", {N_("Please use at most {1} characters."), {std::to_string(most_label)}});
    auto parsed = typed;
    parsed.endpoint = *endpoint;
    parsed.p256dh = base64url(*point);
    parsed.auth = base64url(*auth);
    parsed.label = label;
    if (auto const before = parse_endpoint(typed.replaces, outside)) parsed.replaces = *before;
    return parsed;
}

} // namespace

std::string_view to_string(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::optional<Kind> kind_of(std::string_view word) {
    for (auto const kind : kinds) {
        if (to_string(kind) == word) return kind;
    }
    return {};
}

bool Settings::has(Kind kind) const {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}
void Settings::set(Kind kind, bool on) {
    std::erase(kinds, kind);
    if (!on) return;
    kinds.insert(std::upper_bound(kinds.begin(), kinds.end(), kind), kind);
}

Push::Push(store::Database &database, account::Accounts &accounts, IdMaker &ids, Clock &clock,
           Random &random, Options options)
    : database_(database), accounts_(accounts), ids_(ids), clock_(clock), random_(random),
      options_(std::move(options)), fetcher_(options_.outside) {}

void Push::written_by(Kind kind, Writing writing) {
    writings_[static_cast<std::size_t>(kind)] = std::move(writing);
}

std::vector<Kind> Push::offered() const {
    std::vector<Kind> found;
    for (auto const kind : kinds) {
        if (writings_[static_cast<std::size_t>(kind)]) found.push_back(kind);
    }
    return found;
}

webpush::KeyPair Push::server_keys() {
    std::lock_guard const lock{mutex_};
    if (keys_) return *keys_;
    auto const read = [](store::Reader &reader) -> std::optional<webpush::KeyPair> {
        auto const found = reader.one<std::string, std::string>(sql::server_key, {});
        if (!found) return {};
        auto const secret = from_base64url(std::get<0>(*found)),
                   point = from_base64url(std::get<1>(*found));
        ensure(secret && point, "the server's push key can be read");
        return webpush::KeyPair{*secret, *point};
    };
    keys_ = database_.read(read);
    if (keys_) return *keys_;
    auto const made = webpush::make_key_pair();
    // Of several nodes that start at once, the first one's is everybody's.
    auto const stored = database_.write([&](store::Writer &writer) -> Result<webpush::KeyPair> {
        writer.run(sql::put_server_key, {{"secret", base64url(made.secret)},
                                         {"point", base64url(made.point)},
                                         {"at", clock_.now()}});
        auto const now_there = read(writer);
        ensure(now_there.has_value(), "the server's push key is there after it was written");
        return *now_there;
    });
    if (!stored) throw Trouble{"the server's push key could not be stored"};
    keys_ = *stored;
    return *keys_;
}

std::string Push::server_key() { return server_keys().point; }

Result<SubscriptionId> Push::subscribe(MemberId me, NewSubscription const &typed) {
    auto const parsed = parse(typed, options_.outside);
    if (!parsed) return parsed.why();
    auto const hash = key_of(parsed->endpoint);
    auto const id = ids_.make<SubscriptionId>();
    return database_.write([&](store::Writer &writer) -> Result<SubscriptionId> {
        writer.lock(me.value);
        if (parsed->replaces != parsed->endpoint && !parsed->replaces.empty()) {
            auto const before =
                directory::find(writer, key_of(parsed->replaces), directory::Kind::push);
            if (before.member == me) drop(writer, me, SubscriptionId{before.thing});
        }
        auto const there = directory::find(writer, hash, directory::Kind::push);
        if (there.member == me) {
            writer.put(sql::renew_subscription, {{"p256dh", parsed->p256dh},
                                                 {"auth", parsed->auth},
                                                 {"label", parsed->label},
                                                 {"language", i18n::code(parsed->language)},
                                                 {"holder", parsed->holder},
                                                 {"me", me},
                                                 {"id", there.thing}});
            store::tell(writer, PushSubscribed{me, {}, SubscriptionId{there.thing}});
            return SubscriptionId{there.thing};
        }
        if (writer.one<std::int64_t>(sql::count_subscriptions, {{"me", me}}).value_or(0) >=
            most_subscriptions) {
            return Refusal{Reason::conflict,
                           {N_("You already get notifications on {1} devices, the maximum. Please "
                               "remove one first."),
                            {std::to_string(most_subscriptions)}}};
        }
        if (there.member) drop(writer, there.member, SubscriptionId{there.thing});
        if (!directory::put(writer, {hash, directory::Kind::push, me, id.value, {}}, clock_.now()))
            return Refusal{Reason::conflict,
                           N_("This browser was subscribed a moment ago. Please try again.")};
        writer.put(sql::add_subscription, {{"me", me},
                                           {"id", id},
                                           {"endpoint", parsed->endpoint},
                                           {"p256dh", parsed->p256dh},
                                           {"auth", parsed->auth},
                                           {"label", parsed->label},
                                           {"language", i18n::code(parsed->language)},
                                           {"holder", parsed->holder},
                                           {"at", clock_.now()}});
        store::tell(writer, PushSubscribed{me, there.member, id});
        return id;
    });
}

std::vector<Subscription> Push::subscriptions(MemberId me) {
    std::vector<Subscription> found;
    database_.read([&](store::Reader &reader) {
        reader.each(sql::subscriptions_of, {{"me", me}}, [&](store::Row const &row) {
            Subscription one;
            one.id = row.get<SubscriptionId>(0);
            one.endpoint = row.text(1);
            one.label = row.text(2);
            one.made = row.get<Time>(3);
            if (row.integer(4) > 0) one.sent = row.get<Time>(4);
            one.holder = row.integer(5);
            found.push_back(std::move(one));
        });
    });
    return found;
}

// With what waits for it and where it is found by its endpoint.
void Push::drop(store::Writer &writer, MemberId member, SubscriptionId id) {
    auto const endpoint =
        writer.one<std::string>(sql::endpoint_of, {{"member", member}, {"id", id}});
    if (!endpoint) return;
    directory::drop(writer, key_of(*endpoint), member);
    writer.put(sql::drop_due_of, {{"member", member}, {"id", id}});
    writer.put(sql::drop_subscription, {{"member", member}, {"id", id}});
    store::tell(writer, PushUnsubscribed{member, id});
}

Done Push::unsubscribe(MemberId me, SubscriptionId id) {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        if (!writer.any(sql::endpoint_of, {{"member", me}, {"id", id}}))
            return Refusal{Reason::not_found, N_("This device no longer gets notifications.")};
        drop(writer, me, id);
        return {};
    });
}

Settings Push::settings(store::Reader &reader, MemberId me) {
    Settings settings;
    reader.each(sql::settings, {{"me", me}}, [&](store::Row const &row) {
        if (row.text(0) == text_setting)
            settings.has_text = true;
        else if (auto const kind = kind_of(row.text(0))) // else of a newer goen
            settings.set(*kind, true);
    });
    return settings;
}

Settings Push::settings(MemberId me) {
    return database_.read([&](store::Reader &reader) { return settings(reader, me); });
}

void Push::switch_kind(store::Writer &writer, MemberId me, Kind kind, bool on) {
    writer.put(on ? sql::switch_on : sql::switch_off, {{"me", me}, {"name", to_string(kind)}});
    if (!on) writer.put(sql::drop_kind, {{"member", me}, {"kind", to_string(kind)}});
}

Done Push::choose(MemberId me, Choosing const &choosing) {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        auto const now = settings(writer, me);
        auto const next = choosing(now);
        if (!next) return next.why();
        for (auto const kind : kinds) {
            if (next->has(kind) != now.has(kind)) switch_kind(writer, me, kind, next->has(kind));
        }
        if (next->has_text != now.has_text)
            writer.put(next->has_text ? sql::switch_on : sql::switch_off,
                       {{"me", me}, {"name", text_setting}});
        store::tell(writer, PushChosen{me});
        return {};
    });
}

void Push::tidy() {
    std::vector<std::pair<MemberId, SubscriptionId>> found;
    database_.read([&](store::Reader &reader) {
        reader.each(sql::all_signed_out, {}, [&](store::Row const &row) {
            found.emplace_back(row.get<MemberId>(0), row.get<SubscriptionId>(1));
        });
    });
    for (auto const &[member, id] : found) {
        (void)database_.write([&, member = member](store::Writer &writer) -> Done {
            writer.lock(member.value);
            signed_out(writer, member, account::Accounts::SignedOut::of_some);
            return {};
        });
    }
}

void Push::signed_out(store::Writer &writer, MemberId member, account::Accounts::SignedOut how) {
    bool const all = how == account::Accounts::SignedOut::new_password;
    std::vector<SubscriptionId> ended;
    if (all) {
        writer.each(sql::subscriptions_of, {{"me", member}},
                    [&](store::Row const &row) { ended.push_back(row.get<SubscriptionId>(0)); });
    } else {
        writer.each(sql::signed_out, {{"member", member}},
                    [&](store::Row const &row) { ended.push_back(row.get<SubscriptionId>(0)); });
    }
    for (auto const id : ended) drop(writer, member, id);
}

void Push::member_leaves(store::Writer &writer, MemberId member) {
    // The directory is the account room's, which empties it of her.
    writer.put(sql::leave_subscriptions, {{"member", member}});
    writer.put(sql::leave_settings, {{"member", member}});
    writer.put(sql::leave_due, {{"member", member}});
}

} // namespace goen::push
