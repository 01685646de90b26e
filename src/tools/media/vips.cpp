// SPDX-License-Identifier: Apache-2.0
#include "media/vips.hpp"

#include "base/result.hpp"

#include <dlfcn.h>

namespace goen::media {

Vips const &vips() {
    static Vips const loaded = [] {
        void *const library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
        if (!library) throw Trouble{"libvips is not installed: pictures cannot be developed"};
        Vips made;
        auto const find = [&](auto &function, char const *name) {
            function =
                reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
            if (!function) throw Trouble{std::string{"libvips lacks "} + name};
        };
#define GOEN_VIPS_FIND(name) find(made.name, #name);
        GOEN_VIPS_FUNCTIONS(GOEN_VIPS_FIND)
#undef GOEN_VIPS_FIND
        if (made.vips_init("goen") != 0) throw Trouble{"libvips does not start"};
        return made;
    }();
    return loaded;
}

} // namespace goen::media
