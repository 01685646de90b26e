// SPDX-License-Identifier: Apache-2.0
// Writing a post: the line on the home page, and the form for new posts and for edits.
#include "feed/feed_view.hpp"

#include "i18n/dates.hpp"
#include "web/plain.hpp"

namespace goen::feed {

using namespace html;
using i18n::Words;
using web::Visit;

namespace {

// "People you exchanged cards with (312 people can read it)"
std::string reach_of(AudienceChoice const &choice, Words const &w) {
    auto const label = audience_label(choice.audience, w);
    if (!choice.readers) return label;
    return w("{1} ({2})",
             {label, w.n("{1} person can read it", "{1} people can read it", *choice.readers)});
}

Html audience_part(Visit const &visit, Composer const &composer) {
    auto const &w = visit.words;
    auto const chosen = audience_value(composer.form.audience);
    // An edit never changes for whom a post is: whoever read it has read it.
    if (composer.edited)
        return p(cls("meta"), w("Who can read this:"), " ",
                 audience_label(composer.form.audience, w));
    auto const option_of = [&](AudienceChoice const &one) {
        auto const of_it = audience_value(one.audience);
        return option(value(of_it), flag("selected", of_it == chosen), reach_of(one, w));
    };
    return div(cls("field"), label(attr("for", "post-audience"), w("Who can read this")),
               select(id("post-audience"), name("audience"), each(composer.audiences, option_of)));
}

Html photos_part(Visit const &visit, Composer const &composer) {
    auto const &w = visit.words;
    auto const &photos = composer.form.photos;
    auto const most = static_cast<std::size_t>(most_pictures);
    Html fields;
    for (auto number = photos.size() + 1; number <= most; ++number) {
        auto const digit = std::to_string(number);
        auto const file = "photo" + digit, alt = "photo_alt" + digit;
        fields += div(
            cls("photo-file"),
            web::file_field(visit, composer.state, file, w("Photo {1}", {digit}), "image/*,.heic"),
            web::field(visit, composer.state, alt, w("Description of photo {1}", {digit}),
                       {.max_length = static_cast<int>(most_alt)}));
    }
    return fieldset(
        cls("photos"), legend(w("Photos")),
        p(cls("hint"), w("Up to 4. A description lets people who cannot see the photo know what "
                         "is in it. Place and camera data are removed.")),
        ul(cls("photo-list"), attr("data-most", std::to_string(most)),
           each(photos, [&](PostForm::Photo const &one) { return picture_item(one, w); })),
        p(cls("row add-photos"), flag("hidden"),
          button(type("button"), web::icon("picture"), w("Add photos")),
          span(cls("meta"), attr("role", "status"))),
        when(!fields.empty(),
             [&] { return details(cls("photo-files"), summary(w("Add photos")), fields); }));
}

Html mention_line(contacts::Line const &line, Words const &w) {
    auto const name = line.name.display(w.language());
    auto const own_id = "tell-" + line.id.text();
    auto const work = line.company + (line.title.empty() ? "" : " " + line.title);
    return div(cls("choice"),
               input(type("checkbox"), id(own_id), html::name("tell"),
                     value(mention_field({MemberId{line.id.value}, name}))),
               label(attr("for", own_id), name,
                     when(!work.empty(), [&] { return all(" ", span(cls("meta"), work)); })));
}

Html mentions_part(Visit const &visit, Composer const &composer) {
    auto const &w = visit.words;
    Html known, told;
    for (auto const &one : composer.form.mentions)
        known += input(type("hidden"), name("mention"), value(mention_field(one)));
    for (auto const &one : composer.form.chosen) {
        auto const own_id = "told-" + one.id.text();
        told += div(cls("choice"),
                    input(type("checkbox"), id(own_id), name("tell"), value(mention_field(one)),
                          flag("checked")),
                    label(attr("for", own_id), one.name));
    }
    bool const is_open = composer.has_searched || !told.empty();
    return all(
        known,
        details(
            cls("mention-part"), flag("open", is_open), summary(w("Mention someone")),
            p(cls("hint"),
              w("They are told about the post if they can read it. A mention never lets "
                "anybody else read it.")),
            told,
            each(composer.found, [&](contacts::Line const &one) { return mention_line(one, w); }),
            when(composer.has_searched && composer.found.empty(),
                 [&] { return p(cls("meta"), w("No matching contacts.")); }),
            div(cls("search"),
                div(cls("field"), label(attr("for", "mention-q"), w("Name or company")),
                    input(id("mention-q"), name("q"), type("text"), attr("maxlength", "100"))),
                button(type("submit"), name("do"), value("find"), w("Find")))));
}

Html quoted_part(Visit const &visit, Composer const &composer) {
    if (!composer.form.quote) return {};
    auto const hidden = input(type("hidden"), name("quote"), value(composer.form.quote.text()));
    auto const &w = visit.words;
    if (!composer.quoted)
        return all(hidden, p(cls("meta"), w("The quoted post is not available to you.")));
    return all(hidden, div(cls("field"), p(strong(w("Quoted post"))),
                           quoted_post(visit, *composer.quoted)));
}

Html draft_notice(Visit const &visit, Composer const &composer) {
    if (!composer.is_draft) return {};
    auto const &w = visit.words;
    return div(
        cls("notice info"), web::icon("info"),
        div(p(w("This is the draft you wrote last time.")),
            web::post_button(visit, Url{"/posts/draft/discard"}, w("Discard draft"), "link")));
}

} // namespace

Html picture_item(PostForm::Photo const &photo, Words const &w) {
    auto const number = photo.id.text();
    auto const alt = "alt-" + number, drop = "drop-" + number;
    return li(cls("photo-item"),
              img(src(Url{path_of(photo.id, thumbnail)}), attr("alt", ""), attr("width", "96"),
                  attr("height", "96")),
              div(input(type("hidden"), name("picture"), value(number)),
                  div(cls("field"), label(attr("for", alt), w("Description of the photo")),
                      input(id(alt), name("alt." + number), type("text"),
                            attr("maxlength", std::to_string(most_alt)), value(photo.alt))),
                  div(cls("choice"),
                      input(id(drop), name("drop." + number), type("checkbox"), value("1")),
                      label(attr("for", drop), w("Remove this photo")))));
}

Html composer_line(Visit const &visit) {
    auto const &w = visit.words;
    return p(
        cls("panel compose"),
        a(cls("compose-link"), href(Url{"/posts/new"}), web::icon("pen"), span(w("Write a post"))),
        a(cls("compose-photo"), href(Url{"/posts/new#photos"}), web::icon("picture"),
          span(cls("unseen"), w("Post photos"))));
}

Html composer_page(Visit const &visit, Composer const &composer) {
    auto const &w = visit.words;
    auto const &form = composer.form;
    auto state = composer.state;
    http::Params typed;
    typed.add("text", form.text);
    if (form.is_article) typed.add("article", "1");
    for (auto const &[name, text] : state.typed.pairs()) {
        if (name.starts_with("photo_alt")) typed.add(name, text);
    }
    state.typed = std::move(typed);
    bool const is_edit = static_cast<bool>(composer.edited);
    auto const to = is_edit ? path_of(composer.edited, "edit") : std::string{"/posts/new"};
    auto const most = form.is_article ? most_article : most_text;
    Composer with_fields = composer;
    with_fields.state = state;
    auto const article_switch = when(!is_edit, [&] {
        return web::checkbox(visit, state, "article", w("Write an article"),
                             w("Up to 50,000 characters, with headings (#), lists (-), quotes (>), "
                               "bold (**) and links. Otherwise up to 5,000."));
    });
    auto const inner =
        all(web::form_errors(visit, state),
            when(is_edit, [&] { return web::form_version(visit, state); }),
            // Enter in a field posts; it does not search.
            button(cls("default-button"), type("submit"), attr("tabindex", "-1"),
                   attr("aria-hidden", "true"), is_edit ? w("Save") : w("Post")),
            quoted_part(visit, composer),
            div(cls("text-part"),
                web::text_area(visit, state, "text", w("Text"), form.is_article ? 18 : 7,
                               {.autofocus = true,
                                .max_length = is_edit ? static_cast<int>(most)
                                                      : static_cast<int>(most_article)})),
            mentions_part(visit, composer), div(id("photos"), photos_part(visit, with_fields)),
            audience_part(visit, composer), article_switch,
            div(cls("actions"),
                button(cls("button primary"), type("submit"), name("do"), value("post"),
                       is_edit ? w("Save") : w("Post")),
                when(!is_edit,
                     [&] {
                         return button(type("submit"), name("do"), value("keep"), w("Save draft"));
                     }),
                a(href(Url{is_edit ? path_of(composer.edited) : std::string{"/"}}), w("Cancel")),
                span(cls("meta draft-state"), attr("role", "status"))));
    return all(feed_assets(), compose_script(), h1(is_edit ? w("Edit post") : w("New post")),
               draft_notice(visit, composer),
               div(cls("composer"), attr("data-member", visit.member.text()),
                   attr("data-kind", is_edit ? "edit" : "new"),
                   web::upload_form(visit, Url{to}, inner, "form post-form")));
}

} // namespace goen::feed
