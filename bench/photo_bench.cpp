// SPDX-License-Identifier: Apache-2.0
// A 12-megapixel photograph of a telephone to all its prints: photo_bench. The limit is 400 ms from
// the file to four sizes in two formats, with the process it runs in. Yardsticks of the same run:
// starting such a process for nothing (a file its head refuses), and the same picture developed
// without a process.
#include "media/developing.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

using namespace goen;

namespace {

double median_ms(int times, std::function<void()> const &work) {
    std::vector<double> took;
    for (int i = 0; i < times; ++i) {
        auto const start = std::chrono::steady_clock::now();
        work();
        took.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::sort(took.begin(), took.end());
    return took[took.size() / 2];
}

} // namespace

int main() {
    media::darkroom_hand();
    // 4,000 by 3,000 pixels with the noise and edges of a real one, so that the file has a
    // telephone's size.
    auto const file = media::made_up_photograph(4000, 3000);
    std::printf("a photograph of 12 MP, %.1f MB\n", static_cast<double>(file.size()) / 1e6);
    media::Darkroom room{{.at_once = 1}};
    if (!room.develop(file, media::PictureUse::photo) ||
        !room.develop(file, media::PictureUse::logo)) {
        std::puts("it could not be developed");
        return 1;
    }
    auto const whole = median_ms(9, [&] { (void)room.develop(file, media::PictureUse::photo); });
    auto const logo = median_ms(9, [&] { (void)room.develop(file, media::PictureUse::logo); });
    std::string const empty = "GIF89a nothing";
    auto const process = median_ms(9, [&] { (void)room.develop(empty, media::PictureUse::photo); });
    auto const alone = median_ms(9, [&] { (void)media::develop(file, media::PictureUse::photo); });
    std::printf("photograph: %.0f ms   logo: %.0f ms   (process alone: %.0f ms, without a process: "
                "%.0f ms)\n",
                whole, logo, process, alone);
    std::printf("%s: at most 400 ms\n", whole <= 400 && logo <= 400 ? "holds" : "MISSED");
    return whole <= 400 && logo <= 400 ? 0 : 1;
}
