// SPDX-License-Identifier: Apache-2.0
// What is done to a picture, with libvips (vips.hpp). Its C API: every image is a reference that
// has to be given back, errors are 0 or -1 with a text that may quote the file, so it is never
// shown.
#include "media/developing.hpp"

#include "media/vips.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace goen::media {
namespace {

struct Unref {
    void operator()(VipsImage *image) const { vips().g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

// The head of the file alone: libvips decodes nothing until pixels are asked for.
Image opened(std::string_view file, FileKind kind) {
    VipsImage *image = nullptr;
    void *const data = const_cast<char *>(file.data()); // libvips only reads it
    auto const size = file.size();
    int failed = -1;
    switch (kind) {
    case FileKind::jpeg:
        failed = vips().vips_jpegload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL,
                                             "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        break;
    case FileKind::png:
        failed = vips().vips_pngload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL,
                                            "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        break;
    case FileKind::webp:
        failed = vips().vips_webpload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL,
                                             "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        break;
    case FileKind::gif:
        failed = vips().vips_gifload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL,
                                            "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        break;
    case FileKind::heif:
        failed = vips().vips_heifload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL,
                                             "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
        break;
    case FileKind::none: break;
    }
    if (failed != 0) {
        if (image) vips().g_object_unref(image);
        return nullptr;
    }
    return Image{image};
}

char const *loader_of(FileKind kind) {
    switch (kind) {
    case FileKind::jpeg: return "VipsForeignLoadJpegBuffer";
    case FileKind::png: return "VipsForeignLoadPngBuffer";
    case FileKind::webp: return "VipsForeignLoadWebpBuffer";
    case FileKind::gif: return "VipsForeignLoadNsgifBuffer";
    case FileKind::heif: return "VipsForeignLoadHeifBuffer";
    case FileKind::none: break;
    }
    return "";
}

// Decoded at a reduced size where the format allows, upright, in sRGB, 8 bits, three bands, in
// memory.
Image reduced(std::string_view file, FileKind kind, int width, int height, PictureUse use) {
    VipsImage *out = nullptr;
    void *const data = const_cast<char *>(file.data());
    bool const is_photo = use == PictureUse::photo;
    auto const scaling = is_photo ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN;
    auto const crop = is_photo ? VIPS_INTERESTING_ATTENTION : VIPS_INTERESTING_NONE;
    int failed = 0;
    if (kind == FileKind::png || kind == FileKind::gif) {
        // Decoded as a whole first: in a pipeline the missing half of such a file becomes black
        // without an error.
        auto const head = opened(file, kind);
        Image const whole{head ? vips().vips_image_copy_memory(head.get()) : nullptr};
        if (!whole) return nullptr;
        failed =
            vips().vips_thumbnail_image(whole.get(), &out, width, "height", height, "size", scaling,
                                        "crop", crop, "export_profile", "srgb", nullptr);
    } else {
        failed = vips().vips_thumbnail_buffer(data, file.size(), &out, width, "height", height,
                                              "size", scaling, "crop", crop, "export_profile",
                                              "srgb", "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
    }
    if (failed != 0) return nullptr;
    Image image{out};
    auto const next = [&](int how, VipsImage *made) {
        image.reset(how == 0 ? made : nullptr);
        return image != nullptr;
    };
    if (vips().vips_image_hasalpha(image.get())) {
        std::array white{255.0, 255.0, 255.0};
        auto *const background =
            vips().vips_array_double_new(white.data(), image->Bands > 2 ? 3 : 1);
        VipsImage *flat = nullptr;
        int const flattened =
            vips().vips_flatten(image.get(), &flat, "background", background, nullptr);
        vips().vips_area_unref(reinterpret_cast<VipsArea *>(background));
        if (!next(flattened, flat)) return nullptr;
    }
    VipsImage *coloured = nullptr;
    failed = vips().vips_colourspace(image.get(), &coloured, VIPS_INTERPRETATION_sRGB, nullptr);
    if (!next(failed, coloured)) return nullptr;
    VipsImage *bytes = nullptr;
    failed = vips().vips_cast(image.get(), &bytes, VIPS_FORMAT_UCHAR, nullptr);
    if (!next(failed, bytes)) return nullptr;
    if (image->Bands != 3) return nullptr;
    // The pixels alone go on, into an image made anew: nothing the file said beside them
    // can.
    std::size_t size = 0;
    void *const pixels = vips().vips_image_write_to_memory(image.get(), &size);
    if (!pixels) return nullptr;
    Image bare{vips().vips_image_new_from_memory_copy(pixels, size, image->Xsize, image->Ysize, 3,
                                                      VIPS_FORMAT_UCHAR)};
    vips().g_free(pixels);
    if (!bare) return nullptr;
    VipsImage *named = nullptr;
    failed =
        vips().vips_copy(bare.get(), &named, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
    return failed == 0 ? Image{named} : nullptr;
}

Image smaller(VipsImage *of, int width, int height) {
    VipsImage *out = nullptr;
    if (vips().vips_thumbnail_image(of, &out, width, "height", height, "size", VIPS_SIZE_DOWN,
                                    nullptr) != 0)
        return nullptr;
    return Image{out};
}

std::string taken(void *data, std::size_t size) {
    std::string bytes{static_cast<char const *>(data), size};
    vips().g_free(data);
    return bytes;
}

// A WebP file with its picture and nothing else. libvips 8.14 adds EXIF of its own, also when told
// to strip.
std::string bare_webp(std::string const &file) {
    auto const number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 4; i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(file[at + i]);
        return value;
    };
    for (std::size_t at = 12; at + 8 <= file.size();) {
        std::size_t const size =
            8 + number(at + 4) + number(at + 4) % 2; // chunks are padded to even length
        if (size > file.size() - at) break;
        if (file.compare(at, 4, "VP8 ") == 0 || file.compare(at, 4, "VP8L") == 0) {
            std::string out = "RIFF";
            for (int i = 0; i < 4; ++i) out += static_cast<char>((size + 4) >> (8 * i));
            return out + "WEBP" + file.substr(at, size);
        }
        at += size;
    }
    throw Trouble{"a picture could not be encoded"};
}

bool save(VipsImage *image, Print &print) {
    void *data = nullptr;
    std::size_t size = 0;
    if (vips().vips_webpsave_buffer(image, &data, &size, "Q", 80, "strip", TRUE, nullptr) != 0)
        return false;
    print.webp = bare_webp(taken(data, size));
    if (vips().vips_jpegsave_buffer(image, &data, &size, "Q", 82, "optimize_coding", TRUE, "strip",
                                    TRUE, nullptr) != 0)
        return false;
    print.jpeg = taken(data, size);
    return true;
}

} // namespace

void start_developing() {
    static bool const started = [] {
        vips().vips_block_untrusted_set(
            TRUE); // decoders libvips itself does not trust with files of strangers
        vips().vips_cache_set_max(0);
        vips().vips_concurrency_set(1);
        // What it warns of may quote the file, and a damaged one is warned of line by line.
        vips().g_log_set_handler(
            "VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION),
            [](gchar const *, GLogLevelFlags, gchar const *, gpointer) {}, nullptr);
        return true;
    }();
    (void)started;
}

std::string made_up_photograph(int width, int height) {
    start_developing();
    std::string pixels;
    pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    std::uint32_t grain = 20261003;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            grain = grain * 1664525 + 1013904223;
            int const noise = static_cast<int>(grain >> 28), edge = (x / 97 + y / 61) % 5 * 24;
            for (int const base : {x * 150 / width, y * 150 / height, 90})
                pixels += static_cast<char>(base + edge / 2 + noise);
        }
    }
    Image const image{vips().vips_image_new_from_memory(pixels.data(), pixels.size(), width, height,
                                                        3, VIPS_FORMAT_UCHAR)};
    void *data = nullptr;
    std::size_t size = 0;
    if (!image || vips().vips_jpegsave_buffer(image.get(), &data, &size, "Q", 92, nullptr) != 0)
        throw Trouble{"no picture to measure with"};
    return taken(data, size);
}

int count_scans(std::string_view jpeg, int enough) {
    int scans = 0;
    for (std::size_t at = 2; at + 4 <= jpeg.size() && scans <= enough;) {
        if (jpeg[at] != '\xFF') { // within the data of a scan
            at = jpeg.find('\xFF', at);
            if (at == jpeg.npos) break;
            continue;
        }
        auto const marker = static_cast<unsigned char>(jpeg[at + 1]);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        if (marker == 0xD9) break;
        if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            at += 2;
            continue;
        }
        if (marker == 0xDA) ++scans;
        auto const length = static_cast<std::size_t>(static_cast<unsigned char>(jpeg[at + 2]))
                                << 8 |
                            static_cast<unsigned char>(jpeg[at + 3]);
        at += 2 + std::max<std::size_t>(2, length);
    }
    return scans;
}

std::variant<Picture, Fault> develop(std::string_view file, PictureUse use) {
    auto const kind = file_kind(file);
    if (kind == FileKind::none) return Fault::unsupported;
    // A progressive JPEG may have thousands of scans, each a pass over every block: small to send,
    // long to decode.
    if (kind == FileKind::jpeg && count_scans(file, most_scans) > most_scans) return Fault::broken;
    start_developing();
    {
        auto const head = opened(file, kind);
        if (!head) return Fault::broken;
        std::int64_t const width = head->Xsize, height = head->Ysize;
        if (width > most_side || height > most_side || width * height > most_pixels)
            return Fault::too_many_pixels;
        if (width < least_side || height < least_side) return Fault::too_small;
    }
    // A file that is one thing at its head and another to libvips is decoded as neither.
    auto const *const loader = vips().vips_foreign_find_load_buffer(file.data(), file.size());
    if (!loader || std::string_view{loader} != loader_of(kind)) return Fault::broken;

    auto const height_of = [&](int width) { return use == PictureUse::logo ? width / 2 : width; };
    auto const &sizes = print_sizes(use);
    auto const largest = reduced(file, kind, sizes.back(), height_of(sizes.back()), use);
    if (!largest) return Fault::broken;
    Picture picture{largest->Xsize, largest->Ysize, {}};
    for (int const size : sizes) {
        Print print{size, {}, {}};
        auto const image =
            size == sizes.back() ? nullptr : smaller(largest.get(), size, height_of(size));
        if (size != sizes.back() && !image) return Fault::broken;
        if (!save(image ? image.get() : largest.get(), print))
            throw Trouble{"a picture could not be encoded"};
        picture.prints.push_back(std::move(print));
    }
    return picture;
}

} // namespace goen::media
