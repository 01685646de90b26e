// SPDX-License-Identifier: Apache-2.0
// The image door, on the side of the server: what kind a file is, how many scans it has, and what
// the darkroom's process says, which is not believed. (The decoders themselves are not ours; they
// run behind that process.)
#include "media/developing.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const input{reinterpret_cast<char const *>(data), size};
    (void)media::file_kind(input);
    if (media::count_scans(input, media::most_scans) > media::most_scans + 1) std::abort();
    for (auto const use : {media::PictureUse::photo, media::PictureUse::logo}) {
        auto const answer = media::read_answer(input, use);
        if (!answer) continue;
        if (auto const *picture = std::get_if<media::Picture>(&*answer)) {
            if (picture->prints.size() != media::print_sizes(use).size()) std::abort();
            for (auto const &print : picture->prints) {
                if (media::file_kind(print.webp) != media::FileKind::webp ||
                    media::file_kind(print.jpeg) != media::FileKind::jpeg)
                    std::abort();
            }
        }
        // What was understood is said again in the same way, but for zeros in front of numbers.
        auto const said = media::written(*answer);
        auto const again = media::read_answer(said, use);
        if (!again || media::written(*again) != said) std::abort();
    }
    return 0;
}
