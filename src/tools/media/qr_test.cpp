// SPDX-License-Identifier: Apache-2.0
#include "media/qr.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace goen;

TEST_CASE("A link becomes one dark path on white with a quiet zone of four") {
    auto const markup =
        media::qr_svg("https://goen.example/x/0123456789012345678901234567890123456789012",
                      "My <card>")
            .markup();
    CHECK(markup.starts_with("<svg class=\"qr\" role=\"img\""));
    CHECK(markup.find("<title>My &lt;card&gt;</title>") != std::string::npos);
    CHECK(markup.find("fill=\"#fff\"") < markup.find("fill=\"#000\""));
    CHECK(markup.find("style") == std::string::npos); // the content security policy forbids it
    // 66 bytes at level M are version 5 or 6: 37 or 41 modules and twice four.
    bool const fits = markup.find("viewBox=\"0 0 45 45\"") != std::string::npos ||
                      markup.find("viewBox=\"0 0 49 49\"") != std::string::npos;
    CHECK(fits);
    // The finder pattern: seven dark modules from the first corner on.
    CHECK(markup.find("d=\"M4 4h7v1h-7z") != std::string::npos);
    auto const ends = [&](char const *what) {
        std::size_t count = 0;
        for (auto at = markup.find(what); at != std::string::npos; at = markup.find(what, at + 1))
            ++count;
        return count;
    };
    CHECK(ends("<path") == 1);
}

TEST_CASE("The file stands alone") {
    auto const file = media::qr_svg_file("482913");
    CHECK(file.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""));
    CHECK(file.ends_with("</svg>\n"));
    CHECK_THROWS(media::qr_svg_file(""));
    CHECK_THROWS(media::qr_svg_file(std::string(1001, 'a')));
}
