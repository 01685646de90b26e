// SPDX-License-Identifier: Apache-2.0
// Developing one picture, with libvips. Decoders read bytes of strangers, and every year some
// decoder turns out to write where it must not: so this runs only in the darkroom's own process
// (darkroom.hpp), never among other people's data.
#pragma once

#include "media/darkroom.hpp"

#include <optional>
#include <variant>

namespace goen::media {

enum class Fault { unsupported, too_many_pixels, too_small, broken };

// Loads libvips and its decoders, from files: before the process closes its door. develop() does it
// otherwise.
void start_developing();
std::variant<Picture, Fault> develop(std::string_view file, PictureUse use);

// For measuring: a JPEG as large as a telephone's, with gradients, edges and grain.
std::string made_up_photograph(int width, int height);

// Start-of-scan markers of a JPEG, counted up to `enough` + 1.
int count_scans(std::string_view jpeg, int enough);

// What the darkroom's process says on its standard output, and the same read again by whoever does
// not trust it. Nothing when it is not exactly such an answer.
std::string written(std::variant<Picture, Fault> const &answer);
std::optional<std::variant<Picture, Fault>> read_answer(std::string_view said, PictureUse use);

} // namespace goen::media
