// SPDX-License-Identifier: Apache-2.0
// QR codes as SVG (ISO/IEC 18004, level M, quiet zone of four modules). Always dark on white, also
// on a dark page: many readers do not know inverted codes. One path with crisp edges, so it prints
// and scales exactly.
#pragma once

#include "html/html.hpp"

#include <string>
#include <string_view>

namespace goen::media {

// For a page: <svg class="qr" role="img"> with a title for those who do not see it. At most 1,000
// bytes of text.
html::Html qr_svg(std::string_view text, std::string_view title);
// A file of its own, with XML declaration and namespace.
std::string qr_svg_file(std::string_view text);
// The same as PNG, four pixels a module, for phones that draw no SVG.
std::string qr_png_file(std::string_view text);

} // namespace goen::media
