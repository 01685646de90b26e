// SPDX-License-Identifier: Apache-2.0
// What the verbs of this room share; included by its .cpp files only.
#pragma once

#include "circle_events/events.hpp"
#include "notice/notice.hpp"
#include "notice/queries.hpp"
#include "store/events.hpp"
#include "store/id_list.hpp"
#include "store/kept.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace goen::notice {

struct Row {
    Kind kind{};
    std::int64_t about = 0, thing = 0;
    MemberId by;
    std::int64_t id = 0;
};

// Which notices: those between two ids, newest first.
struct Range {
    std::int64_t after = 0;
    std::int64_t before = INT64_MAX;
    int limit = 100;
    bool is_for_badge = false; // without messages and moves
};

struct Gathered {
    std::vector<Notice> notices; // newest first; read marks are not set
    // What they were made of, for what is kept in memory.
    std::vector<std::int64_t> people;
    store::Marks topics;
};

struct Notices::State {
    Rooms rooms;
    std::vector<Door> doors;
    store::Kept<int, MemberId> badges{65'536, seconds{300}};

    explicit State(Rooms const &rooms_) : rooms(rooms_) {}

    // ---- gathering.cpp: what she may be told now ----
    // `moves`: of moves().
    Gathered gather(store::Reader &reader, MemberId me, i18n::Words const &words,
                    Range const &range, std::vector<feed::Move> const &moves);
    // Those of the rows that she may be told of, by group, with their texts.
    std::vector<Notice> told_of(store::Reader &reader, MemberId me, i18n::Words const &words,
                                std::vector<Row> const &rows, Gathered *of = nullptr);
    // With whom there is a block, either way, and whose posts she has hidden.
    std::set<MemberId> silent(store::Reader &reader, MemberId me);
    std::vector<feed::Move> moves(MemberId me, i18n::Words const &words);
    void set_read(store::Reader &reader, MemberId me, std::vector<Notice> &notices);

    // ---- deriving.cpp ----
    using Deriver = store::Subscriber<store::Writer &, store::Event const &>;
    Deriver deriver();
    bool derive_some(Deriver const &deriver, int most); // false: there is nothing more
    void derive_all();
    void put(store::Writer &writer, store::Event const &event, Row row, MemberId to,
             std::int64_t thing);
    void tell(store::Writer &writer, store::Event const &event, MemberId to, Kind kind,
              std::int64_t thing, bool with_letter);
    void work();

    std::mutex working;
    std::condition_variable woken;
    bool has_work = true;
    std::atomic<bool> is_closing{false};
    std::thread worker;
};

// The first id of a moment.
inline std::int64_t id_of(Time at) {
    return IdMaker::span_of(std::max(at - IdMaker::first_moment, milliseconds{0}));
}

// ---- sentences.cpp ----
// "佐藤 健さん、林 芽衣さん ほか2人": at most two names; `count` people in all.
std::string who_of(std::vector<Named> const &names, int count, i18n::Words const &words);
std::string name_of(card::CardBody const &seen, i18n::Words const &words);
std::string polite(std::string const &name, i18n::Words const &words); // 佐藤 健さん
std::string sentence(Kind kind, std::string const &who, int count, i18n::Words const &words);

} // namespace goen::notice
