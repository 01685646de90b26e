// SPDX-License-Identifier: Apache-2.0
#include "fetch/fetch.hpp"

#include "fetch/exchange.hpp"
#include "fetch/sniff.hpp"

#include <algorithm>
#include <chrono>

namespace goen::fetch {
namespace {

using Steady = std::chrono::steady_clock;

Refusal unreachable() {
    return {Reason::not_found, N_("This page cannot be reached from here."), {}, {}};
}

Refusal busy() {
    return {Reason::too_many,
            N_("Too many pages are being looked at. Please try again in a moment."),
            {},
            seconds{5}};
}

bool is_redirect(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// One of those under way; none left when there are too many.
class Place {
public:
    Place(std::atomic<int> &busy, int most) : busy_(busy), is_taken_(busy.fetch_add(1) < most) {}
    ~Place() { busy_.fetch_sub(1); }
    Place(Place const &) = delete;
    Place &operator=(Place const &) = delete;
    explicit operator bool() const { return is_taken_; }

private:
    std::atomic<int> &busy_;
    bool is_taken_;
};

} // namespace

std::optional<Url> redirected(Url const &from, std::string_view location) {
    if (location.empty()) return {};
    auto next = from.resolve(location);
    bool const is_allowed = next && (next->is_https() || !from.is_https());
    return is_allowed ? std::optional{std::move(*next)} : std::nullopt;
}

Fetcher::Fetcher(Settings settings) : settings_(std::move(settings)) {}

bool Fetcher::is_port(std::uint16_t port) const {
    auto const &ports = settings_.ports;
    return std::find(ports.begin(), ports.end(), port) != ports.end();
}

Result<Answer> Fetcher::get(Url const &url, Kind kind, Limits const &limits) {
    Place const place{busy_, settings_.most_at_once};
    if (!place) return busy();
    auto const end = Steady::now() + limits.total;
    auto head_left = limits.head;
    auto here = url;
    for (int hop = 0; hop <= limits.redirects; ++hop) {
        auto const left = std::chrono::duration_cast<milliseconds>(end - Steady::now());
        if (left <= milliseconds{0} || !is_port(here.port())) return unreachable();
        auto got = ask(here, kind, {left, std::min(left, limits.connect), limits.body, head_left},
                       settings_);
        if (!got) return unreachable();
        head_left -= std::min(head_left, got->head_size);
        if (is_redirect(got->status)) {
            auto next = redirected(here, got->location);
            if (!next) return unreachable();
            here = std::move(*next);
            continue;
        }
        if (got->status != 200) return unreachable();
        bool const fits = kind == Kind::page || !got->is_cut;
        if (!fits || !is_of_kind(got->type, kind) || !looks_like(got->body, kind)) {
            return Refusal{Reason::unsupported,
                           N_("There is nothing at this address that can be shown here."),
                           {},
                           {}};
        }
        return Answer{here, kind, charset_of_type(got->type), std::move(got->body), got->is_cut};
    }
    return unreachable();
}

Result<Reply> Fetcher::post(Url const &url, Post const &post, Limits const &limits) {
    Place const place{busy_, settings_.most_at_once};
    if (!place) return busy();
    if (!is_port(url.port()) || (!url.is_https() && !settings_.may_post_to_http))
        return unreachable();
    auto const got =
        ask(url, post, {limits.total, limits.connect, limits.body, limits.head}, settings_);
    if (!got) return unreachable();
    return Reply{static_cast<int>(got->status), got->retry_after};
}

} // namespace goen::fetch
