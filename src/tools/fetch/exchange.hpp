// SPDX-License-Identifier: Apache-2.0
// One request and its answer, through libcurl.
#pragma once

#include "fetch/fetch.hpp"

#include <optional>

namespace goen::fetch {

struct Bounds {
    milliseconds total, connect;
    std::size_t body, head;
};

struct Response {
    long status = 0;
    std::string location; // of a redirect, as it came
    std::string type;     // Content-Type, as it came
    std::string body;     // of a 200 of the right type
    bool is_cut = false;  // the body goes on
    std::size_t head_size = 0;
    seconds retry_after{0}; // 0: nothing was said
};

// Nothing when the address is forbidden or does not answer within its bounds.
std::optional<Response> ask(Url const &url, Kind kind, Bounds const &bounds,
                            Settings const &settings);

// A POST. Of its answer only the head is read. Nothing as above.
std::optional<Response> ask(Url const &url, Post const &post, Bounds const &bounds,
                            Settings const &settings);

// Whether this address of the URL's host may be connected to.
bool may_connect(Address const &address, Url const &url, Settings const &settings);

// Where an answer with this Location leads; nothing where that is not followed: away from http and
// https, and from https to http.
std::optional<Url> redirected(Url const &from, std::string_view location);

} // namespace goen::fetch
