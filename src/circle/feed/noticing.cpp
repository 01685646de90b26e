// SPDX-License-Identifier: Apache-2.0
// What others are told of a post: who wrote what on it, whom it mentions, who reacted. Deriving
// asks for the ids of whom it may concern; what a reader is told passes may_read.cpp when she
// reads.
#include "feed/feed_state.hpp"
#include "markup/markup.hpp"

#include <unordered_map>

namespace goen::feed {

std::vector<Feed::Remark> Feed::remarks(store::Reader &reader, PostId post, MemberId by,
                                        Time since) {
    std::vector<Remark> out;
    reader.each(sql::remarks, {{"post", post}, {"by", by}, {"since", since}},
                [&](store::Row const &row) {
                    auto const comment = comment_from(row);
                    out.push_back(
                        {comment.id, comment.reply_to, {}, mentioned_in(comment.text, Kind::text)});
                });
    for (auto &one : out) {
        if (!one.answers) continue;
        one.answered = reader.one<MemberId>(sql::author_of_comment, {{"id", one.answers}})
                           .value_or(MemberId{});
    }
    return out;
}

std::vector<MemberId> Feed::mentioned(store::Reader &reader, PostId post) {
    std::vector<MemberId> out;
    reader.each(sql::mentions_of, {{"ids", store::id_list(std::vector{post})}},
                [&](store::Row const &row) { out.push_back(row.get<MemberId>(1)); });
    return out;
}

bool Feed::has_reacted(store::Reader &reader, PostId post, MemberId by) {
    return reader.any(sql::my_reactions,
                      {{"ids", store::id_list(std::vector{post})}, {"member", by}});
}

std::vector<Comment> Feed::look(store::Reader &reader, MemberId viewer,
                                std::vector<CommentId> const &ids) {
    std::vector<Comment> found;
    if (ids.empty()) return found;
    std::vector<PostId> posts;
    reader.each(sql::comments_by_id, {{"ids", store::id_list(ids)}}, [&](store::Row const &row) {
        found.push_back(comment_from(row));
        posts.push_back(found.back().post);
    });
    std::sort(posts.begin(), posts.end());
    posts.erase(std::unique(posts.begin(), posts.end()), posts.end());
    std::set<PostId> readable;
    for (auto const &post : state_->readable_of(reader, viewer, posts)) readable.insert(post.id);
    Readable const may{reader, state_->rooms.policy, viewer, {}};
    std::erase_if(found, [&](Comment const &one) {
        return readable.count(one.post) == 0 || may.has_blocked(one.author.id);
    });
    std::vector<MemberId> people;
    for (auto const &one : found) people.push_back(one.author.id);
    for (auto const &one : found) {
        auto const mentioned = mentioned_in(one.text, Kind::text);
        people.insert(people.end(), mentioned.begin(), mentioned.end());
    }
    auto const seen = state_->people(reader, viewer, people);
    auto next = found.size();
    for (std::size_t i = 0; i < found.size(); ++i) {
        auto &one = found[i];
        one.author = seen[i];
        for (auto count = mentioned_in(one.text, Kind::text).size(); count > 0; --count)
            one.mentions.push_back(seen[next++]);
    }
    return found;
}

std::vector<std::pair<PostId, Person>> Feed::reacted(store::Reader &reader, MemberId viewer,
                                                     std::vector<PostId> const &posts) {
    std::vector<std::pair<PostId, Person>> out;
    if (posts.empty()) return out;
    std::vector<PostId> readable;
    for (auto const &post : state_->readable_of(reader, viewer, posts)) readable.push_back(post.id);
    Readable const may{reader, state_->rooms.policy, viewer, {}};
    std::vector<MemberId> people;
    reader.each(sql::reacted_to_many,
                {{"ids", store::id_list(readable)}, {"without", store::id_list(may.blocked())}},
                [&](store::Row const &row) {
                    out.emplace_back(row.get<PostId>(0), Person{});
                    people.push_back(row.get<MemberId>(1));
                });
    auto seen = state_->people(reader, viewer, people);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].second = std::move(seen[i]);
    return out;
}

std::string plain_text(std::string_view text, Kind kind, std::vector<Person> const &mentions,
                       i18n::Words const &words, std::size_t characters) {
    auto const format = kind == Kind::article ? markup::Format::article : markup::Format::plain;
    return markup::excerpt(text, format, characters, [&](MemberId id) -> std::string {
        for (auto const &one : mentions) {
            if (one.id == id && !one.card.name.empty())
                return one.card.name.display(words.language());
        }
        return "…";
    });
}

std::string with_names(std::string_view text, std::vector<Person> const &mentions,
                       i18n::Words const &words) {
    std::string out;
    while (!text.empty()) {
        auto const at = text.find("@[");
        out += text.substr(0, at);
        if (at == text.npos) break;
        text.remove_prefix(at);
        auto const end = text.find(']');
        auto const id = end == text.npos ? std::nullopt : MemberId::parse(text.substr(2, end - 2));
        if (!id) {
            out += "@[";
            text.remove_prefix(2);
            continue;
        }
        std::string name = "…";
        for (auto const &one : mentions) {
            if (one.id == *id && !one.card.name.empty())
                name = one.card.name.display(words.language());
        }
        out += '@' + name;
        text.remove_prefix(end + 1);
    }
    return out;
}

} // namespace goen::feed
