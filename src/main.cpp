// SPDX-License-Identifier: Apache-2.0
#include "app/app.hpp"
#include "media/darkroom.hpp"

int main(int argc, char **argv) {
    goen::media::darkroom_hand(); // a process for one picture goes no further
    return goen::app::run(argc, argv);
}
