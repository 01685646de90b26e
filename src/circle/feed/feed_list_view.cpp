// SPDX-License-Identifier: Apache-2.0
// The feed as a list: its filters, what is new in it, its posts and moves; and the lists of one
// person's posts.
#include "feed/feed_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "web/plain.hpp"

namespace goen::feed {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

constexpr std::size_t shown_tags = 12;

std::string list_path(Filter const &filter, std::string_view after = {}) {
    std::string path = "/feed", mark = "?";
    auto const add = [&](std::string_view name, std::string_view value) {
        path += mark + std::string{name} + '=' + percent_encoded(value);
        mark = "&";
    };
    if (filter.what != Filter::What::all) add("filter", filter.text());
    if (!after.empty()) add("after", after);
    return path;
}

Html chip(Filter const &filter, Filter const &current, std::string_view label) {
    bool const is_it = filter.what == current.what && filter.tag == current.tag;
    return li(a(href(Url{filter.what == Filter::What::all ? "/feed" : list_path(filter)}),
                is_it ? attr("aria-current", "true") : no_attribute(), label));
}

Html filters(FeedView const &view, Words const &w) {
    using What = Filter::What;
    auto const &now = view.filter;
    Html chips = all(chip({What::all}, now, w("All")),
                     chip({What::close}, now, card::tier_label(card::Tier::close, w)),
                     chip({What::colleague}, now, card::tier_label(card::Tier::colleague, w)),
                     chip({What::company}, now, w("Same company")));
    std::size_t count = 0;
    for (auto const &tag : view.tags) {
        if (++count > shown_tags) break;
        chips += chip({What::tag, tag}, now, tag);
    }
    return nav(cls("chips"), attr("aria-label", w("Whose posts")), ul(chips));
}

Html why(FeedView const &view, Words const &w) {
    using What = Filter::What;
    auto const said = [&]() -> std::string {
        switch (view.filter.what) {
        case What::all:
            return w("Posts and moves of people you exchanged cards with, newest first.");
        case What::close: return w("Posts by close contacts, newest first.");
        case What::colleague: return w("Posts by colleagues and close contacts, newest first.");
        case What::company: return w("Posts by people at your company, newest first.");
        case What::tag:
            return w("Posts by people you tagged “{1}”, newest first.", {view.filter.tag});
        case What::group: return w("Posts in this group, newest first.");
        }
        return {};
    };
    return p(cls("meta why"), said());
}

Html nothing_yet(FeedView const &view, Words const &w) {
    if (!view.is_first) return p(cls("meta"), w("No older posts."));
    if (view.filter.what != Filter::What::all) {
        return web::empty_state(w("No posts here yet"),
                                p(w("When these people post something, you will see it here.")),
                                a(cls("button"), href(Url{"/feed"}), w("All posts")));
    }
    return web::empty_state(
        w("No posts yet"),
        p(w("Tell people you know what you are working on: an event, a move, something you "
            "learned. Only the people you choose can read it.")),
        all(a(cls("button primary"), href(Url{"/posts/new"}), w("Write a post")),
            a(cls("button"), href(Url{"/exchange"}), w("Exchange cards"))));
}

// Up to where she had read when she was here last. Without script she says it herself.
Html seen_mark(Visit const &visit, FeedView const &view, bool is_between) {
    auto const &w = visit.words;
    auto const newest = input(type("hidden"), name("newest"), value(view.page.newest.text()));
    return div(cls("seen-mark"),
               when(is_between, [&] { return span(w("You have read up to here")); }),
               web::form(visit, Url{"/feed/seen"},
                         all(newest, button(cls("link"), type("submit"), w("Mark as read"))),
                         "inline seen"));
}

Html fresh_line(FeedView const &view, Words const &w) {
    if (view.page.fresh == 0 || !view.page.seen) return {};
    return p(cls("fresh"), w.n("{1} new since your last visit", "{1} new since your last visit",
                               view.page.fresh));
}

// How many items stand above what she has seen: after the last post that is newer.
std::size_t unseen(FeedView const &view) {
    std::size_t until = 0;
    for (std::size_t i = 0; i < view.page.items.size(); ++i) {
        auto const &post = view.page.items[i].post;
        if (post && post->post.id > view.page.seen) until = i + 1;
    }
    return until;
}

Html items_of(Visit const &visit, FeedView const &view, std::string const &back) {
    auto const &all_items = view.page.items;
    bool const has_new = view.is_first && view.page.newest > view.page.seen;
    auto const until = unseen(view);
    bool const is_between =
        has_new && view.page.seen && view.page.fresh > 0 && until < all_items.size();
    Html items;
    for (std::size_t i = 0; i < all_items.size(); ++i) {
        if (is_between && i == until) items += seen_mark(visit, view, true);
        auto const &item = all_items[i];
        if (item.post) {
            auto const key = view.is_home ? 0 : static_cast<int>(i) + 1;
            items += post_article(visit, *item.post, {.key = key, .back = back});
        } else if (item.moves) {
            items += moves_line(visit, *item.moves);
        }
    }
    // All of them are new, or none of those here: she says so at the end.
    if (has_new && !is_between) items += seen_mark(visit, view, false);
    return items;
}

} // namespace

Html feed_assets() {
    return all(link(attr("rel", "stylesheet"), href(web::asset("feed.css"))),
               element("script", src(web::asset("feed.js")), flag("defer")));
}

Html compose_script() { return element("script", src(web::asset("compose.js")), flag("defer")); }

Html feed_list(Visit const &visit, FeedView const &view) {
    auto const &w = visit.words;
    bool const is_plain = web::is_plain(visit.request);
    auto const back = view.is_home ? std::string{"/"} : list_path(view.filter);
    auto const is_plain_home = is_plain && view.is_home;
    Html list = when(!is_plain_home, [&] { return filters(view, w); });
    if (!view.is_home) list += why(view, w);
    if (view.is_first) list += fresh_line(view, w);
    auto items = view.page.items.empty() ? nothing_yet(view, w) : items_of(visit, view, back);
    auto const more = when(!view.page.next.empty(), [&] {
        auto const to =
            is_plain_home ? std::string{"/feed"} : list_path(view.filter, view.page.next);
        return p(cls("older"), a(cls("button"), href(Url{to}), attr("rel", "next"),
                                 is_plain_home ? w("All posts") : w("Older posts")));
    });
    // New posts are told about above the list, by script, and never moved into it.
    return section(cls("feed"), id("feed"), attr("aria-labelledby", "feed-title"),
                   attr("data-newest", view.page.newest.text()),
                   attr("data-filter", view.filter.text()),
                   h2(id("feed-title"), cls("unseen"), w("Posts")), list,
                   p(cls("newer"), attr("role", "status"), flag("hidden")), items, more);
}

Html posts_of_person(Visit const &visit, Person const &person, PostPage const &posts) {
    auto const &w = visit.words;
    auto const base = "/m/" + person.id.text();
    Html list;
    int number = 0;
    for (auto const &one : posts.posts)
        list += post_article(visit, one, {.key = ++number, .back = base + "/posts"});
    if (posts.posts.empty()) {
        list += web::empty_state(
            w("No posts yet"),
            p(person.is_self ? w("Your posts appear here and in the feeds of the "
                                 "people you choose.")
                             : w("There are no posts you can read.")),
            when(person.is_self, [&] {
                return a(cls("button primary"), href(Url{"/posts/new"}), w("Write a post"));
            }));
    }
    if (posts.next) {
        list +=
            p(cls("older"), a(cls("button"), href(Url{base + "/posts?before=" + posts.next.text()}),
                              attr("rel", "next"), w("Older posts")));
    }
    return all(feed_assets(), h1(w("Posts by {1}", {name_of(person, w)})),
               p(a(href(Url{base}), w("View card"))), section(cls("feed"), list));
}

Html person_part(Visit const &visit, MemberId person, bool is_self, std::vector<Shown> const &posts,
                 bool has_more) {
    auto const &w = visit.words;
    if (posts.empty() && !is_self) return {};
    auto const line = [&](Shown const &one) {
        auto text = excerpt_of(one, 80, w);
        if (text.empty()) text = w("Photo");
        return li(cls("list-item"), a(cls("who post-line"), href(Url{path_of(one.post.id)}), text),
                  span(cls("aside"), time_of(one.post.made, visit)), when(one.comments > 0, [&] {
                      return span(cls("what"), comments_count(one.comments, w));
                  }));
    };
    auto const posts_link = a(href(Url{"/m/" + person.text() + "/posts"}), w("All posts"));
    return section(
        cls("panel"), attr("aria-labelledby", "posts"), h2(id("posts"), w("Posts")),
        when(posts.empty(), [&] { return p(cls("meta"), w("You have not posted anything yet.")); }),
        when(!posts.empty(), [&] { return ul(cls("list"), each(posts, line)); }),
        p(cls("row"), when(has_more || !posts.empty(), [&] { return posts_link; }),
          when(is_self, [&] { return a(href(Url{"/posts/new"}), w("Write a post")); })));
}

Html hidden_page(Visit const &visit, std::vector<Person> const &people) {
    auto const &w = visit.words;
    auto const lead = p(w("Posts of these people are left out of your feed. The exchange stands, "
                          "and nobody is told."));
    if (people.empty()) return all(lead, p(cls("meta"), w("You have not hidden anyone's posts.")));
    auto const rows = web::rows_of(visit, people.size(), "/settings/feed");
    Html lines;
    for (auto i = rows.from; i < rows.until; ++i) {
        auto const &one = people[i];
        auto const headline = headline_of(one, w);
        lines += li(cls("list-item"), link_to(one, w),
                    when(!headline.empty(), [&] { return span(cls("what"), headline); }),
                    div(cls("more"), web::post_button(visit, Url{"/m/" + one.id.text() + "/unhide"},
                                                      w("Show posts again"), "button")));
    }
    return all(lead, ul(cls("list"), lines), rows.links);
}

} // namespace goen::feed
