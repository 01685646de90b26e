// SPDX-License-Identifier: Apache-2.0
#include "media/qr.hpp"

#include "base/result.hpp"

#include <qrencode.h>

#include <memory>

namespace goen::media {
namespace {

constexpr int quiet_zone = 4;

struct Drawing {
    int width = 0;    // in modules, with the quiet zone
    std::string path; // horizontal runs of dark modules
};

Drawing drawing_of(std::string_view text) {
    ensure(!text.empty() && text.size() <= 1000, "a QR code holds 1 to 1,000 bytes");
    std::unique_ptr<QRcode, void (*)(QRcode *)> const code{
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<unsigned char const *>(text.data()), 0, QR_ECLEVEL_M),
        QRcode_free};
    if (!code) throw Trouble("the QR code could not be made");

    Drawing drawing{code->width + 2 * quiet_zone, {}};
    auto const is_dark = [&](int x, int y) { return (code->data[y * code->width + x] & 1) != 0; };
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

} // namespace goen::media
