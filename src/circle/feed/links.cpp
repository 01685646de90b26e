// SPDX-License-Identifier: Apache-2.0
// The first link of a post, looked at once, by the server, soon after the post was written: title,
// a sentence and a picture of its own making are kept with the post. Readers never ask the other
// server for anything.
#include "base/log.hpp"
#include "feed/feed_state.hpp"
#include "fetch/preview.hpp"
#include "markup/markup.hpp"

namespace goen::feed {
namespace {

constexpr std::size_t longest_link = 2'000;
constexpr std::chrono::minutes until_tried_again{5}; // when the process that looked has ended

struct Due {
    PostId post;
    std::string url;
};

} // namespace

void Feed::State::put_link(store::Writer &writer, Post const &post) {
    if (!options.links) return;
    auto const format =
        post.kind == Kind::article ? markup::Format::article : markup::Format::plain;
    auto const all = markup::links(post.text, format);
    auto const url = all.empty() || all.front().size() > longest_link ? "" : all.front();
    auto const before = writer.one<std::string, PostPictureId>(sql::link_of, {{"post", post.id}});
    if (before && std::get<0>(*before) == url) return;
    if (before) {
        if (auto const picture = std::get<1>(*before)) erase_picture(writer, picture);
        writer.put(sql::erase_link, {{"id", post.id}});
    }
    if (!url.empty())
        writer.put(sql::put_link, {{"post", post.id}, {"url", url}, {"due", rooms.clock.now()}});
}

void Feed::State::fetch_links() {
    std::vector<Due> due;
    rooms.database.read([&](store::Reader &reader) {
        reader.each(sql::links_due, {{"now", rooms.clock.now()}}, [&](store::Row const &row) {
            due.push_back({row.get<PostId>(0), row.get<std::string>(1)});
        });
    });
    for (auto const &[post, url] : due) {
        if (is_closing) return;
        auto const now = rooms.clock.now();
        auto const is_mine = rooms.database.write([&](store::Writer &writer) -> Result<bool> {
            return writer.run(sql::hold_link, {{"later", now + until_tried_again},
                                               {"post", post},
                                               {"url", url},
                                               {"now", now}}) > 0;
        });
        if (!is_mine || !*is_mine) continue;
        std::optional<fetch::Preview> found;
        media::Picture picture;
        if (auto const at = fetch::Url::parse(url)) {
            if (auto preview = fetch::preview(*at, *fetcher); preview && !preview->title.empty())
                found = std::move(*preview);
        }
        if (found && !found->picture_bytes.empty()) {
            if (auto developed =
                    rooms.darkroom.develop(found->picture_bytes, media::PictureUse::scene))
                picture = std::move(*developed);
        }
        auto const kept = rooms.database.write([&](store::Writer &writer) -> Done {
            auto const there = row(writer, post);
            auto const link =
                writer.one<std::string, PostPictureId>(sql::link_of, {{"post", post}});
            if (!there || !link || std::get<0>(*link) != url) return {}; // edited meanwhile
            PostPictureId id;
            if (!picture.prints.empty()) {
                id = rooms.ids.make<PostPictureId>();
                put_picture(writer, there->author, post, -1,
                            {id, {}, picture.width, picture.height}, picture, bytes_of(picture));
            }
            writer.put(sql::finish_link, {{"title", found ? found->title : ""},
                                          {"about", found ? found->description : ""},
                                          {"site", found ? found->site : ""},
                                          {"picture", id},
                                          {"post", post},
                                          {"url", url}});
            if (found) store::tell(writer, PostChanged{there->author, post});
            return {};
        });
        if (!kept) log::warn("a link's preview could not be kept");
        erase_deleted(); // which must not wait for slow servers
    }
}

} // namespace goen::feed
