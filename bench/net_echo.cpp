// SPDX-License-Identifier: Apache-2.0
// goen's server with a handler that answers the same bytes, after computing for a while if asked
// to: to be compared with http_yardstick under the same wrk.
//
//     net_echo FILE PORT [HANDLER_MICROSECONDS [WORKERS]]
#include "net/server.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char **argv) {
    if (argc < 3)
        return std::fputs("usage: net_echo FILE PORT [HANDLER_MICROSECONDS [WORKERS]]\n", stderr),
               2;
    std::ifstream file{argv[1], std::ios::binary};
    std::string const page{std::istreambuf_iterator<char>{file}, {}};
    std::chrono::microseconds const work{argc > 3 ? std::atoi(argv[3]) : 0};

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    goen::net::ServerOptions options;
    options.listen = std::string{"127.0.0.1:"} + argv[2];
    options.workers = argc > 4 ? std::atoi(argv[4]) : 0;
    goen::net::Server server{options, [&](goen::http::Request &&) {
                                 auto const until = std::chrono::steady_clock::now() + work;
                                 while (std::chrono::steady_clock::now() < until) {
                                 }
                                 return goen::http::html(page);
                             }};
    server.run_in_background();
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
}
