// SPDX-License-Identifier: Apache-2.0
// What she wrote and chose in the feed, with her photographs. Whose posts she answered is said as
// far as she may read them now.
#include "archive/format.hpp"
#include "archive/taker.hpp"
#include "feed/whole_feed.hpp"

namespace goen::archive {

namespace {

constexpr int posts_at_once = 100; // each may be an article

json::object picture_json(feed::Picture const &picture) {
    return {{"file", photograph_file(picture.id)},
            {"alt", picture.alt},
            {"width", picture.width},
            {"height", picture.height}};
}

} // namespace

json::array Taker::photographs_of(std::vector<feed::Picture> const &shown) {
    json::array out;
    for (auto const &picture : shown) {
        photographs.push_back(picture.id);
        out.push_back(picture_json(picture));
    }
    return out;
}

void Taker::posts() {
    List posts{file::posts}, versions{file::post_versions};
    for (feed::PostId after;;) {
        auto const piece = feed::own_posts_after(reader, me, after, posts_at_once);
        for (auto const &[post, shown, mentioned] : piece) {
            json::array mentions;
            for (auto const id : mentioned)
                mentions.push_back(json::object{{"member", id.text()}, {"name", name_of(id)}});
            posts.add({{"id", post.id.text()},
                       {"kind", feed::to_string(post.kind)},
                       {"audience", audience_json(post.audience)},
                       {"text", post.text},
                       {"mentions", std::move(mentions)},
                       {"pictures", photographs_of(shown)},
                       {"quote", id_or_null(post.quote.value)},
                       {"version", post.version},
                       {"made_at", rfc3339(post.made)},
                       {"edited_at", time_or_null(post.edited)},
                       {"comments_closed", post.is_closed}});
            if (post.version > 1) versions_of(post.id, versions);
        }
        if (piece.size() < posts_at_once) break;
        after = piece.back().post.id;
    }
    add(std::move(posts)), add(std::move(versions));
}

void Taker::versions_of(feed::PostId post, List &list) {
    for (int after = 0;;) {
        auto const piece = feed::earlier_versions_after(reader, post, after, posts_at_once);
        for (auto const &one : piece) {
            json::array alts;
            for (auto const &alt : one.alts) alts.emplace_back(alt);
            list.add({{"post", post.text()},
                      {"version", one.version},
                      {"at", rfc3339(one.made)},
                      {"text", one.text},
                      {"pictures", std::move(alts)}});
        }
        if (piece.size() < posts_at_once) break;
        after = piece.back().version;
    }
}

void Taker::answers() {
    // Names of the authors of posts, where she may read these.
    auto const names_of = [&](auto const &answers) {
        std::vector<feed::PostId> ids;
        for (auto const &one : answers) ids.push_back(one.post);
        std::unordered_map<feed::PostId, json::value> names;
        for (auto const &[post, author] : feed::authors_of(reader, rooms.policy, me, ids))
            names[post] = name_of(author);
        return [names](feed::PostId post) {
            auto const found = names.find(post);
            return found == names.end() ? json::value(nullptr) : found->second;
        };
    };
    List comments{file::comments};
    for (feed::CommentId after;;) {
        auto const piece = feed::own_comments_after(reader, me, after, piece_size);
        auto const author = names_of(piece);
        for (auto const &one : piece) {
            comments.add({{"id", one.id.text()},
                          {"post", one.post.text()},
                          {"author", author(one.post)},
                          {"reply_to", id_or_null(one.reply_to.value)},
                          {"text", one.text},
                          {"made_at", rfc3339(one.made)}});
        }
        if (piece.size() < piece_size) break;
        after = piece.back().id;
    }
    add(std::move(comments));

    List reactions{file::reactions};
    for (feed::PostId after;;) {
        auto const piece = feed::own_reactions_after(reader, me, after, piece_size);
        auto const author = names_of(piece);
        for (auto const &one : piece) {
            reactions.add({{"post", one.post.text()},
                           {"author", author(one.post)},
                           {"kind", feed::to_string(one.kind)},
                           {"made_at", rfc3339(one.made)}});
        }
        if (piece.size() < piece_size) break;
        after = piece.back().post;
    }
    add(std::move(reactions));
}

void Taker::choices() {
    List hidden{file::hidden};
    for (auto const &one : feed::hidden_in(reader, me)) {
        hidden.add({{"member", one.other.text()},
                    {"since", rfc3339(one.since)},
                    {"name", name_of(one.other)}});
    }
    add(std::move(hidden));

    List drafts{file::draft};
    if (auto const draft = feed::draft_in(reader, me)) {
        drafts.add({{"kind", feed::to_string(draft->kind)},
                    {"audience", audience_json(draft->audience)},
                    {"text", draft->text},
                    {"pictures", photographs_of(draft->pictures)},
                    {"quote", id_or_null(draft->quote.value)},
                    {"kept_at", rfc3339(draft->kept)}});
    }
    add(std::move(drafts));
}

// The newest first: when there is no room for all, those are in the file.
void Taker::print_photographs() {
    std::size_t bytes_of_all = 0;
    for (auto id = photographs.rbegin(); id != photographs.rend(); ++id) {
        auto const bytes =
            bytes_of_all < most_photographs ? feed::largest_print(reader, *id) : std::nullopt;
        if (!bytes) {
            ++pictures_left_out;
            continue;
        }
        bytes_of_all += bytes->size();
        ZipEntry entry{photograph_file(*id), ZipEntry::Packing::stored};
        entry.write(*bytes);
        zip.add(std::move(entry));
    }
}

} // namespace goen::archive
