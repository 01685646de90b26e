// SPDX-License-Identifier: Apache-2.0
// Messages as they are handed to a push service, with the keys to read them: one JSON object a
// line.
#include "base/text.hpp"
#include "webpush/encrypt.hpp"
#include "webpush/vapid.hpp"

#include <boost/json.hpp>

#include <iostream>

using namespace goen;
using namespace goen::webpush;

int main() {
    SystemRandom random;
    auto const server = make_key_pair();
    for (int i = 0; i < 24; ++i) {
        auto const browser = make_key_pair();
        auto const auth = random.bytes(auth_size);
        std::string plain = R"({"title":"見本商工会","body":"新しいメッセージ"})";
        for (int more = 0; more < i * 2; ++more) plain += "明日の展示会の件でご連絡しました。";
        plain.resize(std::min(plain.size(), std::size_t{3'990} / 3 * 3));
        while (!plain.empty() && (static_cast<unsigned char>(plain.back()) & 0x80U) != 0)
            plain.pop_back();
        boost::json::object const line{
            {"body", base64url(encrypt(plain, {browser.point, auth}, random))},
            {"secret", base64url(browser.secret)},
            {"auth", base64url(auth)},
            {"plain", plain},
            {"authorization", vapid_authorization(server, "https://push.example",
                                                  "https://goen.example", SystemClock{}.now())}};
        std::cout << boost::json::serialize(line) << '\n';
    }
}
