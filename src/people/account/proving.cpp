// SPDX-License-Identifier: Apache-2.0
// Log-in, sessions and tokens.
#include "account/account_state.hpp"
#include "account/device.hpp"
#include "base/log.hpp"
#include "base/peer.hpp"
#include "base/security_log.hpp"
#include "base/text.hpp"
#include "people_events/events.hpp"
#include "store/derived.hpp"

#include <algorithm>

namespace goen::account {
namespace {

Refusal wait(seconds rest) {
    auto const in_minutes = (rest.count() + 59) / 60;
    Sentence why = rest.count() < 60
                       ? Sentence{N_("Too many attempts. Please wait {1} seconds and try again."),
                                  {std::to_string(rest.count())}}
                       : Sentence{N_("Too many attempts. Please wait {1} minutes and try again."),
                                  {std::to_string(in_minutes)}};
    return {Reason::too_many, std::move(why), {}, rest};
}

// "contacts:read cards:write" in any white space -> one space each, no repeats. Nothing for
// anything else.
std::optional<std::string> clean_scopes(std::string_view typed) {
    if (typed.size() > 1000) return {};
    if (typed == no_scope) return std::string{typed};
    std::vector<std::string_view> scopes;
    for (auto const word : split(typed, ' ')) {
        if (word.empty() || std::find(scopes.begin(), scopes.end(), word) != scopes.end()) continue;
        auto const colon = word.find(':');
        bool const fits = colon != 0 && colon != word.npos && colon + 1 < word.size() &&
                          std::all_of(word.begin(), word.end(), [](char c) {
                              return (c >= 'a' && c <= 'z') || c == ':' || c == '_' || c == '-';
                          });
        if (!fits) return {};
        scopes.push_back(word);
    }
    std::string out;
    for (auto const scope : scopes) out += (out.empty() ? "" : " ") + std::string{scope};
    return out;
}

std::string csrf_key_of(std::string_view secret) { return hex(hmac_sha256(secret, "goen csrf")); }

} // namespace

Result<Accounts::State::Proved> Accounts::State::prove(std::string_view email,
                                                       std::string_view password,
                                                       std::string_view peer) {
    auto const account = sha256_hex(mail_key(trimmed(email.substr(0, 1000))));
    auto const from = peer_key(peer);
    auto const pair = account + from;
    bool const is_one_place = !is_private_address(peer);
    seconds of_place{0};
    if (is_one_place) of_place = std::max(pair_brake.wait_for(pair), peer_brake.wait_for(from));
    auto const rest = std::max(of_place, account_brake.wait_for(account));
    if (rest > seconds{0}) {
        // Who waits for what others did from elsewhere must not be shut out for it too.
        security_log::note(of_place > seconds{0} ? "log-in-braked" : "account-braked",
                           account_hash(email), peer);
        return wait(rest);
    }
    account_brake.failed(account);
    if (is_one_place) pair_brake.failed(pair), peer_brake.failed(from);

    struct Found {
        MemberId member;
        std::string hash;
        bool is_approved = false;
    };
    auto const found = database.read([&](store::Reader &reader) -> std::optional<Found> {
        auto const typed = trimmed(email);
        if (typed.size() > 254 || !is_clean_utf8(typed)) return {};
        auto const id = reader.one<MemberId>(sql::member_of_mail, {{"mail_key", mail_key(typed)}});
        auto const row =
            id ? reader.one<std::string, std::optional<Time>>(sql::password_of, {{"id", *id}})
               : std::nullopt;
        if (!row) return {};
        return Found{*id, std::get<0>(*row), std::get<1>(*row).has_value()};
    });
    bool const is_right = passwords.is_right(password, found ? found->hash : std::string{});
    if (!found || !is_right) {
        security_log::note("log-in-failed", account_hash(email), peer);
        return Refusal{Reason::unauthenticated, wrong_log_in, {}, {}};
    }

    // Her own account's count ends; the place she came from is only given back this one attempt,
    // for a guesser may have an account too.
    pair_brake.succeeded(pair);
    account_brake.succeeded(account);
    peer_brake.forgive(from);
    if (!found->is_approved) {
        return Refusal{Reason::forbidden,
                       N_("An operator is still reviewing your application. You will get an email "
                          "with the decision."),
                       {},
                       {}};
    }
    return Proved{found->member, found->hash};
}

Accounts::LoggedIn Accounts::State::add_session(store::Writer &writer, MemberId member,
                                                SessionId id, std::string const &secret,
                                                std::string_view user_agent, Time now) {
    writer.run(sql::add_session, {{"member", member},
                                  {"id", id},
                                  {"hash", sha256_hex(secret)},
                                  {"device", device_name(user_agent)},
                                  {"now", now}});
    writer.run(sql::trim_sessions, {{"member", member}});
    store::tell(writer, SessionStarted{member, id});
    return {member, id, secret};
}

Result<Accounts::LoggedIn> Accounts::log_in(std::string_view email, std::string_view password,
                                            std::string_view peer, std::string_view user_agent) {
    auto &s = *state_;
    auto const proved = s.prove(email, password, peer);
    if (!proved) return proved.why();
    // Hashes made at yesterday's cost are made anew when the password is at hand.
    auto const fresh_hash =
        s.passwords.is_outdated(proved->hash) ? s.passwords.hash(password) : std::string{};
    auto const secret = Secret::make(proved->member, s.random);
    auto const session = s.ids.make<SessionId>();
    return s.database.write([&](store::Writer &writer) -> Result<LoggedIn> {
        // The password may have been changed while this one was being checked: then it opens
        // nothing any more.
        auto const hash = writer.one<std::string>(sql::password_of, {{"id", proved->member}});
        if (!hash || *hash != proved->hash)
            return Refusal{Reason::unauthenticated, wrong_log_in, {}, {}};
        if (!fresh_hash.empty())
            writer.run(sql::set_password, {{"id", proved->member}, {"password_hash", fresh_hash}});
        return s.add_session(writer, proved->member, session, secret, user_agent, s.clock.now());
    });
}

std::optional<Identity> Accounts::by_session(std::string_view text) {
    auto &s = *state_;
    auto const secret = Secret::parse(text);
    if (!secret) return {};
    auto const now = s.clock.now();
    std::optional<Identity> who;
    Time seen{};
    if (auto const known = s.sessions.find(secret->hash, now);
        known && known->seen > now - idle_session) {
        if (now - known->seen >= seen_precision)
            s.note_seen(known->who->session.value, secret->member, false);
        return *known->who;
    }
    auto const known = s.sessions.known();
    s.database.read([&](store::Reader &reader) {
        reader.each(sql::by_session,
                    {{"member", secret->member},
                     {"hash", secret->hash},
                     {"idle", Time{now - idle_session}},
                     {"oldest", Time{now - oldest_session}}},
                    [&](store::Row const &row) {
                        constexpr int after = sql::member_columns::end;
                        who = Identity{secret->member,    row.get<SessionId>(after), {}, "",
                                       csrf_key_of(text), member_from(row)};
                        seen = row.get<Time>(after + 1);
                        return false;
                    });
    });
    if (who && now - seen >= seen_precision) s.note_seen(who->session.value, who->member, false);
    if (who)
        s.sessions.keep(secret->hash, known, {who->member.value},
                        {std::make_shared<Identity const>(*who), seen}, now);
    return who;
}

void Accounts::keep_in(store::DerivedMemory &memory) {
    memory.keep("sessions", state_->sessions);
    memory.keep("tokens", state_->tokens);
}

std::optional<Identity> Accounts::by_token(std::string_view text) {
    auto &s = *state_;
    if (!text.starts_with("goen_")) return {};
    auto const secret = Secret::parse(text.substr(5));
    if (!secret) return {};
    auto const now = s.clock.now();
    if (auto const known = s.tokens.find(secret->hash, now);
        known && known->seen > now - idle_token) {
        if (now - known->seen >= seen_precision)
            s.note_seen(known->who->token.value, secret->member, true);
        return *known->who;
    }
    auto const known = s.tokens.known();
    std::optional<Identity> who;
    Time used{};
    s.database.read([&](store::Reader &reader) {
        reader.each(
            sql::by_token,
            {{"member", secret->member}, {"hash", secret->hash}, {"idle", Time{now - idle_token}}},
            [&](store::Row const &row) {
                constexpr int after = sql::member_columns::end;
                who = Identity{secret->member,
                               {},
                               row.get<TokenId>(after),
                               row.get<std::string>(after + 2),
                               "",
                               member_from(row)};
                used = row.get<Time>(after + 1);
                return false;
            });
    });
    if (who && now - used >= seen_precision) s.note_seen(who->token.value, who->member, true);
    if (who)
        s.tokens.keep(secret->hash, known, {who->member.value},
                      {std::make_shared<Identity const>(*who), used}, now);
    return who;
}

Done Accounts::log_out(MemberId member, SessionId session) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::end_session, {{"member", member}, {"id", session}}) > 0) {
            state_->signed_out(writer, member, SignedOut::of_some);
            store::tell(writer, SessionEnded{member, session});
        }
        return {};
    });
}

std::vector<SessionInfo> Accounts::sessions(MemberId member) {
    auto const now = state_->clock.now();
    return state_->database.read([&](store::Reader &reader) {
        std::vector<SessionInfo> found;
        reader.each(sql::sessions_of,
                    {{"member", member},
                     {"idle", Time{now - idle_session}},
                     {"oldest", Time{now - oldest_session}}},
                    [&](store::Row const &row) {
                        found.push_back({SessionId{row.integer(0)}, row.get<Time>(1),
                                         row.get<Time>(2), std::string{row.text(3)}});
                    });
        return found;
    });
}

Done Accounts::end_session(MemberId member, SessionId session) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::end_session, {{"member", member}, {"id", session}}) == 0) {
            return Refusal{Reason::not_found, N_("This device is already logged out."), {}, {}};
        }
        state_->signed_out(writer, member, SignedOut::of_some);
        store::tell(writer, SessionEnded{member, session});
        return {};
    });
}

Done Accounts::end_other_sessions(MemberId member, SessionId kept) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        writer.run(sql::end_sessions_but, {{"member", member}, {"kept", kept}});
        state_->signed_out(writer, member, SignedOut::of_some);
        store::tell(writer, OtherSessionsEnded{member, kept});
        return {};
    });
}

Result<Accounts::NewToken> Accounts::make_token(std::string_view email, std::string_view password,
                                                std::string_view label, std::string_view scopes,
                                                std::string_view peer) {
    auto &s = *state_;
    auto const clean = clean_scopes(scopes);
    if (!clean) {
        return Refusal{Reason::invalid,
                       N_("These scopes are not valid."),
                       {{"scopes", N_("Write scopes like this: contacts:read cards:write.")}},
                       {}};
    }
    auto const name = trimmed(label);
    if (name.empty() || count_code_points(name) > 100 || !is_clean_utf8(name)) {
        return Refusal{Reason::invalid,
                       N_("Please enter a label for the token."),
                       {{"label", N_("Enter what the token is for, in 1 to 100 characters.")}},
                       {}};
    }
    auto const proved = s.prove(email, password, peer);
    if (!proved) return proved.why();
    auto const secret = Secret::make(proved->member, s.random);
    auto const id = s.ids.make<TokenId>();
    return s.database.write([&](store::Writer &writer) -> Result<NewToken> {
        auto const hash = writer.one<std::string>(sql::password_of, {{"id", proved->member}});
        if (!hash || *hash != proved->hash)
            return Refusal{Reason::unauthenticated, wrong_log_in, {}, {}};
        if (writer.one<std::int64_t>(sql::count_tokens, {{"member", proved->member}}).value_or(0) >=
            50) {
            return Refusal{Reason::conflict,
                           N_("You already have 50 tokens, the maximum. Please delete one first."),
                           {},
                           {}};
        }
        writer.run(sql::add_token, {{"member", proved->member},
                                    {"id", id},
                                    {"hash", sha256_hex(secret)},
                                    {"label", name},
                                    {"scopes", *clean},
                                    {"now", s.clock.now()}});
        store::tell(writer, TokenMade{proved->member, id});
        return NewToken{id, "goen_" + secret};
    });
}

std::vector<TokenInfo> Accounts::tokens(MemberId member) {
    auto const now = state_->clock.now();
    return state_->database.read([&](store::Reader &reader) {
        std::vector<TokenInfo> found;
        reader.each(sql::tokens_of, {{"member", member}, {"idle", Time{now - idle_token}}},
                    [&](store::Row const &row) {
                        found.push_back({TokenId{row.integer(0)}, std::string{row.text(1)},
                                         std::string{row.text(2)}, row.get<Time>(3),
                                         row.get<Time>(4)});
                    });
        return found;
    });
}

Done Accounts::end_token(MemberId member, TokenId id) {
    return state_->database.write([&](store::Writer &writer) -> Done {
        if (writer.run(sql::end_token, {{"member", member}, {"id", id}}) == 0) {
            return Refusal{Reason::not_found, N_("This token was not found."), {}, {}};
        }
        state_->signed_out(writer, member, SignedOut::of_some);
        store::tell(writer, TokenEnded{member, id});
        return {};
    });
}

// ---- seen lately: reading must not write, so a thread writes them down together ----

void Accounts::State::note_seen(std::int64_t id, MemberId member, bool is_token) {
    std::lock_guard const lock{seen_mutex_};
    if (seen_.size() < 100'000) seen_.insert_or_assign(id, Seen{member, clock.now(), is_token});
}

void Accounts::State::write_seen() {
    std::map<std::int64_t, Seen> batch;
    {
        std::lock_guard const lock{seen_mutex_};
        batch.swap(seen_);
    }
    for (auto next = batch.begin(); next != batch.end();) {
        auto const first = next;
        std::advance(next, std::min<std::ptrdiff_t>(500, std::distance(next, batch.end())));
        // No journal entry: nothing is derived from it.
        Done const done = database.write([&](store::Writer &writer) -> Done {
            for (auto one = first; one != next; ++one) {
                auto const &[id, seen] = *one;
                writer.put(seen.is_token ? sql::used_token : sql::seen_session,
                           {{"member", seen.member}, {"id", id}, {"at", seen.at}});
            }
            return {};
        });
        ensure(done.has_value(), "noting who was seen refuses nothing");
    }
}

void Accounts::State::start_writing_seen() {
    writer_ = std::jthread{[this](std::stop_token stop) {
        while (!stop.stop_requested()) {
            {
                std::unique_lock lock{seen_mutex_};
                wake_.wait_for(lock, stop, std::chrono::seconds{10}, [] { return false; });
            }
            try {
                write_seen();
            } catch (std::exception const &trouble) {
                log::warn("who was seen could not be written down", {{"why", trouble.what()}});
            }
        }
    }};
}

Accounts::State::~State() {
    writer_.request_stop();
    wake_.notify_all();
    if (writer_.joinable()) writer_.join();
}

} // namespace goen::account
