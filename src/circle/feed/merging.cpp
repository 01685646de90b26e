// SPDX-License-Identifier: Apache-2.0
// Whose posts and moves are before somebody, and in which order: from memory where it reaches, else
// from the rows.
#include "feed/feed_state.hpp"

#include "names/search_key.hpp"

#include <algorithm>

namespace goen::feed {
namespace {

constexpr std::chrono::hours japan{9}; // ahead of UTC, all year
constexpr int most_in_book = 20'000;   // lines looked at for "same company"
constexpr int rounds_of_merging = 8;   // as for a page
constexpr int most_moves = 2'000;      // of one question

std::int64_t now_id(Clock &clock) {
    return IdMaker::span_of(clock.now() - IdMaker::first_moment + std::chrono::minutes{5});
}

// Whether the tier of the tie alone tells who may read it.
bool is_told_by_tier(Entry const &entry) {
    return entry.is_move || (entry.to != Audience::To::tag && entry.to != Audience::To::group);
}

bool has_same_posts(card::CardBody const &a, card::CardBody const &b) {
    return a.ja.positions == b.ja.positions && a.en.positions == b.en.positions;
}

std::vector<card::Position> const &positions_for(card::CardBody const &body,
                                                 i18n::Language language) {
    bool const is_ja = language == i18n::Language::ja;
    auto const &first = is_ja ? body.ja.positions : body.en.positions;
    auto const &other = is_ja ? body.en.positions : body.ja.positions;
    return first.empty() ? other : first;
}

} // namespace

Date day_of(std::int64_t id) {
    return Date{std::chrono::floor<std::chrono::days>(IdMaker::time_of(id) + japan)};
}

std::int64_t first_id_of(Date day) {
    auto const at = std::chrono::time_point_cast<milliseconds>(std::chrono::sys_days{day}) - japan;
    return at <= IdMaker::first_moment ? 0 : IdMaker::span_of(at - IdMaker::first_moment);
}

Feed::State::Sources Feed::State::all_sources(MemberId me) {
    auto const known = sources.known();
    if (auto const kept = sources.find(me, rooms.clock.now())) return *kept;
    auto found = std::make_shared<std::vector<Source>>();
    found->push_back({me, card::Tier::owner});
    rooms.database.read([&](store::Reader &reader) {
        std::set<MemberId> hidden;
        reader.each(sql::hidden, {{"member", me}},
                    [&](store::Row const &row) { hidden.insert(row.get<MemberId>(0)); });
        reader.each(sql::shown_ties, {{"member", me}}, [&](store::Row const &row) {
            auto const author = row.get<MemberId>(0);
            if (hidden.count(author) == 0) found->push_back({author, row.get<card::Tier>(1)});
        });
    });
    found->shrink_to_fit();
    sources.keep(me, known, {me.value}, found, rooms.clock.now());
    return found;
}

Feed::State::Sources Feed::State::sources_of(store::Reader &reader, MemberId me,
                                             Sources const &everybody, Filter const &filter,
                                             i18n::Language language) {
    if (filter.what == Filter::What::all) return everybody;
    std::unordered_set<MemberId> wanted;
    auto want = [&](store::Row const &row) { wanted.insert(row.get<MemberId>(0)); };
    switch (filter.what) {
    case Filter::What::colleague:
        reader.each(sql::near_ties, {{"member", me}, {"tier", card::Tier::colleague}}, want);
        break;
    case Filter::What::close:
        reader.each(sql::near_ties, {{"member", me}, {"tier", card::Tier::close}}, want);
        break;
    case Filter::What::tag:
        reader.each(sql::mine_with_tag, {{"me", me}, {"key", names::folded(filter.tag)}}, want);
        break;
    case Filter::What::company: {
        std::set<std::string> mine;
        for (auto const &card : rooms.cards.of(reader, me)) {
            for (auto const *side : {&card.live.body.ja, &card.live.body.en}) {
                for (auto const &position : side->positions)
                    mine.insert(names::folded_company(position.company));
            }
        }
        mine.erase("");
        for (auto const &line : rooms.contacts.everyone(me, most_in_book, language)) {
            if (mine.count(names::folded_company(line.company)) > 0)
                wanted.insert(MemberId{line.id.value});
        }
        break;
    }
    case Filter::What::all:
    case Filter::What::group: break;
    }
    auto found = std::make_shared<std::vector<Source>>();
    for (auto const &source : *everybody) {
        if (wanted.count(source.author) > 0) found->push_back(source);
    }
    return found;
}

std::vector<std::pair<MemberId, Entry>> Feed::State::candidates(store::Reader &reader,
                                                                Sources const &of,
                                                                std::int64_t before,
                                                                std::size_t count) {
    std::vector<std::pair<MemberId, Entry>> out;
    if (of->empty()) return out;
    if (is_ready) {
        auto merged = index.merge(*of, before, count);
        out = std::move(merged.entries);
        if (out.size() >= count || merged.horizon == 0) return out;
        before = std::min(before, merged.horizon + 1);
    }
    std::vector<MemberId> authors;
    for (auto const &source : *of) authors.push_back(source.author);
    auto const list = store::id_list(authors);
    auto const wanted = static_cast<std::int64_t>(count - out.size());
    std::vector<std::pair<MemberId, Entry>> older;
    reader.each(sql::posts_of_many, {{"authors", list}, {"before", before}, {"count", wanted}},
                [&](store::Row const &row) {
                    older.push_back({{}, {row.integer(0), false}});
                });
    reader.each(sql::moves_of_many,
                {{"members", list}, {"from", 0}, {"before", before}, {"count", wanted}},
                [&](store::Row const &row) {
                    older.push_back({row.get<MemberId>(0), {row.integer(1), true}});
                });
    std::sort(older.begin(), older.end(),
              [](auto const &a, auto const &b) { return a.second.id > b.second.id; });
    older.resize(std::min(older.size(), static_cast<std::size_t>(wanted)));
    out.insert(out.end(), older.begin(), older.end());
    return out;
}

std::vector<Move> Feed::State::moves_between(store::Reader &reader, MemberId viewer,
                                             Sources const &of, std::int64_t from,
                                             std::int64_t before, i18n::Language language) {
    std::vector<MemberId> members;
    for (auto const &source : *of) {
        if (source.author != viewer) members.push_back(source.author);
    }
    struct Key {
        MemberId owner;
        Id<struct MoveMeaning> id;
    };
    std::vector<Key> keys;
    reader.each(sql::moves_of_many,
                {{"members", store::id_list(members)},
                 {"from", from},
                 {"before", before},
                 {"count", most_moves}},
                [&](store::Row const &row) {
                    keys.push_back({row.get<MemberId>(0), {row.integer(1)}});
                });
    if (keys.empty()) return {};
    struct Row {
        MemberId member;
        std::int64_t id;
        CardId card;
        VersionId before, after;
    };
    std::vector<Row> rows;
    reader.each(sql::moves, {{"keys", store::pair_list(keys)}}, [&](store::Row const &row) {
        rows.push_back({row.get<MemberId>(0), row.integer(1), row.get<CardId>(2),
                        row.get<VersionId>(3), row.get<VersionId>(4)});
    });
    std::sort(rows.begin(), rows.end(), [](Row const &a, Row const &b) { return a.id > b.id; });
    std::vector<MemberId> whose;
    std::vector<card::VersionKey> versions;
    for (auto const &row : rows) {
        whose.push_back(row.member);
        versions.push_back({row.member, row.before});
        versions.push_back({row.member, row.after});
    }
    auto const sights = rooms.policy.look(reader, viewer, whose);
    auto const bodies = rooms.cards.versions(reader, versions);
    std::vector<Move> out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const &sight = sights[i];
        if (!sight.is_tied() || sight.tie->received != rows[i].card || !sight.version ||
            !bodies[2 * i] || !bodies[2 * i + 1])
            continue;
        auto const was = card::seen(bodies[2 * i]->body, sight.tier);
        auto const is = card::seen(bodies[2 * i + 1]->body, sight.tier);
        // What the reader is not shown has not moved for her, nor what was before they met.
        if (has_same_posts(was, is)) continue;
        if (IdMaker::time_of(rows[i].id) < sight.tie->since) continue;
        out.push_back({{rows[i].member, sight.card(), false},
                       positions_for(was, language),
                       positions_for(is, language),
                       IdMaker::time_of(rows[i].id)});
    }
    return out;
}

std::optional<std::vector<std::int64_t>> Feed::outline(MemberId me, Filter const &filter, int limit,
                                                       i18n::Language language) {
    if (!state_->is_ready) return {};
    auto const everybody = state_->all_sources(me);
    return state_->rooms.database.read([&](store::Reader &reader) {
        auto const sources = state_->sources_of(reader, me, everybody, filter, language);
        auto const wanted = static_cast<std::size_t>(limit) + 1;
        std::vector<std::int64_t> out;
        auto before = now_id(state_->rooms.clock);
        for (int round = 0; round < rounds_of_merging && out.size() < wanted; ++round) {
            auto const merged = state_->index.merge(*sources, before, wanted);
            std::vector<PostId> to_ask; // what the tier does not tell
            for (auto const &[author, entry] : merged.entries) {
                if (!is_told_by_tier(entry) && author != me) to_ask.push_back(PostId{entry.id});
            }
            std::unordered_set<std::int64_t> closed;
            for (auto const id : to_ask) closed.insert(id.value);
            for (auto const &post : state_->readable_of(reader, me, to_ask))
                closed.erase(post.id.value);
            for (auto const &[author, entry] : merged.entries) {
                if (closed.count(entry.id) == 0 && out.size() < wanted) out.push_back(entry.id);
            }
            if (merged.entries.size() < wanted) break;
            before = merged.entries.back().second.id;
        }
        return std::optional{std::move(out)};
    });
}

} // namespace goen::feed
