// SPDX-License-Identifier: Apache-2.0
// A post: who, when, for whom, the text, its pictures, and what can be done with it.
#include "feed/feed_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "contacts/contacts_view.hpp"
#include "i18n/dates.hpp"
#include "markup/markup.hpp"
#include "web/plain.hpp"

#include <algorithm>

namespace goen::feed {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

// In a list, longer texts end with "Read more".
constexpr std::size_t shown_in_list = 420, shown_in_small_list = 120;

markup::Mentions links_of(std::vector<Person> const &mentions, Words const &w) {
    return {[&mentions, &w](MemberId id) -> std::optional<Html> {
                for (auto const &one : mentions) {
                    if (one.id == id)
                        return a(cls("mention"), href(Url{"/m/" + id.text()}), "@",
                                 name_of(one, w));
                }
                return {};
            },
            w("A member")};
}

markup::Format format_of(Post const &post) {
    return post.kind == Kind::article ? markup::Format::article : markup::Format::plain;
}

// What other readers learn of the audience: never how near the author holds them, nor her tags.
std::string audience_for_reader(Shown const &shown, Words const &w) {
    if (shown.author.is_self) return audience_label(shown.post.audience, w);
    switch (shown.post.audience.to) {
    case Audience::To::everyone: return w("Everyone here");
    case Audience::To::group: return w("Group members");
    default: return w("People chosen by the author");
    }
}

Html edited_mark(Shown const &shown, Words const &w) {
    if (!shown.post.edited) return {};
    return all(" · ", a(href(Url{path_of(shown.post.id, "versions")}), w("Edited")));
}

Html head_of(Visit const &visit, Shown const &shown, PostStyle const &style,
             std::string const &heading) {
    auto const &w = visit.words;
    auto const headline = headline_of(shown.author, w);
    auto const key = style.key > 0 && style.key < 10 ? attr("accesskey", std::to_string(style.key))
                                                     : no_attribute();
    bool const is_public = shown.post.audience.to == Audience::To::everyone;
    return header(
        cls("post-head"), portrait_of(shown.author),
        div(div(cls("by"), id(heading), link_to(shown.author, w)),
            when(!headline.empty(), [&] { return div(cls("meta"), headline); }),
            div(cls("meta"),
                a(key, href(Url{path_of(shown.post.id)}), time_of(shown.post.made, visit)), " · ",
                span(cls(is_public ? "audience everyone" : "audience"),
                     span(cls("unseen"), w("Who can read this:"), " "),
                     audience_for_reader(shown, w)),
                edited_mark(shown, w))));
}

Html article_heading(Shown const &shown, Words const &w) {
    if (shown.post.kind != Kind::article) return {};
    return p(cls("kind"), span(cls("tag"), w("Article")));
}

// A long text is read in parts there.
Html small_body(Visit const &visit, Shown const &shown, int part) {
    auto const &w = visit.words;
    auto const piece = small_part(shown.post.text, part);
    auto const link_to_part = [&](int number, char const *key, std::string_view label) {
        return p(a(href(Url{path_of(shown.post.id) + "?part=" + std::to_string(number)}),
                   attr("accesskey", key), label));
    };
    return all(
        div(text_of(piece.text, shown.mentions, shown.post.kind == Kind::article, w)),
        when(piece.part > 1, [&] { return link_to_part(piece.part - 1, "4", w("Previous")); }),
        when(piece.has_more, [&] { return link_to_part(piece.part + 1, "6", w("Next")); }));
}

Html body_of(Visit const &visit, Shown const &shown, PostStyle const &style) {
    auto const &w = visit.words;
    if (style.is_whole && web::is_plain(visit.request)) return small_body(visit, shown, style.part);
    if (style.is_whole)
        return div(cls(shown.post.kind == Kind::article ? "post-text prose" : "post-text"),
                   text_of(shown, w));
    auto const most = web::is_plain(visit.request) ? shown_in_small_list : shown_in_list;
    auto const is_short = [&] {
        auto const lines = std::count(shown.post.text.begin(), shown.post.text.end(), '\n');
        return shown.post.text.size() <= most * 3 && lines < 12;
    };
    if (shown.post.kind == Kind::text && is_short())
        return div(cls("post-text"), text_of(shown, w));
    return div(cls("post-text"),
               p(excerpt_of(shown, most, w), " ",
                 a(cls("more-link"), href(Url{path_of(shown.post.id)}), w("Read more"),
                   span(cls("unseen"), " ", name_of(shown.author, w)))));
}

Html picture_of(Picture const &picture, std::size_t count, Words const &w) {
    // A lone picture keeps its shape; of several each fills a square of the grid.
    bool const is_alone = count == 1;
    int const size = is_alone ? large_picture : thumbnail;
    auto const alt =
        picture.alt.empty() ? std::string{w("Photo without a description")} : picture.alt;
    return a(href(Url{path_of(picture.id, large_picture)}),
             img(src(Url{path_of(picture.id, size)}), attr("alt", alt),
                 attr("width", std::to_string(picture.width)),
                 attr("height", std::to_string(picture.height)), attr("loading", "lazy"),
                 attr("decoding", "async")));
}

// A small page shows no pictures, but says what is on them.
Html pictures_of(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    if (shown.pictures.empty()) return {};
    auto const count = shown.pictures.size();
    if (web::is_plain(visit.request)) {
        return ul(each(shown.pictures, [&](Picture const &one) {
            return li(a(href(Url{path_of(one.id, thumbnail)}), w("Photo"), ": ",
                        one.alt.empty() ? w("no description") : one.alt));
        }));
    }
    return div(cls("pictures of-" + std::to_string(count)),
               each(shown.pictures, [&](Picture const &one) { return picture_of(one, count, w); }));
}

Html link_card(Shown const &shown) {
    auto const &link = shown.link;
    if (link.empty()) return {};
    return a(cls("link-card"), href(Url::web(link.url)), attr("rel", "nofollow ugc noopener"),
             when(link.picture.has_value(),
                  [&] {
                      return img(src(Url{path_of(link.picture->id, thumbnail)}), attr("alt", ""),
                                 attr("width", std::to_string(link.picture->width)),
                                 attr("height", std::to_string(link.picture->height)),
                                 attr("loading", "lazy"));
                  }),
             div(span(cls("meta"), link.site), strong(link.title),
                 when(!link.about.empty(), [&] { return span(cls("meta"), link.about); })));
}

// What may not be read is not said to be there.
Html quote_of(Visit const &visit, Shown const &shown) {
    return shown.quoted ? quoted_post(visit, *shown.quoted) : Html{};
}

// All of a post's verbs are buttons of one form, the one of its reactions.
Html verb(std::string const &form_id, Url const &to, std::string_view label) {
    return li(button(cls("link"), type("submit"), attr("form", form_id),
                     attr("formaction", to.text()), label));
}

std::string form_id_of(Shown const &shown) { return "f-" + shown.post.id.text(); }

Html menu_of(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    auto const &post = shown.post;
    auto const form_id = form_id_of(shown);
    auto const verb_of = [&](std::string_view more, std::string_view label) {
        return verb(form_id, Url{path_of(post.id, more)}, label);
    };
    Html entries = li(a(href(Url{"/posts/new?quote=" + post.id.text()}), w("Quote")));
    entries += li(button(cls("link"), type("button"), flag("hidden"),
                         attr("data-copy", visit.public_url + path_of(post.id)),
                         attr("data-done", w("Copied.")), w("Copy link")),
                  span(attr("role", "status")));
    if (shown.author.is_self) {
        entries += li(a(href(Url{path_of(post.id, "edit")}), w("Edit")));
        entries += verb_of(post.is_closed ? "open" : "close",
                           post.is_closed ? w("Turn on comments") : w("Turn off comments"));
        entries += verb_of("delete", w("Delete"));
    } else {
        entries += verb(form_id, Url{"/m/" + shown.author.id.text() + "/hide"},
                        w("Hide this person's posts"));
    }
    return details(
        cls("menu"),
        summary(attr("aria-label", w("More about this post by {1}", {name_of(shown.author, w)})),
                span(attr("aria-hidden", "true"), "⋯")),
        ul(cls("menu-list"), entries));
}

// The same as links and buttons without a menu, for small pages.
Html small_verbs(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    auto const &post = shown.post;
    auto const at = [&](std::string const &path, std::string_view label) {
        return button(type("submit"), attr("name", "do"), value(path), label);
    };
    Html verbs = p(a(href(Url{"/posts/new?quote=" + post.id.text()}), w("Quote")));
    if (!shown.author.is_self)
        return verbs += web::form(visit, Url{path_of(post.id, "do")},
                                  at("hide", w("Hide this person's posts")));
    verbs += p(a(href(Url{path_of(post.id, "edit")}), w("Edit")));
    return verbs +=
           web::form(visit, Url{path_of(post.id, "do")},
                     all(at(post.is_closed ? "open" : "close",
                            post.is_closed ? w("Turn on comments") : w("Turn off comments")),
                         at("delete", w("Delete"))));
}

// Text browsers draw neighbours in Japanese without a space.
Html between() { return span(cls("unseen"), attr("aria-hidden", "true"), " · "); }

Html counts_line(Shown const &shown, Words const &w) {
    int total = 0;
    for (auto const count : shown.counts) total += count;
    Html parts;
    if (total > 0)
        parts += a(href(Url{path_of(shown.post.id, "reactions")}),
                   w.n("{1} reaction", "{1} reactions", total));
    if (total > 0) parts += between();
    parts += a(cls("comments-link"), href(Url{path_of(shown.post.id) + "#comments"}),
               shown.comments > 0
                   ? comments_count(shown.comments, w)
                   : std::string{shown.post.is_closed ? w("Comments are off") : w("Comment")});
    return p(cls("counts"), parts);
}

Html reactions_of(Visit const &visit, Shown const &shown, std::string_view back) {
    auto const &w = visit.words;
    Html buttons;
    for (auto const one : reactions) {
        if (!buttons.empty()) buttons += between();
        auto const count = shown.counts.at(static_cast<std::size_t>(one));
        bool const is_mine = shown.mine == one;
        buttons += button(
            type("submit"), name("kind"), value(is_mine ? "none" : to_string(one)),
            attr("aria-pressed", is_mine ? "true" : "false"), span(reaction_label(one, w)),
            when(count > 0, [&] { return all(" ", b(i18n::number_text(count, w.language()))); }));
    }
    return element("form", cls("reactions"), id(form_id_of(shown)), attr("method", "post"),
                   action(Url{path_of(shown.post.id, "reaction")}),
                   input(type("hidden"), name("csrf"), value(visit.csrf)),
                   input(type("hidden"), name("back"), value(back)), buttons);
}

} // namespace

Html post_footer(Visit const &visit, Shown const &shown, std::string_view back) {
    return all(counts_line(shown, visit.words), reactions_of(visit, shown, back));
}

Html quoted_post(Visit const &visit, Shown const &shown) {
    auto const &w = visit.words;
    return div(cls("quoted"),
               p(cls("meta"), link_to(shown.author, w), " · ",
                 a(href(Url{path_of(shown.post.id)}), time_of(shown.post.made, visit))),
               p(excerpt_of(shown, 140, w)));
}

Html post_article(Visit const &visit, Shown const &shown, PostStyle const &style) {
    auto const &w = visit.words;
    auto const heading = "by-" + shown.post.id.text();
    bool const is_plain = web::is_plain(visit.request);
    auto const content = all(article_heading(shown, w), body_of(visit, shown, style),
                             pictures_of(visit, shown), link_card(shown), quote_of(visit, shown));
    if (is_plain && !style.is_whole)
        return article(head_of(visit, shown, style, heading), content, counts_line(shown, w));
    return article(cls("post panel"), id("post-" + shown.post.id.text()),
                   attr("aria-labelledby", heading), head_of(visit, shown, style, heading),
                   when(!is_plain, [&] { return menu_of(visit, shown); }), content,
                   footer(post_footer(visit, shown, style.back)),
                   when(is_plain, [&] { return small_verbs(visit, shown); }));
}

TextPart small_part(std::string_view text, int part) {
    constexpr std::size_t characters = 800;
    std::size_t from = 0;
    for (int number = 1;; ++number) {
        auto until = from;
        for (std::size_t i = 0; i < characters && until < text.size(); ++i)
            (void)next_code_point(text, until);
        // Rather between two lines than in the middle of one.
        auto const line = until < text.size() ? text.rfind('\n', until) : text.npos;
        if (line != text.npos && line > from) until = line;
        bool const has_more = until < text.size();
        if (number >= part || !has_more) return {text.substr(from, until - from), number, has_more};
        from = until;
    }
}

Html undo_notice(Visit const &visit, std::string_view said, std::string const &restore) {
    return div(
        cls("notice good undo"), attr("role", "status"), web::icon("good"),
        div(p(said, " "), web::post_button(visit, Url{restore}, visit.words("Undo"), "link")));
}

std::string name_of(Person const &person, Words const &w) {
    return person.card.name.empty() ? w("A member") : person.card.name.display(w.language());
}

std::string headline_of(Person const &person, Words const &w) {
    auto const *position = card::main_position(person.card, w.language());
    return position ? card::position_line(*position, w.language()) : std::string{};
}

Html link_to(Person const &person, Words const &w) {
    if (person.card.name.empty()) return span(w("A member"));
    return a(cls("who"), href(Url{"/m/" + person.id.text()}),
             contacts::name_with_reading(person.card.name, w));
}

Html portrait_of(Person const &person) {
    return card::portrait(person.card.photo, person.id.value, person.card.name);
}

Html time_of(Time at, Visit const &visit) {
    auto const language = visit.words.language();
    return element("time", attr("datetime", rfc3339(at)),
                   attr("title", i18n::time_text(at, language)),
                   i18n::ago_text(at, visit.now, language));
}

std::string path_of(PostId id, std::string_view more) {
    auto path = "/posts/" + id.text();
    if (!more.empty()) path += '/' + std::string{more};
    return path;
}

std::string path_of(PostPictureId id, int size) {
    return "/posts/pictures/" + id.text() + "/" + std::to_string(size);
}

std::string reaction_label(Reaction reaction, Words const &w) {
    switch (reaction) {
    case Reaction::like: return w("Like");
    case Reaction::congratulation: return w("Congratulations");
    case Reaction::useful: return w("Useful");
    case Reaction::thanks: return w("Thanks");
    }
    return {};
}

std::string audience_label(Audience const &audience, Words const &w) {
    switch (audience.to) {
    case Audience::To::everyone: return w("Everyone here");
    case Audience::To::exchanged: return w("People you exchanged cards with");
    case Audience::To::colleague: return w("Colleagues and closer");
    case Audience::To::close: return w("Close contacts");
    case Audience::To::tag: return w("Tagged “{1}”", {audience.tag});
    case Audience::To::group: return w("Group members");
    }
    return {};
}

Html text_of(std::string_view text, std::vector<Person> const &mentions, bool is_article,
             Words const &w) {
    return markup::written(text, is_article ? markup::Format::article : markup::Format::plain,
                           links_of(mentions, w));
}

Html text_of(Shown const &shown, Words const &w) {
    return text_of(shown.post.text, shown.mentions, shown.post.kind == Kind::article, w);
}

std::string excerpt_of(Shown const &shown, std::size_t characters, Words const &w) {
    return markup::excerpt(shown.post.text, format_of(shown.post), characters, [&](MemberId id) {
        for (auto const &one : shown.mentions) {
            if (one.id == id) return name_of(one, w);
        }
        return std::string{};
    });
}

std::string comments_count(int count, Words const &w) {
    return count > 0 ? w.n("{1} comment", "{1} comments", count) : std::string{};
}

} // namespace goen::feed
