// SPDX-License-Identifier: Apache-2.0
#include "media/qr.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <string>

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

TEST_CASE("The picture for phones that draw no SVG has the same modules, on white") {
    std::string const text = "https://goen.example/c/0123456789012345678901234567890123456789012";
    auto const file = media::qr_png_file(text);
    auto const number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value << 8 | static_cast<unsigned char>(file[at + i]);
        return value;
    };
    REQUIRE(file.starts_with("\x89PNG\r\n\x1a\n"));
    auto const pixels = number(16);
    auto const modules = pixels / 4;
    CHECK(number(20) == pixels);
    CHECK(media::qr_svg_file(text).find("viewBox=\"0 0 " + std::to_string(modules) + ' ') !=
          std::string::npos);
    auto const row = (pixels + 7) / 8 + 1;
    auto size = static_cast<uLongf>(row * pixels);
    std::string rows(size, '\0');
    REQUIRE(::uncompress(reinterpret_cast<Bytef *>(rows.data()), &size,
                         reinterpret_cast<Bytef const *>(file.data() + 41), number(33)) == Z_OK);
    REQUIRE(size == row * pixels);
    auto const is_dark = [&](std::uint32_t x, std::uint32_t y) {
        auto const byte = static_cast<unsigned char>(rows[y * 4 * row + 1 + x * 4 / 8]);
        return (byte & 0x80 >> x * 4 % 8) == 0;
    };
    // The path of the SVG is the runs of dark modules: drawn again from the picture.
    std::string path;
    for (std::uint32_t y = 0; y < modules; ++y) {
        for (std::uint32_t x = 0; x < modules; ++x) {
            if (!is_dark(x, y)) continue;
            std::uint32_t run = 1;
            while (is_dark(x + run, y)) ++run;
            path += 'M' + std::to_string(x) + ' ' + std::to_string(y) + 'h' + std::to_string(run) +
                    "v1h-" + std::to_string(run) + 'z';
            x += run;
        }
    }
    CHECK(media::qr_svg_file(text).find("d=\"" + path + '"') != std::string::npos);
}
