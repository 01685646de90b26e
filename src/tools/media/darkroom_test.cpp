// SPDX-License-Identifier: Apache-2.0
#include "media/darkroom.hpp"

#include "media/developing.hpp"
#include "support/darkroom.hpp"

#include <doctest/doctest.h>
#include <vips/vips.h>

#include <array>
#include <atomic>
#include <fstream>
#include <random>
#include <thread>

using namespace goen;
using namespace goen::media;

namespace {

std::string sample(std::string const &name) {
    std::ifstream in{"tests/samples/pictures/" + name, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    REQUIRE_MESSAGE(!bytes.empty(), name);
    return bytes;
}

struct Pixels {
    int width = 0, height = 0;
    std::string bytes;
    std::array<int, 3> at(int x, int y) const {
        auto const i = static_cast<std::size_t>(3 * (y * width + x));
        return {static_cast<unsigned char>(bytes[i]), static_cast<unsigned char>(bytes[i + 1]),
                static_cast<unsigned char>(bytes[i + 2])};
    }
    bool is_red(int x, int y) const {
        auto const [r, g, b] = at(x, y);
        return r > 150 && g < 110 && b < 110;
    }
};

Pixels pixels(std::string const &file) {
    VipsImage *image = vips_image_new_from_buffer(file.data(), file.size(), "", nullptr);
    REQUIRE(image);
    REQUIRE(image->Bands == 3);
    std::size_t size = 0;
    void *data = vips_image_write_to_memory(image, &size);
    Pixels out{image->Xsize, image->Ysize, {static_cast<char *>(data), size}};
    g_free(data);
    g_object_unref(image);
    return out;
}

bool holds(std::string const &bytes, std::string_view what) {
    return bytes.find(what) != std::string::npos;
}

std::string big(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
            static_cast<char>(value >> 8), static_cast<char>(value)};
}

// A PNG that claims a size; its head is right (with the checksum libpng looks for), its data is not
// there.
std::string png_claiming(std::uint32_t width, std::uint32_t height) {
    std::string const head =
        "IHDR" + big(width) + big(height) + std::string{"\x08\x02\x00\x00\x00", 5};
    std::uint32_t crc = 0xFFFFFFFF;
    for (char const c : head) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return "\x89PNG\r\n\x1A\n" + big(13) + head + big(~crc) +
           std::string{"\0\0\0\0IDAT\x35\xAF\x06\x1E", 12} +
           std::string{"\0\0\0\0IEND\xAE\x42\x60\x82", 12};
}

// The same in a JPEG: the frame header of a real one says more than there is.
std::string jpeg_claiming(std::uint16_t width, std::uint16_t height) {
    auto bytes = sample("progressive.jpg");
    auto const frame = bytes.find("\xFF\xC2");
    REQUIRE(frame != std::string::npos);
    bytes.replace(frame + 5, 4,
                  std::string{static_cast<char>(height >> 8), static_cast<char>(height),
                              static_cast<char>(width >> 8), static_cast<char>(width)});
    return bytes;
}

Reason why(Result<Picture> const &result) {
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.why().message.empty());
    return result.why().reason;
}

} // namespace

TEST_CASE("A photograph of any phone becomes squares in WebP and JPEG") {
    Darkroom room;
    for (std::string const name :
         {"gps.jpg", "progressive.jpg", "cmyk.jpg", "alpha.png", "grey16.png", "plain.webp",
          "plain.gif", "plain.heic", "plain.avif"}) {
        CAPTURE(name);
        auto const picture = room.develop(sample(name), PictureUse::photo);
        REQUIRE(picture);
        CHECK(picture->width == 384);
        CHECK(picture->height == 384);
        REQUIRE(picture->prints.size() == 4);
        for (auto const &print : picture->prints) {
            for (auto const *bytes : {&print.webp, &print.jpeg}) {
                auto const image = pixels(*bytes);
                CHECK(image.width == print.size);
                CHECK(image.height == print.size);
            }
            CHECK(file_kind(print.webp) == FileKind::webp);
            CHECK(file_kind(print.jpeg) == FileKind::jpeg);
        }
    }
}

TEST_CASE("Where and with what a photograph was taken is gone, and it stands upright") {
    auto const file = sample("gps.jpg");
    REQUIRE(holds(file, "SECRETCAMERA"));
    REQUIRE(holds(file, "SECRETXMP"));
    REQUIRE(holds(file, "SECRETCOMMENT"));
    REQUIRE(holds(file, "2026:01:02"));
    REQUIRE(holds(file, "ICC_PROFILE"));
    Darkroom room;
    auto const picture = room.develop(file, PictureUse::logo); // whole: nothing is cut off
    REQUIRE(picture);
    for (auto const &print : picture->prints) {
        for (auto const *bytes : {&print.webp, &print.jpeg}) {
            for (std::string const mark :
                 {"SECRET", "2026:01:02", "Exif", "EXIF", "http://ns.adobe.com", "XMP ",
                  "ICC_PROFILE", "ICCP", "II*"}) {
                CAPTURE(mark);
                CHECK_FALSE(holds(*bytes, mark));
            }
        }
    }
    // The camera lay on its side (orientation 6): the red corner of the file, top left, is top
    // right in life.
    auto const image = pixels(picture->prints.back().jpeg);
    CHECK(image.width < image.height);
    CHECK(image.is_red(image.width * 7 / 8, image.height / 8));
    CHECK_FALSE(image.is_red(image.width / 8, image.height / 8));
}

TEST_CASE("A logo keeps its shape inside its box, and stands on white where it was transparent") {
    Darkroom room;
    auto const picture = room.develop(sample("alpha.png"), PictureUse::logo);
    REQUIRE(picture);
    CHECK(picture->width == 160); // never enlarged
    CHECK(picture->height == 120);
    for (auto const &print : picture->prints) {
        auto const image = pixels(print.webp);
        CHECK(image.width <= print.size);
        CHECK(image.height <= print.size / 2);
    }
    auto const image = pixels(picture->prints.back().webp);
    auto const [r, g, b] = image.at(image.width - 3, image.height - 3);
    CHECK((r > 245 && g > 245 && b > 245));
}

TEST_CASE("What claims more pixels than anyone has is refused before a pixel is decoded") {
    Darkroom room;
    CHECK(why(room.develop(png_claiming(30'000, 30'000), PictureUse::photo)) == Reason::too_large);
    CHECK(why(room.develop(png_claiming(16'000, 16'000), PictureUse::photo)) == Reason::too_large);
    CHECK(why(room.develop(png_claiming(60'000, 40), PictureUse::photo)) == Reason::too_large);
    CHECK(why(room.develop(jpeg_claiming(16'000, 12'500), PictureUse::photo)) == Reason::too_large);
    CHECK(why(room.develop(jpeg_claiming(65'000, 65'000), PictureUse::photo)) == Reason::too_large);
    CHECK_FALSE(room.develop(png_claiming(0x7FFFFFFF, 1), PictureUse::photo));
    CHECK_FALSE(room.develop(png_claiming(0, 0), PictureUse::photo));
    CHECK(why(room.develop(png_claiming(8, 8), PictureUse::photo)) == Reason::invalid);
}

TEST_CASE("A JPEG of ten thousand scans is refused") {
    auto const file = sample("progressive.jpg");
    auto const scan = file.find("\xFF\xDA");
    auto const last = file.rfind("\xFF\xDA");
    auto const end = file.rfind("\xFF\xD9");
    std::string bomb = file.substr(0, last);
    for (int i = 0; i < 10'000; ++i) bomb += file.substr(last, end - last);
    bomb += file.substr(end);
    REQUIRE(scan != last);
    CHECK(why(Darkroom{}.develop(bomb, PictureUse::photo)) == Reason::invalid);
}

TEST_CASE("Of a hundred thousand frames the first is taken, and the rest costs nothing") {
    // 8 x 8 in one colour in the corner of 96 x 96: three codes of three bits for two pixels
    // (clear, 0, 0), then the end.
    std::string data;
    unsigned bits = 0, count = 0;
    auto const put = [&](unsigned code) {
        bits |= code << count;
        for (count += 3; count >= 8; count -= 8, bits >>= 8) data += static_cast<char>(bits);
    };
    for (int i = 0; i < 32; ++i) put(4), put(0), put(0);
    put(5);
    if (count > 0) data += static_cast<char>(bits);
    std::string const frame = std::string{"\x2C\0\0\0\0\x08\0\x08\0\0\x02", 11} +
                              static_cast<char>(data.size()) + data + '\0';
    std::string film{"GIF89a\x60\0\x60\0\x80\0\0\xC8\x20\x20\0\0\0", 19};
    for (int i = 0; i < 100'000; ++i) film += frame;
    film += ';';
    auto const picture = Darkroom{}.develop(film, PictureUse::photo);
    REQUIRE(picture);
    auto const &print = picture->prints.front();
    CHECK(pixels(print.jpeg).is_red(print.size / 32, print.size / 32));
}

TEST_CASE("A picture that arrived in part, anywhere cut, is refused or whole, and never more than "
          "refused") {
    Darkroom room;
    std::mt19937 dice{20261003};
    for (std::string const name :
         {"gps.jpg", "alpha.png", "plain.webp", "plain.gif", "plain.heic", "plain.avif"}) {
        CAPTURE(name);
        auto const file = sample(name);
        CHECK_FALSE(room.develop(file.substr(0, file.size() / 2), PictureUse::photo));
        for (std::size_t round = 0; round < 4; ++round) {
            auto size = std::uniform_int_distribution<std::size_t>{0, file.size() - 1};
            auto changed = file;
            for (std::size_t i = 0; i <= round; ++i)
                changed[size(dice)] = static_cast<char>(dice());
            if (round % 4 == 3) changed.resize(size(dice));
            if (auto const picture = room.develop(changed, PictureUse::photo))
                CHECK(picture->prints.size() == 4);
        }
    }
}

TEST_CASE("What is no picture, or of a kind that can do more than show, is refused whatever it "
          "calls itself") {
    Darkroom room;
    std::vector<std::string> const others{"", "GIF", "<!DOCTYPE html><script>alert(1)</script>",
                                          "<svg "
                                          "xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</"
                                          "script></svg>",
                                          "<?xml version=\"1.0\"?><svg/>", "%PDF-1.4\n", "II*\0",
                                          "BM", std::string{"\0\0\1\0", 4}, sample("plain.tif"),
                                          "push graphic-context\nviewbox 0 0 640 480\nfill "
                                          "'url(https://x.example/)'", // ImageMagick's
                                                                       // own language
                                          "#?RADIANCE\n", "P6 9 9 255 ", "RIFF\1\1\1\1AVI "};
    for (auto const &bytes : others)
        CHECK(why(room.develop(bytes, PictureUse::photo)) == Reason::unsupported);
    // A head that promises, and a body of something else.
    for (std::string const head :
         {"\xFF\xD8\xFF", "\x89PNG\r\n\x1A\n", "GIF89a", "RIFF\1\1\1\1WEBP"}) {
        CHECK(why(room.develop(head + "<script>alert(1)</script>" + std::string(2000, ' '),
                               PictureUse::photo)) == Reason::invalid);
    }
    // A picture that is a page as well: what is served has no byte of the page.
    auto const both = sample("plain.gif") + "/*<script>alert(1)</script>*/";
    auto const picture = room.develop(both, PictureUse::photo);
    REQUIRE(picture);
    for (auto const &print : picture->prints) {
        CHECK_FALSE(holds(print.webp, "script"));
        CHECK_FALSE(holds(print.jpeg, "script"));
    }
}

TEST_CASE(
    "Whoever comes while all places are taken is asked to come back, and nobody waits for ever") {
    Darkroom room{{.at_once = 1, .waiting = seconds{60}}};
    auto const file = sample("plain.avif");
    std::atomic<int> done{0}, busy{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 8; ++i) {
        people.emplace_back([&] {
            auto const picture = room.develop(file, PictureUse::photo);
            if (picture)
                ++done;
            else if (picture.why().reason == Reason::too_many &&
                     picture.why().retry_after.count() > 0)
                ++busy;
        });
    }
    for (auto &person : people) person.join();
    CHECK(done >= 2);
    CHECK(done + busy == 8);
    CHECK(room.develop(file, PictureUse::photo)); // and the places are free again
}

TEST_CASE(
    "Whatever the darkroom's process says, only prints of the right kinds and sizes are believed") {
    auto const answer = develop(sample("plain.webp"), PictureUse::photo);
    REQUIRE(std::holds_alternative<Picture>(answer));
    auto const said = written(answer);
    auto const read = read_answer(said, PictureUse::photo);
    REQUIRE(read);
    REQUIRE(std::holds_alternative<Picture>(*read));
    CHECK(std::get<Picture>(*read).prints[3].webp == std::get<Picture>(answer).prints[3].webp);
    CHECK_FALSE(read_answer(said, PictureUse::logo));
    CHECK_FALSE(read_answer(said + "x", PictureUse::photo));
    CHECK_FALSE(read_answer(said.substr(0, said.size() - 1), PictureUse::photo));
    for (std::string const bad :
         {"", "picture", "picture 384 384\n", "picture 999 384\n", "picture -1 1\n48 0 0\n",
          "fault 9\n", "fault 1", "fault 1\nmore", "picture 384 384\n48 99999999999 1\n",
          "picture 384 384\n48 4 4\n<htmlSVG!"}) {
        CHECK_FALSE(read_answer(bad, PictureUse::photo));
    }
    auto const fault = read_answer(written(Fault::too_small), PictureUse::logo);
    REQUIRE(fault);
    CHECK(std::get<Fault>(*fault) == Fault::too_small);
}

TEST_CASE("A darkroom that hangs, babbles or dies is ended, and only its picture is lost") {
    auto const file = sample("plain.webp");
    for (auto const *program :
         {"/bin/false", "/bin/cat", "/usr/bin/yes"}) { // dies; says the picture back; never ends
        CAPTURE(program);
        Darkroom room{{.working = seconds{5}, .program = program}};
        CHECK(why(room.develop(file, PictureUse::photo)) == Reason::invalid);
    }
    CHECK_THROWS_AS((void)Darkroom{{.program = "/nothing/here"}}.develop(file, PictureUse::photo),
                    Trouble);
}
