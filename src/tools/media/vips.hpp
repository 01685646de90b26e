// SPDX-License-Identifier: Apache-2.0
// libvips, taken into memory when the first picture is developed. Linked in the usual way it would
// bring a hundred libraries into a server that only hands pictures on: 14 MiB, and their part of
// every start. Only the darkroom, a process of its own, ever calls this.
#pragma once

#include <vips/vips.h>

namespace goen::media {

// By their own names, with the types of libvips' own header.
// clang-format off
#define GOEN_VIPS_FUNCTIONS(f) \
    f(vips_init) f(vips_block_untrusted_set) f(vips_cache_set_max) f(vips_concurrency_set) \
    f(vips_jpegload_buffer) f(vips_pngload_buffer) f(vips_webpload_buffer) f(vips_gifload_buffer) f(vips_heifload_buffer) \
    f(vips_foreign_find_load_buffer) f(vips_jpegsave_buffer) f(vips_webpsave_buffer) \
    f(vips_image_copy_memory) f(vips_image_hasalpha) f(vips_image_new_from_memory) f(vips_image_new_from_memory_copy) \
    f(vips_image_write_to_memory) f(vips_array_double_new) f(vips_area_unref) f(vips_cast) f(vips_colourspace) f(vips_copy) \
    f(vips_flatten) f(vips_thumbnail_buffer) f(vips_thumbnail_image) \
    f(g_object_unref) f(g_free) f(g_log_set_handler)
// clang-format on

struct Vips {
#define GOEN_VIPS_MEMBER(name) decltype(&::name) name = nullptr;
    GOEN_VIPS_FUNCTIONS(GOEN_VIPS_MEMBER)
#undef GOEN_VIPS_MEMBER
};

// Trouble when libvips is not installed, or is another one than goen was built for.
Vips const &vips();

} // namespace goen::media
