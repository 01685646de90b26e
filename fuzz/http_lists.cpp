// SPDX-License-Identifier: Apache-2.0
// Cookie, Accept, Accept-Encoding, If-None-Match: junk is tolerated, never believed.
#include "http/accept.hpp"
#include "http/compress.hpp"
#include "http/conditional.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string const text{reinterpret_cast<char const *>(data), size};
    http::Request request;
    request.headers = {{"cookie", text}, {"if-none-match", text}, {"if-match", text}};
    auto const value = request.cookie("session");
    if (value.find(';') != value.npos) std::abort();
    (void)http::has_already(request, "\"abc\"");
    (void)http::may_change(request, "\"abc\"");
    auto const type = http::best_of(text, {"text/html", "application/json"});
    if (type != "text/html" && type != "application/json") std::abort();
    auto const language = http::best_of(text, {"ja", "en"});
    if (language != "ja" && language != "en") std::abort();
    if (http::preferences(text).size() > 64) std::abort();
    (void)http::coding_for(text);
    return 0;
}
