// SPDX-License-Identifier: Apache-2.0
#include "app/idempotency.hpp"

#include "app/queries.hpp"

namespace goen::app {
namespace {

constexpr std::chrono::hours kept_for{24};
// A claim this old belongs to a process that died before it answered.
constexpr minutes given_up_after{2};

} // namespace

Result<http::Response> Idempotency::once(MemberId member, std::string_view key,
                                         std::string_view fingerprint,
                                         std::function<http::Response()> const &first) {
    if (key.size() > 200 || key.empty()) {
        return Refusal{Reason::invalid, N_("An Idempotency-Key has 1 to 200 characters."), {}, {}};
    }
    auto const now = clock_.now();
    std::optional<http::Response> again;
    auto const claimed = database_.write([&](store::Writer &writer) -> Result<bool> {
        again.reset();
        auto const found = writer.one<std::string, int, std::string, Time>(
            sql::find_key, {{"member", member}, {"key", key}});
        if (found) {
            auto const &[print, status, body, at] = *found;
            bool const is_dead = now - at > kept_for || (status == 0 && now - at > given_up_after);
            if (is_dead) {
                writer.run(sql::drop_key, {{"member", member}, {"key", key}});
            } else if (print != fingerprint) {
                return Refusal{Reason::invalid,
                               N_("This Idempotency-Key was used for something else."),
                               {},
                               {}};
            } else if (status == 0) {
                return Refusal{Reason::conflict,
                               N_("The first request with this Idempotency-Key is still running."),
                               {},
                               {}};
            } else {
                again = status == 204 ? http::Response{} : http::json(body, status);
                again->status = status;
                return false;
            }
        }
        auto const inserted = writer.run(
            sql::claim_key,
            {{"member", member}, {"key", key}, {"fingerprint", fingerprint}, {"at", now}});
        if (inserted == 0) {
            return Refusal{Reason::conflict,
                           N_("The first request with this Idempotency-Key is still running."),
                           {},
                           {}};
        }
        return true;
    });
    if (!claimed) return claimed.why();
    if (again) return std::move(*again);

    auto const forget = [&] {
        (void)database_.write([&](store::Writer &writer) -> Done {
            writer.run(sql::drop_key, {{"member", member}, {"key", key}});
            return {};
        });
    };
    http::Response response;
    try {
        response = first();
    } catch (...) {
        forget(); // nothing was done: the next try may do it
        throw;
    }
    if (response.status >= 400) {
        forget();
        return response;
    }
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.run(sql::keep_answer, {{"member", member},
                                      {"key", key},
                                      {"status", response.status},
                                      {"body", response.content()}});
        return {};
    });
    return response;
}

void Idempotency::forget_old() {
    (void)database_.write([&](store::Writer &writer) -> Done {
        writer.run(sql::drop_old_keys, {{"before", clock_.now() - kept_for}});
        return {};
    });
}

} // namespace goen::app
