// SPDX-License-Identifier: Apache-2.0
// The program: command line in, exit status out (0 done, 1 refused or failed, 2 wrong usage).
#pragma once

namespace goen::app {

int run(int argc, char **argv);

} // namespace goen::app
