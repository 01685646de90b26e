// SPDX-License-Identifier: Apache-2.0
// Memory that runs out at one moment or another: each allocation of the server's own threads fails
// once, in turn, and the next person is served nevertheless. (The linker leads operator new and
// aligned_alloc through here: see src/CMakeLists.txt.)
#include "net/testing_server.hpp"

#include <new>

using namespace goen;
using namespace goen::net;
using namespace goen::net::testing;

namespace {

std::atomic<long> until_failure{-1}; // allocations; < 0 = none fails
thread_local bool is_spared = false; // the test's own thread

bool fails_now() { return !is_spared && until_failure >= 0 && until_failure.fetch_sub(1) == 0; }

} // namespace

extern "C" {
void *__real__Znwm(std::size_t size);
void *__wrap__Znwm(std::size_t size) {
    if (fails_now()) throw std::bad_alloc{};
    return __real__Znwm(size);
}
void *__real_aligned_alloc(std::size_t alignment, std::size_t size);
void *__wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
    return fails_now() ? nullptr : __real_aligned_alloc(alignment, size);
}
}

TEST_CASE("Wherever memory runs out in a request, the next person is served") {
    log::set_level(log::Level::off);
    is_spared = true;
    Running running;
    CHECK(running.still_serves());
    int failed = 0;
    for (long n = 0; n < 400; ++n) {
        CAPTURE(n);
        until_failure = n;
        {
            auto client = running.client();
            client.send(get("/a", "Cookie: " + std::string(9'000, 'c') + "\r\n"));
            client.answer(milliseconds{50});
            client.send(post("Content-Length: 3000\r\n", std::string(1000, 'x')));
            client.send(std::string(2000, 'x'));
            client.answer(milliseconds{50});
        }
        bool const has_failed = until_failure.exchange(-1) < 0;
        failed += has_failed;
        CHECK(comes_about([&] { return running.still_serves(); }));
        if (!has_failed) break; // there are no more allocations than that
    }
    CHECK(failed > 10);
    CHECK(running.server.numbers().in_handlers == 0);
    log::set_level(log::Level::info);
}
