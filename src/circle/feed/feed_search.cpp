// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_search.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "feed/queries.hpp"
#include "i18n/dates.hpp"
#include "markup/markup.hpp"
#include "people_events/events.hpp"
#include "store/id_list.hpp"

#include <algorithm>

namespace goen::feed {
namespace {

constexpr std::int64_t for_everyone = 0; // the label of posts that every member may read
// Looks into the index for one page. A page may have fewer lines than asked for, or none, and yet
// a next one.
constexpr int most_looks = 4;

markup::Format format_of(Kind kind) {
    return kind == Kind::article ? markup::Format::article : markup::Format::plain;
}

// id, author_id, kind, text, audience. The text is nobody's to show: Feed::look() is asked for
// that.
index::Document document_from(store::Row const &row) {
    auto const kind = row.text(2) == "article" ? Kind::article : Kind::text;
    index::Document out{row.integer(0), {row.integer(1)}, {}};
    if (audience_of(row.text(4)) == Audience::To::everyone) out.labels.push_back(for_everyone);
    // Without mentions: under which name somebody is known depends on the reader.
    out.text = markup::excerpt(row.text(3), format_of(kind), markup::most_characters);
    return out;
}

std::vector<index::Document> documents_of(store::Reader &reader, store::Query const &query,
                                          store::Binds values) {
    std::vector<index::Document> out;
    reader.each(query, values, [&](store::Row const &row) { out.push_back(document_from(row)); });
    return out;
}

search::Source source() {
    search::Source out;
    out.name = "posts";
    out.after = [](store::Reader &reader, std::int64_t after, int count) {
        return documents_of(reader, sql::texts_after, {{"after", after}, {"count", count}});
    };
    out.of = [](store::Reader &reader, std::vector<std::int64_t> const &ids) {
        std::vector<PostId> posts;
        for (auto const id : ids) posts.push_back(PostId{id});
        return documents_of(reader, sql::texts_by_id, {{"ids", store::id_list(posts)}});
    };
    auto const again = [](auto const &event, search::Changes &changes) {
        changes.ids.push_back(event.post.value);
    };
    out.changes.on<PostMade>(again)
        .on<PostChanged>(again)
        .on<PostDeleted>(again)
        .on<PostRestored>(again)
        .on<PostErased>(again);
    out.changes.on<account::MemberLeft>(
        [](account::MemberLeft const &event, search::Changes &changes) {
            changes.labels.push_back(event.member.value);
        });
    return out;
}

std::string name_of(std::vector<Person> const &people, MemberId member, i18n::Language language) {
    auto const found = std::find_if(people.begin(), people.end(),
                                    [&](Person const &person) { return person.id == member; });
    return found == people.end() ? std::string{} : found->card.name.display(language);
}

} // namespace

PostSearch::PostSearch(store::Database &database, Feed &feed, Clock &clock)
    : database_(database), feed_(feed), clock_(clock), index_(database, source()) {}

void PostSearch::keep_in(store::DerivedMemory &memory) {
    index_.keep_in(memory);
    memory.keep("search_labels", labels_);
}

PostSearch::Labels PostSearch::labels_of(store::Reader &reader, MemberId me) {
    auto const known = labels_.known();
    if (auto const kept = labels_.find(me, clock_.now())) return *kept;
    auto labels = std::make_shared<std::vector<std::int64_t>>();
    labels->push_back(for_everyone);
    labels->push_back(me.value);
    reader.each(sql::tied_with, {{"member", me}},
                [&](store::Row const &row) { labels->push_back(row.integer(0)); });
    std::sort(labels->begin(), labels->end());
    labels->shrink_to_fit();
    labels_.keep(me, known, {me.value}, labels, clock_.now());
    return labels;
}

std::vector<search::Item> PostSearch::items_of(store::Reader &reader, search::Asked const &asked,
                                               std::vector<PostId> const &ids) {
    auto const language = asked.words.language();
    std::vector<search::Item> out;
    for (auto const &shown : feed_.look(reader, asked.me, ids)) {
        auto const &post = shown.post;
        search::Item item{"post", post.id.text(), "/posts/" + post.id.text(), {}, {}};
        auto const name = shown.author.card.name.display(language);
        item.title.text = name.empty() ? std::string{asked.words("Name not shown")} : name;
        item.about = i18n::day_text(post.made, language);
        item.portrait =
            card::portrait(shown.author.card.photo, post.author.value, shown.author.card.name);
        auto const text = markup::excerpt(
            post.text, format_of(post.kind), markup::most_characters,
            [&](MemberId member) { return name_of(shown.mentions, member, language); });
        item.why.push_back({"text", search::excerpt(text, asked.q)});
        out.push_back(std::move(item));
    }
    return out;
}

search::Found PostSearch::find(search::Asked const &asked) {
    search::Found found;
    if (asked.q.empty()) return found;
    index::Ask ask{asked.q};
    ask.after = parse_id(asked.after).value_or(0);
    // Before the snapshot: an index of a moment ago may lack what stands in it, which does no harm.
    auto const labels =
        database_.read([&](store::Reader &reader) { return labels_of(reader, asked.me); });
    ask.one_of = labels.get();
    for (int look = 0; look < most_looks; ++look) {
        ask.count = static_cast<std::size_t>(asked.limit) - found.items.size();
        auto const answer = index_.find(ask);
        std::vector<PostId> ids;
        for (auto const id : answer.ids) ids.push_back(PostId{id});
        if (!ids.empty()) {
            auto items =
                database_.read([&](store::Reader &reader) { return items_of(reader, asked, ids); });
            std::move(items.begin(), items.end(), std::back_inserter(found.items));
        }
        ask.after = answer.next;
        bool const is_full = found.items.size() >= static_cast<std::size_t>(asked.limit);
        if (answer.next == 0 || is_full) break;
    }
    if (ask.after != 0) found.next = std::to_string(ask.after);
    found.is_building = !index_.is_whole(); // after asking, which may have met damage
    return found;
}

search::Kind PostSearch::kind() {
    return {"posts",
            N_("Posts"),
            20,
            false,
            "posts:read",
            [this](search::Asked const &asked) -> Result<search::Found> { return find(asked); }};
}

} // namespace goen::feed
