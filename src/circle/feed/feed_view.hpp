// SPDX-License-Identifier: Apache-2.0
// Posts, comments, the feed and moves as Html: values in, markup out. Everything here has already
// been cut to what its reader may see.
#pragma once

#include "contacts/contacts.hpp"
#include "feed/feed.hpp"
#include "feed/post_form.hpp"
#include "web/page.hpp"

namespace goen::feed {

// The style and script of pages with posts.
html::Html feed_assets();
html::Html compose_script(); // of pages where one writes

// ---- shared by all of them ----
std::string name_of(Person const &person, i18n::Words const &words); // "A member" without a card
std::string headline_of(Person const &person, i18n::Words const &words); // company and title
html::Html link_to(Person const &person, i18n::Words const &words);
html::Html portrait_of(Person const &person);
html::Html time_of(Time at, web::Visit const &visit);       // relative; the exact one as its title
std::string path_of(PostId id, std::string_view more = {}); // /posts/ID/more
inline constexpr int thumbnail = 640, large_picture = 1600; // prints of a photograph
std::string path_of(PostPictureId id, int size);
std::string reaction_label(Reaction reaction, i18n::Words const &words);
// Who may read it, as its author reads it: "People you exchanged cards with".
std::string audience_label(Audience const &audience, i18n::Words const &words);
html::Html text_of(Shown const &shown, i18n::Words const &words);
html::Html text_of(std::string_view text, std::vector<Person> const &mentions, bool is_article,
                   i18n::Words const &words);
std::string excerpt_of(Shown const &shown, std::size_t characters, i18n::Words const &words);
// "1 comment": nothing for none.
std::string comments_count(int count, i18n::Words const &words);

// ---- a post (post_view.cpp) ----
struct PostStyle {
    bool is_whole = false;  // its own page: nothing is cut, all verbs are open
    int key = 0;            // access key 1-9 of its link
    std::string back = "/"; // where its buttons lead back to
    int part = 1;           // of a long text, on a small page
};
// A piece of a long text for a page of at most 9 KB; `part` counts from 1.
struct TextPart {
    std::string_view text;
    int part = 1;
    bool has_more = false;
};
TextPart small_part(std::string_view text, int part);
html::Html post_article(web::Visit const &visit, Shown const &shown, PostStyle const &style);
// Counts and reactions: asked for anew by the script after each tap.
html::Html post_footer(web::Visit const &visit, Shown const &shown, std::string_view back);
// A post in one line, where another one is about it.
html::Html quoted_post(web::Visit const &visit, Shown const &shown);
// "Deleted. Undo", for as long as it can be undone.
html::Html undo_notice(web::Visit const &visit, std::string_view said, std::string const &restore);

// ---- the feed (feed_list_view.cpp) ----
struct FeedView {
    Filter filter;
    FeedPage page;
    std::vector<std::string> tags; // of my book
    bool is_first = true;
    bool is_home = false;
};
html::Html feed_list(web::Visit const &visit, FeedView const &view);
html::Html posts_of_person(web::Visit const &visit, Person const &person, PostPage const &posts);
html::Html person_part(web::Visit const &visit, MemberId person, bool is_self,
                       std::vector<Shown> const &posts, bool has_more);
html::Html hidden_page(web::Visit const &visit, std::vector<Person> const &people);

// ---- writing (composer_view.cpp) ----
html::Html composer_line(web::Visit const &visit); // on the home page
struct Composer {
    web::FormState state;
    PostForm form;
    std::vector<AudienceChoice> audiences; // with how many people each reaches
    std::vector<contacts::Line> found;     // people to mention, of a search
    std::shared_ptr<Shown const> quoted;
    bool has_searched = false;
    bool is_draft = false; // what is shown was kept earlier
    PostId edited;         // 0: a new post
};
html::Html composer_page(web::Visit const &visit, Composer const &composer);
html::Html picture_item(PostForm::Photo const &photo, i18n::Words const &words);

// ---- a post's page (comment_view.cpp) ----
struct PostView {
    Shown post;
    Feed::Comments comments;
    bool is_first = true;
    int part = 1;       // of the post's text, on a small page
    CommentId reply_to; // the comment that is being answered
    web::FormState state;
};
html::Html post_page(web::Visit const &visit, PostView const &view);
html::Html reacted_page(web::Visit const &visit, Shown const &post,
                        std::vector<std::pair<Person, Reaction>> const &reacted);
html::Html versions_page(web::Visit const &visit, Shown const &post,
                         std::vector<PostVersion> const &versions);

// ---- moves (moves_view.cpp) ----
html::Html moves_line(web::Visit const &visit, MovesOfDay const &day); // in the feed
html::Html moves_page(web::Visit const &visit, Date month, std::vector<MovesOfDay> const &days);

inline constexpr web::PageOptions in_home{.section = "home"};

} // namespace goen::feed
