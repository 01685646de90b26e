// SPDX-License-Identifier: Apache-2.0
// The darkroom: whatever file a person sends as her photograph or a logo becomes small clean
// pictures in WebP and JPEG, with none of its bytes: no place, no camera, no profile, no comment.
//
// What it is is decided by its first bytes, never by its name or claimed type; only the decoder of
// that kind sees it. Its size is read from its head and refused before a pixel is decoded. Each
// picture is developed in a process of its own (this program again, as darkroom_hand()), which has
// no file, no socket, little memory and little time: a decoder that is led astray can spoil nothing
// but that picture. At most `at_once` are developed at the same time and as many wait; the next is
// refused, so that neither threads nor memory run out. Threads share one.
#pragma once

#include "base/result.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace goen::media {

enum class FileKind { none, jpeg, png, webp, gif, heif }; // heif: HEIC and AVIF
FileKind file_kind(std::string_view bytes);

enum class PictureUse {
    photo, // squares, cut around what catches the eye
    logo,  // whole, inside a box twice as wide as high, on white
    scene, // whole, inside a square box: a photograph in a post
};
std::string_view to_string(PictureUse use); // "photo" "logo" "scene"

struct Print {
    int size = 0; // the width of its box
    std::string webp, jpeg;
};
struct Picture {
    int width = 0, height = 0; // of the largest print
    std::vector<Print> prints; // smallest first
};

// The widths of the boxes, smallest first: the same for every picture of a use.
std::vector<int> const &print_sizes(PictureUse use);

inline constexpr std::int64_t most_pixels = 50'000'000; // of a file, before anything is decoded
inline constexpr int most_side = 16'384;
inline constexpr int least_side = 32; // less is no picture of anybody
inline constexpr int most_scans = 64; // of a progressive JPEG: each costs a pass over the whole

struct DarkroomOptions {
    int at_once = 0; // 0: half the processors, 1 or 2
    seconds waiting{10};
    seconds working{20};                    // then the process is ended
    std::string program = "/proc/self/exe"; // whose main() calls darkroom_hand() when asked to
};

class Darkroom {
public:
    explicit Darkroom(DarkroomOptions options = {});

    // Refuses with unsupported (no picture we know), too_large (pixels), invalid (broken, too
    // small), too_many (busy).
    Result<Picture> develop(std::string_view file, PictureUse use);

private:
    DarkroomOptions const options_;
    std::mutex mutex_;
    std::condition_variable free_;
    int working_ = 0, waiting_ = 0;
};

// The first thing every main() does: when this process was started as a darkroom, develops the
// picture on its standard input and ends. Returns at once otherwise.
void darkroom_hand();

} // namespace goen::media
