// SPDX-License-Identifier: Apache-2.0
#include "app/idempotency.hpp"

#include "app/queries.hpp"
#include "base/log.hpp"
#include "store/before_commit.hpp"

namespace goen::app {
namespace {

constexpr std::chrono::hours kept_for{24};

// Thrown inside the deed's transaction, which it undoes: another node did it in the meantime. Not a
// std::exception, so that nobody on the way takes it for an error to be dealt with.
struct DoneElsewhere {};

Refusal still_running() {
    return {Reason::conflict,
            N_("The first request with this Idempotency-Key is still running."),
            {},
            {}};
}

} // namespace

std::optional<Idempotency::Found> Idempotency::find(MemberId member, std::string_view key) {
    return database_.read([&](store::Reader &reader) -> std::optional<Found> {
        auto row = reader.one<std::string, int, std::string>(
            sql::find_key, {{"member", member}, {"key", key}, {"since", clock_.now() - kept_for}});
        if (!row) return {};
        auto &[fingerprint, status, body] = *row;
        return Found{std::move(fingerprint), status, std::move(body)};
    });
}

Result<std::optional<http::Response>> Idempotency::once(
    MemberId member, std::string_view key, std::string_view fingerprint,
    std::function<http::Response()> const &first) {
    using Answer = std::optional<http::Response>;
    if (key.size() > 200 || key.empty()) {
        return Refusal{
            Reason::invalid, N_("An Idempotency-Key must have 1 to 200 characters."), {}, {}};
    }
    struct Running {
        Idempotency &all;
        std::pair<MemberId, std::string> mine;
        bool is_first = false;
        Running(Idempotency &a, MemberId m, std::string_view k) : all(a), mine(m, k) {
            std::lock_guard const lock{all.mutex_};
            is_first = all.running_.insert(mine).second;
        }
        ~Running() {
            if (!is_first) return;
            std::lock_guard const lock{all.mutex_};
            all.running_.erase(mine);
        }
    } const running{*this, member, key};
    if (!running.is_first) return still_running();

    auto const as_before = [&](Found const &found) -> Result<Answer> {
        if (found.fingerprint != fingerprint) {
            return Refusal{Reason::invalid,
                           N_("This Idempotency-Key was already used for a different request."),
                           {},
                           {}};
        }
        if (found.status == 0) return Answer{};
        if (found.status == 204) {
            Answer done{std::in_place};
            done->status = 204;
            return done;
        }
        return Answer{
            http::json(found.body, found.status,
                       found.status < 400 ? "application/json" : "application/problem+json")};
    };
    if (auto const found = find(member, key)) return as_before(*found);

    store::BeforeCommit const with_the_deed{[&](store::Writer &writer) {
        auto const now = clock_.now();
        if (writer.run(sql::put_deed, {{"member", member},
                                       {"key", key},
                                       {"fingerprint", fingerprint},
                                       {"status", 0},
                                       {"body", ""},
                                       {"at", now},
                                       {"before", now - kept_for}}) == 0 &&
            writer.any(sql::find_key,
                       {{"member", member}, {"key", key}, {"since", now - kept_for}}))
            throw DoneElsewhere{};
    }};
    http::Response response;
    try {
        response = first();
    } catch (DoneElsewhere const &) {
        auto const found = find(member, key);
        return found ? as_before(*found) : still_running(); // forgotten within this moment
    }
    bool const has_row = with_the_deed.is_done();
    // A refusal that came after something was written stays the answer: the deed is not done again.
    if (response.status < 400 || has_row) {
        store::BeforeCommit::Scope const apart{nullptr};
        keep(member, key, fingerprint, response, has_row);
    }
    return Answer{std::move(response)};
}

// The deed is done: whether its answer can be kept does not change that.
void Idempotency::keep(MemberId member, std::string_view key, std::string_view fingerprint,
                       http::Response const &response, bool has_row) {
    try {
        (void)database_.write([&](store::Writer &writer) -> Done {
            if (has_row) {
                writer.run(sql::keep_answer, {{"member", member},
                                              {"key", key},
                                              {"status", response.status},
                                              {"body", response.content()}});
                return {};
            }
            auto const now = clock_.now();
            writer.run(sql::put_deed, {{"member", member},
                                       {"key", key},
                                       {"fingerprint", fingerprint},
                                       {"status", response.status},
                                       {"body", response.content()},
                                       {"at", now},
                                       {"before", now - kept_for}});
            return {};
        });
    } catch (std::exception const &trouble) { // the deed is done, whatever this is
        log::warn("the answer for an Idempotency-Key could not be kept", {{"why", trouble.what()}});
    }
}

void Idempotency::member_leaves(store::Writer &writer, MemberId member) {
    auto const about = "%\"" + member.text() + "\"%";
    writer.put(sql::leave_answers, {{"member", member}, {"about", about}});
}

void Idempotency::forget_old() {
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.run(sql::drop_old_keys, {{"before", clock_.now() - kept_for}});
        return {};
    });
}

} // namespace goen::app
