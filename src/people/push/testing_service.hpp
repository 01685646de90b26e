// SPDX-License-Identifier: Apache-2.0
// A push service on loopback and the browsers whose messages it carries, for tests.
#pragma once

#include "base/random.hpp"
#include "base/text.hpp"
#include "fetch/testing_site.hpp"
#include "push/push.hpp"
#include "webpush/encrypt.hpp"

#include <boost/json.hpp>

#include <map>

namespace goen::push::testing {

// The address of the public internet is played by 127.0.0.1.
inline Options options_for(std::uint16_t port) {
    Options options;
    options.senders = 1;
    options.outside.ports = {port};
    options.outside.may_post_to_http = true;
    options.outside.may_connect = [](fetch::Address const &to) { return to.text() == "127.0.0.1"; };
    return options;
}

struct Browser {
    std::string path; // of its endpoint: "/hana"
    webpush::KeyPair keys = webpush::make_key_pair();
    std::string auth = SystemRandom{}.bytes(webpush::auth_size);
    NewSubscription at(std::uint16_t port, std::int64_t holder) const {
        NewSubscription typed;
        typed.endpoint = "http://127.0.0.1:" + std::to_string(port) + path;
        typed.p256dh = base64url(keys.point), typed.auth = base64url(auth);
        typed.label = "Firefox", typed.holder = holder;
        return typed;
    }
};

class Service {
public:
    Service()
        : site_([this](auto const &, auto const &send) {
              if (before_answer) before_answer();
              send("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
          }) {}
    std::uint16_t port() const { return site_.port(); }
    // What came for this browser since the last call, as the browser reads it.
    std::vector<boost::json::object> come_for(Browser const &browser) {
        std::vector<boost::json::object> found;
        auto const requests = site_.requests();
        auto &seen = seen_[browser.path];
        for (; seen < requests.size(); ++seen) {
            auto const &request = requests[seen];
            if (!request.starts_with("POST " + browser.path + " ")) continue;
            auto const text = webpush::decrypt(request.substr(request.find("\r\n\r\n") + 4),
                                               browser.keys, browser.auth);
            found.push_back(text.empty() ? boost::json::object{}
                                         : boost::json::parse(text).as_object());
        }
        return found;
    }
    std::vector<std::string> requests() const { return site_.requests(); }

    std::string answer = "201 Created";
    std::function<void()> before_answer{};

private:
    std::map<std::string, std::size_t> seen_;
    fetch::TestingSite site_;
};

} // namespace goen::push::testing
