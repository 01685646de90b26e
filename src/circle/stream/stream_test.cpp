// SPDX-License-Identifier: Apache-2.0
// Who is told what, from where on, and until when; with a room that tells of invented events.
#include "stream/stream.hpp"

#include "support/databases.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>

using namespace goen;
using namespace goen::stream;

namespace {

// A note of a member for another.
struct NoteWritten {
    static constexpr std::string_view kind = "note.written";
    static constexpr std::string_view means = "A member wrote a note for other";
    MemberId member;
    MemberId other;
};
struct DoorClosed {
    static constexpr std::string_view kind = "door.closed";
    static constexpr std::string_view means = "A session of a member ended";
    MemberId member;
};
struct Nothing {
    static constexpr std::string_view kind = "nothing";
    static constexpr std::string_view means = "Nobody is told";
    MemberId member;
};

constexpr MemberId hana{1}, ken{2}, mei{3};

struct House {
    explicit House(store::Database &database_, Limits limits = {})
        : database(database_), streams(database, limits) {
        live.on<NoteWritten>(
            {"note", "notes:read"},
            [](store::Reader &, NoteWritten const &event, web::Live::Members const &) {
                return web::Live::Members{event.other};
            },
            [this](store::Reader &, MemberId me, NoteWritten const &event) -> web::Live::Said {
                ++asked;
                if (held_back.contains({event.member, me})) return {};
                return boost::json::object{{"from", event.member.text()}};
            });
        live.counts<NoteWritten>([](NoteWritten const &event) { return event.other; });
        live.ends_sessions<DoorClosed>();
        places.count("requests", [](MemberId member) { return static_cast<int>(member.value); });
        streams.open(live, places);
    }
    ~House() { streams.close(); }

    template <class E> void tell(E const &event) {
        REQUIRE(database.write([&](store::Writer &writer) -> Result<int> {
            store::tell(writer, event);
            return 0;
        }));
    }
    // What was pushed since the last look, as it goes over the wire.
    std::string heard(std::shared_ptr<http::OpenBody> const &body) {
        CHECK(streams.wait_until_told(milliseconds{10'000}));
        std::string out;
        for (auto const &piece : body->take()) {
            if (*piece != ":\n\n") out += *piece;
        }
        return out;
    }
    std::shared_ptr<http::OpenBody> read(MemberId member, std::string after = {},
                                         std::string scopes = {}) {
        auto body = streams.read({member, "192.0.2.1", std::move(scopes), std::move(after),
                                  [this, member] { return !locked_out.contains(member); }});
        REQUIRE(body);
        return *body;
    }

    store::Database &database;
    web::Live live;
    web::Places places;
    std::set<std::pair<MemberId, MemberId>> held_back; // notes of one for another
    std::set<MemberId> locked_out;
    std::atomic<int> asked{0};
    Streams streams;
};

void in_each_house(std::function<void(House &)> const &body, Limits limits = {}) {
    tests::on_each_engine([&](store::Database &database, StillClock &, IdMaker &) {
        House house{database, limits};
        body(house);
    });
}

int times(std::string_view text, std::string_view what) {
    int count = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
    return count;
}

// The last id in what was heard.
std::string last_id(std::string const &text) {
    auto const at = text.rfind("id: ");
    return at == text.npos ? "" : text.substr(at + 4, text.find('\n', at) - at - 4);
}

} // namespace

TEST_CASE("Whoever reads is told what concerns her when it happens, and nobody else is") {
    in_each_house([](House &house) {
        auto const hers = house.read(hana), his = house.read(ken);
        auto const begin = house.heard(hers);
        CHECK(begin.starts_with("retry: 3000\nid: "));
        CHECK(begin.find("event: counts\ndata: {\"requests\":1}\n\n") != begin.npos);
        house.heard(his);
        house.tell(NoteWritten{ken, hana});
        auto const heard = house.heard(hers);
        CHECK(heard.find("event: note\ndata: {\"from\":\"2\"}\n\n") != heard.npos);
        CHECK(heard.find("event: counts\n") != heard.npos);
        CHECK(last_id(heard) == std::to_string(house.database.last_seq()));
        CHECK(house.heard(his).empty());
    });
}

TEST_CASE("Only those who read cost anything") {
    in_each_house([](House &house) {
        house.tell(NoteWritten{ken, hana});
        auto const his = house.read(ken);
        house.heard(his);
        house.tell(NoteWritten{ken, hana});
        house.heard(his);
        CHECK(house.asked == 0);
    });
}

TEST_CASE("What she may not know at the moment of sending she is not told, also afterwards") {
    in_each_house([](House &house) {
        auto const hers = house.read(hana);
        auto const from = last_id(house.heard(hers));
        house.held_back.insert({ken, hana});
        house.tell(NoteWritten{ken, hana});
        CHECK(times(house.heard(hers), "event: note") == 0);
        house.tell(NoteWritten{mei, hana});
        CHECK(times(house.heard(hers), "event: note") == 1);
        CHECK(times(house.heard(house.read(hana, from)), "event: note") == 1);
    });
}

TEST_CASE("Who was cut off and comes back with the last id is told each event once") {
    in_each_house([](House &house) {
        auto first = house.read(hana);
        auto from = last_id(house.heard(first));
        int told = 0;
        for (int round = 0; round < 5; ++round) {
            first->leave();
            for (int i = 0; i < 3; ++i) {
                house.tell(NoteWritten{ken, hana});
                house.tell(Nothing{ken});
                house.tell(NoteWritten{hana, ken});
            }
            first = house.read(hana, from);
            house.tell(NoteWritten{mei, hana});
            auto const heard = house.heard(first);
            CHECK(times(heard, "event: reload") == 0);
            CHECK(times(heard, "{\"from\":\"2\"}") == 3);
            CHECK(times(heard, "{\"from\":\"3\"}") == 1);
            told += times(heard, "event: note");
            from = last_id(heard);
        }
        CHECK(told == 20);
    });
}

TEST_CASE("Of several things that one event means only the last has its id") {
    in_each_house([](House &house) {
        auto const hers = house.read(hana);
        house.heard(hers);
        house.tell(NoteWritten{ken, hana});
        auto const seq = std::to_string(house.database.last_seq());
        auto const heard = house.heard(hers);
        CHECK(times(heard, "id: " + seq + "\n") == 1);
        CHECK(heard.find("id: " + seq + "\n") > heard.find("event: note"));
        // Cut off after the first of them, she is told both again.
        auto const again = house.heard(house.read(hana, heard.substr(4, heard.find('\n') - 4)));
        CHECK(times(again, "event: note") == 1);
    });
}

TEST_CASE(
    "An id that was never given, or of somebody else, says reload or nothing more than hers") {
    in_each_house([](House &house) {
        house.tell(NoteWritten{ken, hana});
        auto const kens = last_id(house.heard(house.read(ken)));
        house.tell(NoteWritten{ken, hana});
        CHECK(times(house.heard(house.read(mei, kens)), "event: note") == 0);
        CHECK(times(house.heard(house.read(mei, kens)), "event: reload") == 0);
        for (auto const *after :
             {"9223372036854775807", "99999999999999999999", "-1", "x", "1 or 1", "0x10", "１"}) {
            CAPTURE(after);
            auto const body = house.read(hana, after);
            auto const heard = house.heard(body);
            CHECK(times(heard, "event: reload\ndata: {}") == 1);
            CHECK(times(heard, "event: note") == 0);
            house.tell(NoteWritten{mei, hana});
            CHECK(times(house.heard(body), "event: note") == 1);
        }
    });
}

TEST_CASE("Who missed too much is told to reload, and goes on from there") {
    Limits limits;
    limits.most_missed = 10;
    in_each_house(
        [](House &house) {
            house.tell(Nothing{ken});
            auto const from = last_id(house.heard(house.read(hana)));
            for (int i = 0; i < 11; ++i) house.tell(NoteWritten{ken, hana});
            auto const body = house.read(hana, from);
            auto const heard = house.heard(body);
            CHECK(times(heard, "event: reload") == 1);
            CHECK(times(heard, "event: note") == 0);
            CHECK(last_id(heard) == std::to_string(house.database.last_seq()));
            house.tell(NoteWritten{ken, hana});
            CHECK(times(house.heard(body), "event: note") == 1);
        },
        limits);
}

TEST_CASE("Should the queue run over, everybody is told to reload instead of missing something") {
    Limits limits;
    limits.most_queued = 0;
    in_each_house(
        [](House &house) {
            auto const hers = house.read(hana);
            house.heard(hers);
            house.tell(NoteWritten{ken, hana});
            auto const heard = house.heard(hers);
            CHECK(times(heard, "event: note") == 0);
            CHECK(times(heard, "event: reload") == 1);
        },
        limits);
}

TEST_CASE("A session that ends takes its stream with it; others stay") {
    in_each_house([](House &house) {
        auto const hers = house.read(hana), his = house.read(ken);
        house.heard(hers);
        house.tell(DoorClosed{hana});
        house.heard(hers);
        CHECK_FALSE(hers->is_over()); // another one of hers
        house.locked_out.insert(hana);
        house.tell(DoorClosed{hana});
        house.heard(hers);
        CHECK(hers->is_over());
        CHECK_FALSE(his->is_over());
        house.tell(NoteWritten{ken, hana});
        CHECK(house.heard(hers).empty());
        auto const late = house.read(hana); // ended between the request and now
        house.heard(late);
        CHECK(late->is_over());
    });
}

TEST_CASE("A token is told what its scopes allow") {
    in_each_house([](House &house) {
        auto const all = house.read(hana), notes = house.read(hana, "", "notes:read posts:read"),
                   posts = house.read(hana, "", "posts:read");
        for (auto const &body : {all, notes, posts}) house.heard(body);
        house.tell(NoteWritten{ken, hana});
        CHECK(times(house.heard(all), "event: ") == 2);
        CHECK(times(house.heard(notes), "event: note") == 1);
        CHECK(house.heard(posts).empty());
        CHECK(times(house.heard(house.read(hana, "", "notes:read")), "event: counts") == 0);
    });
}

TEST_CASE("One member, one address and all together have so many streams and no more") {
    Limits limits;
    limits.of_member = 2;
    limits.of_peer = 4;
    limits.between_pulses = seconds{1};
    in_each_house(
        [](House &house) {
            auto const first = house.read(hana), second = house.read(hana),
                       third = house.read(hana);
            CHECK(first->is_over()); // her oldest
            CHECK_FALSE(second->is_over());
            house.read(ken);
            house.read(mei);
            auto const fifth =
                house.streams.read({MemberId{9}, "192.0.2.1", "", "", [] { return true; }});
            REQUIRE_FALSE(fifth);
            CHECK(fifth.why().reason == Reason::too_many);
            auto const elsewhere =
                house.streams.read({MemberId{9}, "192.0.2.2", "", "", [] { return true; }});
            REQUIRE(elsewhere);
            // Several behind one proxy, whose own addresses nobody knows, are not one.
            for (int i = 0; i < 5; ++i)
                CHECK(house.streams.read({MemberId{20 + i}, "", "", "", [] { return true; }}));
            // Whoever hung up is counted no more, at the next pulse at the latest.
            second->leave();
            CHECK(house.streams.read({MemberId{9}, "192.0.2.1", "", "", [] { return true; }}));
            for (int i = 0; i < 1000 && house.streams.readers() > 10; ++i)
                std::this_thread::sleep_for(milliseconds{10});
            CHECK(house.streams.readers() == 10);
        },
        limits);
}

TEST_CASE("A stream pulses while nothing happens, ends after its time, and with the house") {
    Limits limits;
    limits.between_pulses = seconds{1};
    limits.longest = seconds{2};
    in_each_house(
        [](House &house) {
            auto const hers = house.read(hana);
            bool has_pulsed = false;
            for (int i = 0; i < 1000 && !hers->is_over(); ++i) {
                for (auto const &piece : hers->take()) has_pulsed |= *piece == ":\n\n";
                std::this_thread::sleep_for(milliseconds{10});
            }
            CHECK(has_pulsed);
            CHECK(hers->is_over());
            auto const other = house.read(ken);
            house.streams.close();
            CHECK(other->is_over());
            CHECK_FALSE(house.streams.read({hana, "", "", "", [] { return true; }}));
        },
        limits);
}

TEST_CASE("What happens at one node is told at the other, in the same order with the same ids") {
    tests::on_each_fresh([](tests::FreshDatabase &fresh) {
        if (!fresh->is_postgres()) return;
        auto const other = store::Database::open(fresh.url(), fresh.clock);
        House here{*fresh}, there{*other};
        auto const a = here.read(hana), b = there.read(hana);
        here.heard(a);
        there.heard(b);
        std::string at_a, at_b;
        for (int i = 0; i < 20; ++i) (i % 2 ? here : there).tell(NoteWritten{ken, hana});
        for (int i = 0; i < 500 && times(at_a, "event: note") + times(at_b, "event: note") < 40;
             ++i) {
            at_a += here.heard(a);
            at_b += there.heard(b);
            std::this_thread::sleep_for(milliseconds{10});
        }
        CHECK(times(at_a, "event: note") == 20);
        CHECK(at_a == at_b);
        // Cut off here, she goes on there.
        auto const from = last_id(at_a);
        a->leave();
        here.tell(NoteWritten{mei, hana});
        auto const c = there.read(hana, from);
        std::string at_c;
        for (int i = 0; i < 500 && at_c.find("\"3\"") == at_c.npos; ++i) {
            at_c += there.heard(c);
            std::this_thread::sleep_for(milliseconds{10});
        }
        CHECK(times(at_c, "event: note") == 1);
        CHECK(times(at_c, "event: reload") == 0);
    });
}
