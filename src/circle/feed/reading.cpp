// SPDX-License-Identifier: Apache-2.0
// Posts as their readers see them: one post, the feed, and the posts of one member.
#include "feed/feed_state.hpp"

#include "names/search_key.hpp"

#include <algorithm>
#include <limits>

namespace goen::feed {
namespace {

constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();
constexpr int most_rounds = 8; // of looking for posts that the reader may read

// "ID", or "IDm" when the moves of that day stand on an earlier page or on this: 20 characters at
// most.
struct Cursor {
    std::int64_t before = end_of_time;
    std::optional<Date> told;

    static std::optional<Cursor> parse(std::string_view text) {
        if (text.empty()) return Cursor{};
        bool const is_told = text.back() == 'm';
        if (is_told) text.remove_suffix(1);
        auto const id = parse_id(text);
        if (!id) return {};
        return Cursor{*id, is_told ? std::optional{day_of(*id)} : std::nullopt};
    }
    std::string text() const {
        return std::to_string(before) + (told && *told == day_of(before) ? "m" : "");
    }
};

// Pictures of previews lie by their own number, not with the post.
void put_preview_sizes(store::Reader &reader, std::vector<PostPictureId> const &pictures,
                       std::vector<Shown> &posts) {
    std::unordered_map<std::int64_t, std::pair<int, int>> sizes;
    reader.each(sql::picture_sizes, {{"ids", store::id_list(pictures)}},
                [&](store::Row const &row) {
                    sizes[row.integer(0)] = {row.get<int>(1), row.get<int>(2)};
                });
    for (auto &post : posts) {
        auto &picture = post.link.picture;
        if (!picture) continue;
        auto const found = sizes.find(picture->id.value);
        if (found == sizes.end()) {
            picture.reset();
        } else {
            std::tie(picture->width, picture->height) = found->second;
        }
    }
}

} // namespace

std::optional<Filter> Filter::parse(std::string_view text) {
    using What = Filter::What;
    Filter out;
    if (text.empty() || text == "all") return out;
    if (text == "colleague") return Filter{What::colleague};
    if (text == "close") return Filter{What::close};
    if (text == "company") return Filter{What::company};
    auto const colon = text.find(':');
    if (colon == text.npos || colon + 1 == text.size()) return {};
    auto const rest = text.substr(colon + 1);
    if (text.substr(0, colon) == "tag") return Filter{What::tag, std::string{rest}};
    if (text.substr(0, colon) != "group") return {};
    auto const id = parse_id(rest);
    return id ? std::optional{Filter{What::group, {}, *id}} : std::nullopt;
}

std::string Filter::text() const {
    switch (what) {
    case What::colleague: return "colleague";
    case What::close: return "close";
    case What::company: return "company";
    case What::tag: return "tag:" + tag;
    case What::group: return "group:" + std::to_string(group);
    case What::all: break;
    }
    return "all";
}

std::vector<Person> Feed::State::people(store::Reader &reader, MemberId viewer,
                                        std::vector<MemberId> const &ids) {
    std::vector<MemberId> distinct = ids;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    auto const sights = rooms.policy.look(reader, viewer, distinct);
    std::vector<Person> out;
    out.reserve(ids.size());
    for (auto const id : ids) {
        auto const at = std::lower_bound(distinct.begin(), distinct.end(), id) - distinct.begin();
        auto const &sight = sights[static_cast<std::size_t>(at)];
        out.push_back({id, sight.card(), id == viewer});
    }
    return out;
}

std::vector<Shown> Feed::State::shown(store::Reader &reader, MemberId viewer,
                                      std::vector<Post> const &posts, Readable const &readable,
                                      bool with_quoted) {
    std::vector<Shown> out(posts.size());
    if (posts.empty()) return out;
    std::vector<PostId> ids, quotes;
    std::unordered_map<PostId, std::size_t> place;
    for (std::size_t i = 0; i < posts.size(); ++i) {
        out[i].post = posts[i];
        out[i].is_tied = readable.is_tied_with(posts[i].author);
        ids.push_back(posts[i].id);
        place[posts[i].id] = i;
        if (with_quoted && posts[i].quote) quotes.push_back(posts[i].quote);
    }
    auto const list = store::id_list(ids);
    auto const without = store::id_list(readable.blocked());
    auto const of = [&](store::Row const &row) -> Shown & {
        return out[place.at(row.get<PostId>(0))];
    };
    reader.each(sql::pictures_of, {{"ids", list}}, [&](store::Row const &row) {
        of(row).pictures.push_back(
            {row.get<PostPictureId>(1), row.get<std::string>(2), row.get<int>(3), row.get<int>(4)});
    });
    std::vector<PostPictureId> previews;
    reader.each(sql::links_of, {{"ids", list}}, [&](store::Row const &row) {
        auto &link = of(row).link;
        link = {row.get<std::string>(1),
                row.get<std::string>(2),
                row.get<std::string>(3),
                row.get<std::string>(4),
                {}};
        if (auto const picture = row.get<PostPictureId>(5)) {
            link.picture = Picture{picture, {}};
            previews.push_back(picture);
        }
    });
    if (!previews.empty()) put_preview_sizes(reader, previews, out);
    reader.each(sql::reaction_counts, {{"ids", list}, {"without", without}},
                [&](store::Row const &row) {
                    if (auto const kind = reaction_of(row.text(1)))
                        of(row).counts[static_cast<std::size_t>(*kind)] = row.get<int>(2);
                });
    reader.each(sql::my_reactions, {{"ids", list}, {"member", viewer}},
                [&](store::Row const &row) { of(row).mine = reaction_of(row.text(1)); });
    reader.each(sql::comment_counts, {{"ids", list}, {"without", without}},
                [&](store::Row const &row) { of(row).comments = row.get<int>(1); });

    std::vector<std::vector<MemberId>> mentions(posts.size());
    reader.each(sql::mentions_of, {{"ids", list}}, [&](store::Row const &row) {
        mentions[place.at(row.get<PostId>(0))].push_back(row.get<MemberId>(1));
    });
    std::vector<MemberId> whom;
    for (auto const &post : posts) whom.push_back(post.author);
    for (auto const &some : mentions) whom.insert(whom.end(), some.begin(), some.end());
    auto const found = people(reader, viewer, whom);
    auto next = posts.size();
    for (std::size_t i = 0; i < posts.size(); ++i) {
        out[i].author = found[i];
        for (std::size_t n = 0; n < mentions[i].size(); ++n)
            out[i].mentions.push_back(found[next++]);
    }
    if (quotes.empty()) return out;

    auto const open = readable_of(reader, viewer, quotes);
    std::vector<MemberId> authors;
    for (auto const &post : open) authors.push_back(post.author);
    Readable const may{reader, rooms.policy, viewer, authors};
    std::unordered_map<PostId, std::shared_ptr<Shown const>> by_id;
    for (auto &one : shown(reader, viewer, open, may, false)) {
        auto const id = one.post.id;
        by_id[id] = std::make_shared<Shown const>(std::move(one));
    }
    for (auto &one : out) {
        if (auto const at = by_id.find(one.post.quote); at != by_id.end()) one.quoted = at->second;
    }
    return out;
}

std::vector<Shown> Feed::look(store::Reader &reader, MemberId viewer,
                              std::vector<PostId> const &ids) {
    auto const rows = state_->readable_of(reader, viewer, ids);
    std::vector<MemberId> authors;
    for (auto const &row : rows) authors.push_back(row.author);
    Readable const may{reader, state_->rooms.policy, viewer, authors};
    return state_->shown(reader, viewer, rows, may);
}

Result<Shown> Feed::find(MemberId viewer, PostId id) {
    return state_->rooms.database.read([&](store::Reader &reader) -> Result<Shown> {
        auto const post = state_->readable(reader, viewer, id);
        if (!post) return no_such_post();
        Readable const may{reader, state_->rooms.policy, viewer, {post->author}};
        return std::move(state_->shown(reader, viewer, {*post}, may).front());
    });
}

PostPage Feed::of_member(MemberId viewer, MemberId author, PostId before, int limit) {
    return state_->rooms.database.read([&](store::Reader &reader) {
        PostPage out;
        Readable const may{reader, state_->rooms.policy, viewer, {author}};
        std::vector<Post> open;
        auto from = before ? before.value : end_of_time;
        auto const wanted = static_cast<std::size_t>(limit) + 1;
        for (int round = 0; round < most_rounds && open.size() < wanted; ++round) {
            std::vector<PostId> ids;
            reader.each(sql::posts_of, {{"author", author}, {"before", from}, {"count", limit + 1}},
                        [&](store::Row const &row) { ids.push_back(row.get<PostId>(0)); });
            for (auto &post : state_->rows_of(reader, ids)) {
                if (may.may_read(post)) open.push_back(std::move(post));
            }
            if (static_cast<int>(ids.size()) <= limit) break;
            from = ids.back().value;
        }
        if (open.size() > static_cast<std::size_t>(limit)) {
            open.resize(static_cast<std::size_t>(limit));
            out.next = open.back().id;
        }
        out.posts = state_->shown(reader, viewer, open, may);
        return out;
    });
}

bool is_cursor(std::string_view text) { return Cursor::parse(text).has_value(); }

FeedPage Feed::page(MemberId me, Filter const &filter, std::string_view after, int limit,
                    i18n::Language language) {
    auto const everybody = state_->all_sources(me);
    return state_->rooms.database.read([&](store::Reader &reader) {
        FeedPage out;
        auto const sources = state_->sources_of(reader, me, everybody, filter, language);
        auto cursor = Cursor::parse(after).value_or(Cursor{});
        auto told = cursor.told; // through the last item of this page
        bool const is_first = cursor.before == end_of_time;
        struct Place { // of an item: a post, or the moves of a day
            std::optional<Post> post;
            std::optional<MovesOfDay> moves;
            std::int64_t id = 0;
        };
        std::vector<Place> places;
        auto const wanted = static_cast<std::size_t>(limit) + 1;
        std::vector<MemberId> authors;
        bool is_end = false;
        for (int round = 0; round < most_rounds && places.size() < wanted && !is_end; ++round) {
            auto const found = state_->candidates(reader, sources, cursor.before, wanted);
            is_end = found.size() < wanted;
            std::vector<PostId> ids;
            for (auto const &[author, entry] : found) {
                if (!entry.is_move) ids.push_back(PostId{entry.id});
            }
            auto rows = state_->rows_of(reader, ids);
            std::vector<MemberId> whose;
            for (auto const &row : rows) whose.push_back(row.author);
            Readable const may{reader, state_->rooms.policy, me, whose};
            auto row = rows.begin();
            for (auto const &[author, entry] : found) {
                if (places.size() == wanted) break;
                cursor.before = entry.id;
                if (!entry.is_move) {
                    if (row == rows.end() || row->id.value != entry.id) continue;
                    if (may.may_read(*row)) {
                        authors.push_back(row->author);
                        places.push_back({*row, {}, entry.id});
                    }
                    ++row;
                    continue;
                }
                auto const day = day_of(entry.id);
                if (cursor.told == day) continue;
                auto moves = state_->moves_between(
                    reader, me, sources, first_id_of(day),
                    first_id_of(Date{std::chrono::sys_days{day} + std::chrono::days{1}}), language);
                cursor.told = day;
                if (!moves.empty())
                    places.push_back({{}, MovesOfDay{day, std::move(moves)}, entry.id});
            }
        }
        if (places.size() == wanted) {
            places.pop_back();
            cursor.before = places.back().id;
            is_end = false;
        }
        for (auto const &place : places) {
            if (place.moves) told = place.moves->day;
        }
        if (!is_end) out.next = Cursor{cursor.before, told}.text();
        Readable const may{reader, state_->rooms.policy, me, authors};
        std::vector<Post> posts;
        for (auto const &place : places) {
            if (place.post) posts.push_back(*place.post);
        }
        auto shown = state_->shown(reader, me, posts, may);
        auto next = shown.begin();
        for (auto &place : places) {
            Item item;
            if (place.post) {
                item.post = std::move(*next++);
            } else {
                item.moves = std::move(place.moves);
            }
            out.items.push_back(std::move(item));
        }
        if (!is_first) return out;
        if (!places.empty()) out.newest = PostId{places.front().id};
        out.seen = reader.one<PostId>(sql::seen, {{"member", me}}).value_or(PostId{});
        if (!out.seen) return out;
        for (auto const &place : places) {
            bool const is_own = place.post && place.post->author == me;
            if (place.id > out.seen.value && !is_own) ++out.fresh;
        }
        return out;
    });
}

std::vector<MovesOfDay> Feed::moves(MemberId me, Date month, i18n::Language language) {
    auto const sources = state_->all_sources(me);
    return state_->rooms.database.read([&](store::Reader &reader) {
        auto const first = month.year() / month.month() / 1;
        std::vector<MovesOfDay> out;
        for (auto &move :
             state_->moves_between(reader, me, sources, first_id_of(first),
                                   first_id_of(first + std::chrono::months{1}), language)) {
            auto const day = day_of(IdMaker::span_of(move.at - IdMaker::first_moment));
            if (out.empty() || out.back().day != day) out.push_back({day, {}});
            out.back().moves.push_back(std::move(move));
        }
        return out;
    });
}

std::vector<Move> Feed::moves_since(MemberId me, Time since, i18n::Language language,
                                    std::size_t most) {
    auto const sources = state_->all_sources(me);
    return state_->rooms.database.read([&](store::Reader &reader) {
        auto const from = IdMaker::span_of(since - IdMaker::first_moment);
        auto moves = state_->moves_between(reader, me, sources, from, end_of_time, language);
        std::set<MemberId> named;
        std::erase_if(moves, [&](Move const &one) { return !named.insert(one.person.id).second; });
        if (moves.size() > most) moves.resize(most);
        return moves;
    });
}

std::vector<std::optional<std::int64_t>> Feed::readers(MemberId me,
                                                       std::vector<Audience> const &audiences) {
    using To = Audience::To;
    return state_->rooms.database.read([&](store::Reader &reader) {
        std::array<std::int64_t, 5> by_tier{}; // whom I show so much, or more
        reader.each(sql::count_by_tier, {{"member", me}}, [&](store::Row const &row) {
            auto const tier = std::min<std::size_t>(4, static_cast<std::size_t>(row.integer(0)));
            for (std::size_t i = 0; i <= tier; ++i) by_tier[i] += row.integer(1);
        });
        std::unordered_map<std::string, std::int64_t> by_tag;
        reader.each(sql::count_by_tag, {{"member", me}}, [&](store::Row const &row) {
            by_tag[row.get<std::string>(0)] = row.integer(1);
        });
        std::vector<std::optional<std::int64_t>> out;
        for (auto const &audience : audiences) {
            switch (audience.to) {
            case To::everyone: out.emplace_back(std::nullopt); break;
            case To::exchanged: out.emplace_back(by_tier[1]); break;
            case To::colleague: out.emplace_back(by_tier[2]); break;
            case To::close: out.emplace_back(by_tier[3]); break;
            case To::tag: out.emplace_back(by_tag[names::folded(audience.tag)]); break;
            case To::group: out.emplace_back(0); break;
            }
        }
        return out;
    });
}

std::vector<Person> Feed::people(MemberId viewer, std::vector<MemberId> const &ids) {
    return state_->rooms.database.read(
        [&](store::Reader &reader) { return state_->people(reader, viewer, ids); });
}

} // namespace goen::feed
