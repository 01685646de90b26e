// SPDX-License-Identifier: Apache-2.0
// The one way by which goen asks other servers for something that a member named. Nothing of this
// network can be reached through it: the address that is connected to is the one that is checked,
// on each redirect anew. No cookies, no proxy, no password, no Referer; small, quick, bounded.
//
// A Fetcher may be shared between threads; its calls block for at most the time of their limits.
#pragma once

#include "base/result.hpp"
#include "fetch/address.hpp"
#include "fetch/url.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace goen::fetch {

enum class Kind {
    page,   // text/html, application/xhtml+xml
    picture // image/png, jpeg, webp, gif
};

struct Limits {
    milliseconds total{5000};      // from the first name looked up to the last byte
    milliseconds connect{2000};    // the look-up and the handshakes, for each request
    std::size_t body = 512 * 1024; // after decompression
    std::size_t head = 64 * 1024;  // the header fields of all answers
    int redirects = 3;             // never from https to http
};

struct Answer {
    Url url; // where it came from at last
    Kind kind;
    std::string charset; // as the header names it, or ""
    std::string body;
    bool is_cut = false; // a page goes on beyond the limit; a larger picture is refused
};

struct Post {
    std::vector<std::pair<std::string, std::string>> fields = {}; // besides what every request has
    std::string body = {};
};
struct Reply { // its body is not read
    int status = 0;
    seconds retry_after{0}; // 0: nothing was said
};

struct Settings {
    std::string agent = "goen (link preview)"; // User-Agent
    // Hosts of the operator's own network that may be asked although their addresses are private.
    std::vector<std::string> private_hosts;
    std::vector<std::uint16_t> ports{80, 443};
    int most_at_once = 8; // what is asked for beyond them is refused with too_many

    bool may_post_to_http = false; // for tests: what is posted goes over https

    // For tests. May this address be connected to? Else public ones alone.
    std::function<bool(Address const &)> may_connect;
    // The addresses of a host; asked once for each request. Else the system's resolver.
    std::function<std::vector<std::string>(std::string const &host)> resolve;
};

class Fetcher {
public:
    explicit Fetcher(Settings settings = {});
    Fetcher(Fetcher const &) = delete;
    Fetcher &operator=(Fetcher const &) = delete;

    // Refused in one sentence, whether the address was forbidden or did not answer: who asks learns
    // nothing of the network that goen stands in.
    Result<Answer> get(Url const &url, Kind kind, Limits const &limits = {});
    // Over https only; a redirect is an answer like any other and is not followed. Refused as
    // above.
    Result<Reply> post(Url const &url, Post const &post, Limits const &limits = {});

private:
    bool is_port(std::uint16_t port) const;

    Settings settings_;
    std::atomic<int> busy_{0};
};

} // namespace goen::fetch
