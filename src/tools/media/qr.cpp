// SPDX-License-Identifier: Apache-2.0
#include "media/qr.hpp"

#include "base/result.hpp"

#include <qrencode.h>
#include <zlib.h>

#include <cstdint>
#include <memory>

namespace goen::media {
namespace {

constexpr int quiet_zone = 4;
constexpr int png_module = 4; // pixels

using Code = std::unique_ptr<QRcode, void (*)(QRcode *)>;

Code code_of(std::string_view text) {
    ensure(!text.empty() && text.size() <= 1000, "a QR code holds 1 to 1,000 bytes");
    Code code{QRcode_encodeData(static_cast<int>(text.size()),
                                reinterpret_cast<unsigned char const *>(text.data()), 0,
                                QR_ECLEVEL_M),
              QRcode_free};
    if (!code) throw Trouble("the QR code could not be made");
    return code;
}

bool is_dark_in(QRcode const &code, int x, int y) {
    return (code.data[y * code.width + x] & 1) != 0;
}

struct Drawing {
    int width = 0;    // in modules, with the quiet zone
    std::string path; // horizontal runs of dark modules
};

Drawing drawing_of(std::string_view text) {
    auto const code = code_of(text);
    Drawing drawing{code->width + 2 * quiet_zone, {}};
    auto const is_dark = [&](int x, int y) { return is_dark_in(*code, x, y); };
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width;) {
            if (!is_dark(x, y)) {
                ++x;
                continue;
            }
            int run = 1;
            while (x + run < code->width && is_dark(x + run, y)) ++run;
            drawing.path += 'M' + std::to_string(x + quiet_zone) + ' ' +
                            std::to_string(y + quiet_zone) + 'h' + std::to_string(run) + "v1h-" +
                            std::to_string(run) + 'z';
            x += run;
        }
    }
    return drawing;
}

std::string inside(Drawing const &drawing) {
    auto const width = std::to_string(drawing.width);
    return "<rect width=\"" + width + "\" height=\"" + width + "\" fill=\"#fff\"/><path d=\"" +
           drawing.path + "\" fill=\"#000\"/>";
}

std::string view_box(Drawing const &drawing) {
    auto const width = std::to_string(drawing.width);
    return " viewBox=\"0 0 " + width + ' ' + width + "\" shape-rendering=\"crispEdges\"";
}

// PNG (ISO/IEC 15948): length, type, data and a checksum of the last two.
void append_number(std::string &to, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift & 0xff);
}
void append_chunk(std::string &to, std::string const &type, std::string const &data) {
    append_number(to, static_cast<std::uint32_t>(data.size()));
    auto const checked = type + data;
    to += checked;
    append_number(
        to, static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<Bytef const *>(checked.data()),
                                               static_cast<uInt>(checked.size()))));
}

std::string deflated(std::string const &bytes) {
    auto size = ::compressBound(bytes.size());
    std::string out(size, '\0');
    if (::compress2(reinterpret_cast<Bytef *>(out.data()), &size,
                    reinterpret_cast<Bytef const *>(bytes.data()), bytes.size(),
                    Z_BEST_COMPRESSION) != Z_OK)
        throw Trouble("the QR code could not be compressed");
    out.resize(size);
    return out;
}

} // namespace

html::Html qr_svg(std::string_view text, std::string_view title) {
    auto const drawing = drawing_of(text);
    std::string markup = "<svg class=\"qr\" role=\"img\" width=\"240\" height=\"240\"" +
                         view_box(drawing) + "><title>";
    html::append_escaped(markup, title);
    markup += "</title>" + inside(drawing) + "</svg>";
    return html::trusted(std::move(markup));
}

std::string qr_svg_file(std::string_view text) {
    auto const drawing = drawing_of(text);
    auto const pixels = std::to_string(drawing.width * 8);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
           "width=\"" +
           pixels + "\" height=\"" + pixels + '"' + view_box(drawing) + '>' + inside(drawing) +
           "</svg>\n";
}

std::string qr_png_file(std::string_view text) {
    auto const code = code_of(text);
    int const pixels = (code->width + 2 * quiet_zone) * png_module;
    std::string rows;
    for (int y = 0; y < pixels; ++y) {
        rows += '\0'; // no filter
        std::string row(static_cast<std::size_t>(pixels + 7) / 8, '\xff');
        for (int x = 0; x < pixels; ++x) {
            int const column = x / png_module - quiet_zone, line = y / png_module - quiet_zone;
            bool const is_inside =
                column >= 0 && line >= 0 && column < code->width && line < code->width;
            if (is_inside && is_dark_in(*code, column, line))
                row[static_cast<std::size_t>(x) / 8] &= static_cast<char>(~(0x80 >> x % 8));
        }
        rows += row;
    }
    std::string head;
    append_number(head, static_cast<std::uint32_t>(pixels));
    append_number(head, static_cast<std::uint32_t>(pixels));
    head += std::string{"\x01\0\0\0\0", 5}; // one bit of grey, no interlacing
    std::string file{"\x89PNG\r\n\x1a\n"};
    append_chunk(file, "IHDR", head);
    append_chunk(file, "IDAT", deflated(rows));
    append_chunk(file, "IEND", {});
    return file;
}

} // namespace goen::media
