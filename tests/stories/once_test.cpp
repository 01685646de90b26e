// SPDX-License-Identifier: Apache-2.0
// A request with an Idempotency-Key is done once, whatever dies in between, and whoever sends it
// again is told the truth.
#include "app/idempotency.hpp"
#include "store/outcome_unknown.hpp"
#include "support/town.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cerrno>
#include <thread>

using namespace goen;
using namespace goen::tests;

namespace {

#define ON_BOTH(text) text, text
constexpr store::Query lose_answers{"test.lose_answers",
                                    ON_BOTH("update idempotency set status = 0, body = ''")};
constexpr store::Query count_keys{"test.count_keys", ON_BOTH("select count(*) from idempotency")};
constexpr store::Query do_it{"test.do_it",
                             ON_BOTH("insert into departed (member_id, at) values (:n, 0)")};
constexpr store::Query count_done{"test.count_done", ON_BOTH("select count(*) from departed")};

// As if the server had died after the deed and before its answer was kept.
void lose_every_answer(store::Database &database) {
    (void)database.write([](store::Writer &writer) -> Done {
        writer.run(lose_answers, {});
        return {};
    });
}

bool is_problem(Phone::Answer const &answer, int status, std::string_view name) {
    return answer.status == status &&
           answer.word("type").ends_with("/problems/" + std::string{name});
}

std::size_t contacts_of(Phone &phone) { return phone.get("/contacts")["items"].as_array().size(); }

boost::json::value contact(std::string family) {
    return {{"card", {{"name", {{"family", std::move(family)}}}}}};
}

// Several nodes on one database, without the rest of a house; the deed is a row.
struct Nodes {
    explicit Nodes(FreshDatabase &fresh_) : fresh(fresh_) {
        Town town{fresh};
        me = town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
    }
    void deed() {
        (void)fresh->write([&](store::Writer &writer) -> Done {
            writer.run(do_it, {{"n", ++next}});
            return {};
        });
    }
    int done() {
        return fresh->read(
            [](store::Reader &reader) { return reader.one<int>(count_done, {}).value_or(-1); });
    }

    FreshDatabase &fresh;
    app::Idempotency here{*fresh, fresh.clock}, there{*fresh, fresh.clock};
    MemberId me;
    std::int64_t next = 0;
};

} // namespace

TEST_CASE("A contact whose answer was lost is not made again, and that is said") {
    in_each_town([](Town &town) {
        town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
        auto ken = Phone::of(town, "ken@rei.example");
        std::vector<http::Header> const key{{"idempotency-key", "k1"}};
        REQUIRE(ken.call(http::Method::post, "/contacts", contact("田中"), key).status == 201);
        lose_every_answer(*town.fresh);
        for (int tries = 0; tries < 2; ++tries) {
            auto const again = ken.call(http::Method::post, "/contacts", contact("田中"), key);
            CHECK(is_problem(again, 409, "already-done"));
        }
        CHECK(ken.call(http::Method::post, "/contacts", contact("別人"), key).status == 422);
        CHECK(contacts_of(ken) == 1);
        // After a day the key means nothing any more.
        town.fresh.clock.advance(std::chrono::hours{25});
        CHECK(ken.call(http::Method::post, "/contacts", contact("田中"), key).status == 201);
        CHECK(contacts_of(ken) == 2);
    });
}

TEST_CASE("A refused request leaves its key free") {
    in_each_town([](Town &town) {
        town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
        auto ken = Phone::of(town, "ken@rei.example");
        std::vector<http::Header> const key{{"idempotency-key", "k1"}};
        CHECK(ken.call(http::Method::post, "/contacts",
                       {{"card", {{"name", {{"family", std::string(3000, 'x')}}}}}}, key)
                  .status == 422);
        CHECK(ken.call(http::Method::post, "/contacts", contact("田中"), key).status == 201);
        CHECK(contacts_of(ken) == 1);
    });
}

TEST_CASE("Two nodes with one key: the second deed is undone, and both give one answer") {
    on_each_fresh([](FreshDatabase &fresh) {
        Nodes nodes{fresh};
        auto const late = nodes.here.once(nodes.me, "k", "print", [&] {
            std::thread{[&] {
                auto const first = nodes.there.once(nodes.me, "k", "print", [&] {
                    nodes.deed();
                    return http::json(R"({"id":"1"})", 201);
                });
                CHECK((first && *first && (*first)->status == 201));
            }}.join();
            nodes.deed();
            return http::json(R"({"id":"2"})", 201);
        });
        REQUIRE((late && *late));
        CHECK((*late)->content() == R"({"id":"1"})");
        CHECK(nodes.done() == 1);
    });
}

TEST_CASE("The same key again while the first still runs is told so") {
    on_each_fresh([](FreshDatabase &fresh) {
        Nodes nodes{fresh};
        int runs = 0;
        auto const first = nodes.here.once(nodes.me, "k", "print", [&] {
            auto const second =
                nodes.here.once(nodes.me, "k", "print", [&] { return ++runs, http::Response{}; });
            CHECK((!second && second.why().reason == Reason::conflict));
            CHECK(runs == 0);
            return http::json("{}");
        });
        CHECK((first && *first));
    });
}

TEST_CASE("Trouble after the deed does not let it be done again") {
    on_each_fresh([](FreshDatabase &fresh) {
        Nodes nodes{fresh};
        auto const ask = [&] {
            return nodes.here.once(nodes.me, "k", "print", [&]() -> http::Response {
                nodes.deed();
                throw Trouble{"the database went away"};
            });
        };
        CHECK_THROWS_AS((void)ask(), Trouble);
        auto const again = ask();
        CHECK((again && !*again));
        CHECK(nodes.done() == 1);
    });
}

TEST_CASE("A request that writes nothing, or is refused after it wrote, has its first answer too") {
    on_each_fresh([](FreshDatabase &fresh) {
        Nodes nodes{fresh};
        int runs = 0;
        for (int tries = 0; tries < 2; ++tries) {
            auto const nothing = nodes.here.once(nodes.me, "a", "print", [&] {
                ++runs;
                return http::json("{}");
            });
            CHECK((nothing && *nothing && (*nothing)->content() == "{}"));
            auto const refused = nodes.here.once(nodes.me, "b", "print", [&] {
                nodes.deed();
                return http::json(R"({"status":409})", 409, "application/problem+json");
            });
            REQUIRE((refused && *refused));
            CHECK((*refused)->status == 409);
            CHECK((*refused)->header("content-type") == "application/problem+json");
        }
        CHECK(runs == 1);
        CHECK(nodes.done() == 1);
    });
}

TEST_CASE("Whoever leaves the network with a key leaves no key behind") {
    in_each_town([](Town &town) {
        town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
        auto ken = Phone::of(town, "ken@rei.example");
        CHECK(ken.call(http::Method::post, "/contacts", contact("田中"), {{"idempotency-key", "a"}})
                  .status == 201);
        CHECK(ken.call(http::Method::post, "/me/leave", {{"password", Town::password}},
                       {{"idempotency-key", "b"}})
                  .status == 204);
        CHECK(town.fresh->read(
                  [](store::Reader &reader) { return reader.one<int>(count_keys, {}); }) == 0);
    });
}

namespace {

// A disk that fails once it is told to.
struct Disk {
    std::atomic<bool> is_broken{false};
    store::Options options() {
        store::Options options;
        options.flush = [this](int) {
            if (!is_broken) return 0;
            errno = EIO;
            return -1;
        };
        return options;
    }
};

} // namespace

TEST_CASE("A commit nobody knows the outcome of is not acknowledged, and its key tells the truth") {
    Disk disk;
    FreshDatabase fresh{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::migrated,
                        disk.options()};
    std::vector<http::Header> const key{{"idempotency-key", "k1"}};
    {
        Town town{fresh};
        town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
        auto ken = Phone::of(town, "ken@rei.example");
        disk.is_broken = true;
        CHECK(is_problem(ken.call(http::Method::post, "/contacts", contact("田中"), key), 503,
                         "outcome-unknown"));
        // Here it was committed, as it happens; what comes later is known not to be done.
        CHECK(is_problem(ken.call(http::Method::post, "/contacts", contact("田中"), key), 409,
                         "already-done"));
        CHECK(is_problem(
            ken.call(http::Method::post, "/contacts", contact("鈴木"), {{"idempotency-key", "k2"}}),
            503, "unavailable"));
    }
    disk.is_broken = false;
    fresh.open_again();
    Town town{fresh};
    auto ken = Phone::of(town, "ken@rei.example");
    CHECK(is_problem(ken.call(http::Method::post, "/contacts", contact("田中"), key), 409,
                     "already-done"));
    CHECK(ken.call(http::Method::post, "/contacts", contact("鈴木"), {{"idempotency-key", "k2"}})
              .status == 201);
    CHECK(contacts_of(ken) == 2);
}

TEST_CASE("The page of a commit nobody knows the outcome of says so and asks to look first") {
    Disk disk;
    FreshDatabase fresh{FreshDatabase::Engine::sqlite, FreshDatabase::Tables::migrated,
                        disk.options()};
    Town town{fresh};
    town.settle("ken@rei.example", name_of("渡邉", "健", "わたなべ", "けん"));
    Browser ken{town, "ja"};
    ken.log_in("ken@rei.example").open("/contacts/new");
    REQUIRE(ken.status() == 200);
    disk.is_broken = true;
    ken.send("/contacts/new", {{"family", "田中"}});
    CHECK(ken.status() == 503);
    CHECK(ken.says("保存されたかどうかを確認できません"));
    CHECK(ken.says("現在の内容をご確認ください"));
}
