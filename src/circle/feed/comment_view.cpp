// SPDX-License-Identifier: Apache-2.0
// A post's own page: its comments, who reacted, and how it read before.
#include "feed/feed_view.hpp"

#include "base/text.hpp"
#include "i18n/dates.hpp"
#include "markup/markup.hpp"
#include "web/plain.hpp"

namespace goen::feed {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

constexpr std::size_t small_comment = 120; // characters

std::string anchor_of(CommentId id) { return "c-" + id.text(); }

Comment const *comment_of(Feed::Comments const &comments, CommentId id) {
    for (auto const &one : comments.comments) {
        if (one.id == id) return &one;
    }
    return nullptr;
}

Html verbs_of(Visit const &visit, PostView const &view, Comment const &comment) {
    auto const &w = visit.words;
    auto const post = path_of(comment.post);
    auto const answered = comment.reply_to ? comment.reply_to : comment.id;
    auto const who = name_of(comment.author, w);
    return div(cls("comment-verbs"),
               when(!view.post.post.is_closed,
                    [&] {
                        return a(href(Url{post + "?reply=" + answered.text() + "#comment"}),
                                 attr("aria-label", w("Reply to {1}", {who})), w("Reply"));
                    }),
               when(comment.may_delete, [&] {
                   return web::form(
                       visit, Url{"/comments/" + comment.id.text() + "/delete"},
                       button(cls("link"), type("submit"),
                              attr("aria-label", w("Delete the comment by {1}", {who})),
                              w("Delete")),
                       "inline");
               }));
}

// A small page holds one long comment, when it begins with it; the others show how they begin.
Html comment_text(Visit const &visit, PostView const &view, Comment const &comment) {
    auto const &w = visit.words;
    bool const is_first = !view.is_first && &comment == &view.comments.comments.front();
    if (!web::is_plain(visit.request) || is_first ||
        count_code_points(comment.text) <= small_comment)
        return text_of(comment.text, comment.mentions, false, w);
    auto const from = CommentId{comment.id.value - 1}.text();
    return p(markup::excerpt(comment.text, markup::Format::plain, small_comment), " ",
             a(href(Url{path_of(comment.post) + "?after=" + from}), w("Read more")));
}

Html comment_of(Visit const &visit, PostView const &view, Comment const &comment) {
    auto const &w = visit.words;
    auto const heading = "by-" + comment.id.text();
    bool const is_author = comment.author.id == view.post.author.id;
    return article(cls("comment"), id(anchor_of(comment.id)), attr("aria-labelledby", heading),
                   portrait_of(comment.author),
                   div(p(cls("by"), id(heading), link_to(comment.author, w),
                         when(is_author, [&] { return all(" ", span(cls("tag"), w("Author"))); }),
                         " ", span(cls("meta"), time_of(comment.made, visit))),
                       div(cls("post-text"), comment_text(visit, view, comment)),
                       verbs_of(visit, view, comment)));
}

// One level of answers: those to a comment stand below it, also when it stands on an earlier page.
Html threads_of(Visit const &visit, PostView const &view) {
    auto const &all_of_them = view.comments.comments;
    auto const stands_alone = [&](Comment const &one) {
        return !one.reply_to || !comment_of(view.comments, one.reply_to);
    };
    return ol(cls("comments"), each(all_of_them, [&](Comment const &top) {
                  if (!stands_alone(top)) return Html{};
                  Html answers;
                  for (auto const &one : all_of_them) {
                      if (one.reply_to == top.id) answers += li(comment_of(visit, view, one));
                  }
                  return li(comment_of(visit, view, top),
                            when(!answers.empty(), [&] { return ol(cls("answers"), answers); }));
              }));
}

Html comment_form(Visit const &visit, PostView const &view) {
    auto const &w = visit.words;
    if (view.post.post.is_closed) return p(cls("meta"), w("The author has turned off comments."));
    auto const *answered = view.reply_to ? comment_of(view.comments, view.reply_to) : nullptr;
    std::string const label = answered ? w("Your reply to {1}", {name_of(answered->author, w)})
                                       : std::string{w("Your comment")};
    Html mentions;
    for (auto const &one : mentions_of(view.state.typed))
        mentions += input(type("hidden"), name("mention"), value(mention_field(one)));
    return web::form(
        visit, Url{path_of(view.post.post.id, "comments")},
        all(web::form_errors(visit, view.state), mentions,
            when(static_cast<bool>(view.reply_to),
                 [&] {
                     return input(type("hidden"), name("reply_to"), value(view.reply_to.text()));
                 }),
            web::text_area(visit, view.state, "text", label, 3,
                           {.hint = w("Everyone who can read the post can read your comment."),
                            .autofocus = static_cast<bool>(view.reply_to),
                            .max_length = static_cast<int>(most_comment)}),
            div(cls("actions"), web::submit(answered ? w("Send reply") : w("Send comment")),
                when(static_cast<bool>(view.reply_to),
                     [&] {
                         return a(href(Url{path_of(view.post.post.id)}),
                                  w("Comment on the post instead"));
                     }))),
        "form comment-form");
}

Html back_to(Shown const &post, Words const &w) {
    return p(a(href(Url{path_of(post.post.id)}), w("Back to post")));
}

} // namespace

Html post_page(Visit const &visit, PostView const &view) {
    auto const &w = visit.words;
    auto const &shown = view.post;
    auto const path = path_of(shown.post.id);
    auto const earlier = when(!view.is_first, [&] {
        return p(a(href(Url{path + "#comments"}), w("Comments from the beginning")));
    });
    auto const later = when(static_cast<bool>(view.comments.next), [&] {
        return p(cls("older"),
                 a(cls("button"), attr("rel", "next"),
                   href(Url{path + "?after=" + view.comments.next.text() + "#comments"}),
                   w("More comments")));
    });
    auto const title = shown.post.kind == Kind::article
                           ? w("Article by {1}", {name_of(shown.author, w)})
                           : w("Post by {1}", {name_of(shown.author, w)});
    // The text, or another part of it, or comments: a small page holds one of them.
    bool const is_plain = web::is_plain(visit.request);
    if (is_plain && view.part > 1)
        return all(h1(title), post_article(visit, shown, {.is_whole = true, .part = view.part}));
    auto const article_part = is_plain && !view.is_first
                                  ? quoted_post(visit, shown)
                                  : post_article(visit, shown, {.is_whole = true, .back = path});
    return all(
        feed_assets(), compose_script(), h1(cls("unseen"), title), article_part,
        section(
            cls("panel comments-part"), id("comments"), attr("aria-labelledby", "comments-title"),
            h2(id("comments-title"),
               shown.comments > 0 ? comments_count(shown.comments, w) : std::string{w("Comments")}),
            earlier, when(!view.comments.comments.empty(), [&] { return threads_of(visit, view); }),
            when(view.comments.comments.empty() && !shown.post.is_closed,
                 [&] { return p(cls("meta"), w("No comments yet.")); }),
            later, div(id("comment"), comment_form(visit, view))));
}

Html reacted_page(Visit const &visit, Shown const &post,
                  std::vector<std::pair<Person, Reaction>> const &reacted) {
    auto const &w = visit.words;
    auto const line = [&](std::pair<Person, Reaction> const &one) {
        auto const headline = headline_of(one.first, w);
        return li(cls("list-item with-portrait"), portrait_of(one.first), link_to(one.first, w),
                  span(cls("aside"), reaction_label(one.second, w)),
                  when(!headline.empty(), [&] { return span(cls("what"), headline); }));
    };
    auto const rows = web::rows_of(visit, reacted.size(), path_of(post.post.id, "reactions"));
    Html lines;
    for (auto i = rows.from; i < rows.until; ++i) lines += line(reacted[i]);
    return all(feed_assets(), h1(w("Who reacted")), quoted_post(visit, post), back_to(post, w),
               reacted.empty() ? p(cls("meta"), w("No reactions yet.")) : ul(cls("list"), lines),
               rows.links);
}

Html versions_page(Visit const &visit, Shown const &post,
                   std::vector<PostVersion> const &versions) {
    auto const &w = visit.words;
    bool const is_article = post.post.kind == Kind::article;
    bool const is_plain = web::is_plain(visit.request);
    auto const line = [&](PostVersion const &one) {
        Html alts;
        for (auto const &alt : one.alts) {
            alts += li(w("Photo"), ": ", alt.empty() ? std::string{w("no description")} : alt);
        }
        return li(element("time", attr("datetime", rfc3339(one.made)),
                          i18n::time_text(one.made, w.language())),
                  div(div(cls("post-text"),
                          is_plain ? p(markup::excerpt(one.text, markup::Format::plain, 400))
                                   : text_of(one.text, post.mentions, is_article, w)),
                      when(!alts.empty(), [&] { return ul(alts); })));
    };
    auto const rows = web::rows_of(visit, versions.size(), path_of(post.post.id, "versions"), 4);
    Html lines;
    for (auto i = rows.from; i < rows.until; ++i) lines += line(versions[i]);
    return all(feed_assets(), h1(w("Edit history")),
               p(cls("meta"), w("Everyone who can read the post can see how it read before.")),
               back_to(post, w), ol(cls("timeline"), lines), rows.links);
}

} // namespace goen::feed
