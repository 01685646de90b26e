// SPDX-License-Identifier: Apache-2.0
// Writing: /posts/new, /posts/{id}/edit, the draft, photographs, and whom to mention.
#include "base/text.hpp"
#include "feed/page_doors.hpp"
#include "markup/markup.hpp"

#include <algorithm>

namespace goen::feed {
namespace {

using web::Visit;

constexpr std::size_t most_tags = 20;
constexpr int most_suggested = 8;
constexpr web::PageOptions as_form{.section = "home", .narrow = true};

std::vector<AudienceChoice> audiences_of(Rooms const &rooms, Visit const &visit) {
    std::vector<AudienceChoice> choices;
    for (auto const to : {Audience::To::exchanged, Audience::To::everyone, Audience::To::colleague,
                          Audience::To::close})
        choices.push_back({{to}, {}});
    for (auto const &[tag, count] : rooms.contacts.tags(visit.member)) {
        if (choices.size() == 4 + most_tags) break;
        choices.push_back({{Audience::To::tag, tag}, {}});
    }
    std::vector<Audience> audiences;
    for (auto const &one : choices) audiences.push_back(one.audience);
    auto const readers = rooms.feed.readers(visit.member, audiences);
    for (std::size_t i = 0; i < choices.size(); ++i) choices[i].readers = readers.at(i);
    return choices;
}

// Members of my book by name or company, who may be mentioned.
std::vector<contacts::Line> people_to_mention(Rooms const &rooms, Visit const &visit,
                                              std::string_view query) {
    contacts::Ask ask;
    ask.q = trimmed(query);
    ask.limit = 50;
    if (ask.q.empty()) return {};
    auto const found = rooms.contacts.list(visit.member, ask, visit.words.language());
    std::vector<contacts::Line> lines;
    if (!found) return lines;
    for (auto const &line : found->lines) {
        if (line.is_live && lines.size() < static_cast<std::size_t>(most_suggested))
            lines.push_back(line);
    }
    return lines;
}

std::vector<Mention> names_in(Rooms const &rooms, Visit const &visit, std::string_view stored) {
    auto const ids = markup::mentions(stored, markup::Format::plain);
    std::vector<Mention> mentions;
    if (ids.empty()) return mentions;
    for (auto const &one : rooms.feed.people(visit.member, ids))
        add_mention(mentions, {one.id, name_of(one, visit.words)});
    return mentions;
}

// Photographs sent with the form are taken first, whatever button was pressed: they would be lost
// when the form comes back.
std::optional<Refusal> take_photos(Rooms const &rooms, Visit const &visit, PostForm &form,
                                   web::FormState &state) {
    std::optional<Refusal> refused;
    for (int number = 1; number <= most_pictures; ++number) {
        auto const field = "photo" + std::to_string(number);
        auto const *file = visit.file(field);
        if (!file) continue;
        if (form.photos.size() == static_cast<std::size_t>(most_pictures)) {
            Sentence const said{N_("A post can have up to {1} photos."),
                                {std::to_string(most_pictures)}};
            state.errors.push_back({field, said});
            refused = Refusal{Reason::invalid, said, {}, {}};
            break;
        }
        auto const made = rooms.feed.add_picture(visit.member, file->bytes);
        if (!made) {
            state.errors.push_back({field, made.why().message});
            refused = made.why();
            continue;
        }
        form.photos.push_back(
            {made->id, std::string{trimmed(visit.form.get("photo_alt" + std::to_string(number)))}});
    }
    return refused;
}

struct Redisplay {
    web::FormState state = {};
    bool has_searched = false, is_draft = false;
    PostId edited = {};
    Refusal const *why = nullptr;
};

http::Response form_page(Rooms const &rooms, Visit const &visit, PostForm form, Redisplay how) {
    Composer composer;
    composer.state = std::move(how.state);
    composer.edited = how.edited;
    composer.is_draft = how.is_draft;
    composer.has_searched = how.has_searched;
    rooms.database.read([&](store::Reader &reader) {
        composer.audiences = audiences_of(rooms, visit);
        if (how.has_searched) composer.found = people_to_mention(rooms, visit, visit.form.get("q"));
        if (!form.quote) return;
        auto quoted = rooms.feed.look(reader, visit.member, {form.quote});
        if (!quoted.empty()) composer.quoted = std::make_shared<Shown const>(std::move(quoted[0]));
    });
    std::erase_if(composer.found, [&](contacts::Line const &line) {
        return std::ranges::any_of(
            form.chosen, [&](Mention const &one) { return one.id.value == line.id.value; });
    });
    composer.form = std::move(form);
    auto options = as_form;
    if (how.why) options.status = web::status_of(how.why->reason);
    if (!composer.state.meanwhile.empty()) options.status = 409;
    auto const title = how.edited ? visit.words("Edit post") : visit.words("New post");
    auto response = web::page(visit, title, composer_page(visit, composer), options);
    return how.why ? with_retry(std::move(response), *how.why) : response;
}

http::Response new_post(Rooms const &rooms, Visit const &visit) {
    PostForm form;
    Redisplay how;
    if (auto const draft = rooms.feed.draft(visit.member)) {
        form = post_form_of(*draft, names_in(rooms, visit, draft->text));
        how.is_draft = true;
    }
    if (auto const quote = PostId::parse(visit.query("quote"))) form.quote = *quote;
    return form_page(rooms, visit, std::move(form), std::move(how));
}

http::Response add_post(Rooms const &rooms, Visit const &visit) {
    auto form = post_form_of(visit.form);
    Redisplay how;
    auto refused = take_photos(rooms, visit, form, how.state);
    auto const wanted = visit.form.get("do");
    how.has_searched = wanted == "find";
    if (refused) how.why = &*refused;
    if (!refused && visit.form.has("audience") && !read_audience(visit.form.get("audience"))) {
        refused = Refusal::field("audience", N_("Please choose who can read this."));
        how.state = {{}, refused->fields, refused->message};
        how.why = &*refused;
    }
    if (refused || how.has_searched)
        return form_page(rooms, visit, std::move(form), std::move(how));
    if (wanted == "keep") {
        auto const kept = rooms.feed.keep_draft(visit.member, form.draft());
        if (kept) return web::go(visit, "/", N_("The draft has been saved."));
        how.state = {{}, kept.why().fields, kept.why().message};
        how.why = &kept.why();
        return form_page(rooms, visit, std::move(form), std::move(how));
    }
    auto const made = rooms.feed.post(visit.member, form.post(), true);
    if (!made) {
        how.state = {{}, made.why().fields, made.why().message};
        how.why = &made.why();
        return form_page(rooms, visit, std::move(form), std::move(how));
    }
    (void)rooms.feed.keep_draft(visit.member, {}); // what is posted is no draft any more
    return web::go(visit, path_of(made->id), N_("Posted."));
}

// Hers, not deleted.
Result<Shown> own_post(Rooms const &rooms, Visit const &visit) {
    auto found = rooms.feed.find(visit.member, visit.path_id<PostId>());
    if (found && (!found->author.is_self || found->post.deleted)) return post_not_found();
    return found;
}

http::Response edit_form(Rooms const &rooms, Visit const &visit) {
    auto const found = own_post(rooms, visit);
    if (!found) return web::refused(visit, found.why());
    auto form = post_form_of(*found, visit.words);
    Redisplay how;
    how.edited = found->post.id;
    how.state.version = web::version_of(edit_parts(visit.words), edit_fields(form));
    return form_page(rooms, visit, std::move(form), std::move(how));
}

http::Response save_edit(Rooms const &rooms, Visit const &visit) {
    auto const found = own_post(rooms, visit);
    if (!found) return web::refused(visit, found.why());
    auto form = post_form_of(visit.form);
    form.is_article = found->post.kind == Kind::article;
    form.audience = found->post.audience;
    form.quote = found->post.quote;
    Redisplay how;
    how.edited = found->post.id;
    how.state.version = visit.form.get("version");
    auto const refused = take_photos(rooms, visit, form, how.state);
    if (refused) {
        how.why = &*refused;
        return form_page(rooms, visit, std::move(form), std::move(how));
    }
    auto typed = edit_fields(form);
    typed.add("version", std::string{visit.form.get("version")});
    std::optional<web::FormState> stale;
    auto const edited =
        rooms.feed.edit(visit.member, found->post.id,
                        {stored_text(trimmed(form.text), form.mentions), pictures_of(form)},
                        [&](Shown const &now) -> Done {
                            stale = web::stale_form(edit_parts(visit.words), typed,
                                                    edit_fields(post_form_of(now, visit.words)));
                            if (stale) return web::changed_meanwhile();
                            return {};
                        });
    if (stale) {
        form.text = stale->typed.get("text");
        form.photos = photos_of(stale->typed);
        how.state = std::move(*stale);
        return form_page(rooms, visit, std::move(form), std::move(how));
    }
    if (!edited) {
        if (edited.why().reason == Reason::not_found) return web::refused(visit, edited.why());
        how.state.errors = edited.why().fields;
        how.state.message = edited.why().message;
        how.why = &edited.why();
        return form_page(rooms, visit, std::move(form), std::move(how));
    }
    return web::go(visit, path_of(found->post.id), N_("Saved."));
}

// For the script.
http::Response said(std::string text, int status = 200) {
    auto response = http::text(std::move(text), status);
    web::set_page_headers(response);
    return response;
}

http::Response keep_draft(Rooms const &rooms, Visit const &visit) {
    auto const kept = rooms.feed.keep_draft(visit.member, post_form_of(visit.form).draft());
    if (kept) return said(visit.words("Draft saved"));
    return with_retry(said(visit.words(kept.why().message), web::status_of(kept.why().reason)),
                      kept.why());
}

http::Response discard_draft(Rooms const &rooms, Visit const &visit) {
    auto const done = rooms.feed.keep_draft(visit.member, {});
    if (!done) return web::refused(visit, done.why());
    return web::go(visit, "/posts/new", N_("The draft has been discarded."));
}

http::Response add_photo(Rooms const &rooms, Visit const &visit) {
    auto const *file = visit.file("photo");
    if (!file) return said(visit.words("Please choose a picture file."), 422);
    auto const made = rooms.feed.add_picture(visit.member, file->bytes);
    if (!made) {
        return with_retry(said(visit.words(made.why().message), web::status_of(made.why().reason)),
                          made.why());
    }
    auto response = http::html(picture_item({made->id, {}}, visit.words).markup());
    web::set_page_headers(response);
    return response;
}

// A line each: ID|name|company.
http::Response suggest(Rooms const &rooms, Visit const &visit) {
    std::string lines;
    for (auto const &one : people_to_mention(rooms, visit, visit.query("q"))) {
        lines += mention_field({MemberId{one.id.value}, one.name.display(visit.words.language())});
        lines += '|' + one.company + '\n';
    }
    return said(std::move(lines));
}

} // namespace

void add_compose_pages(web::Doors &doors, Rooms rooms) {
    using web::Who;
    auto const with = [&](http::Response (*page)(Rooms const &, Visit const &)) {
        return [rooms, page](Visit const &visit) { return page(rooms, visit); };
    };
    constexpr std::size_t form_around = 256 * 1024;
    web::Upload const several{2 * most_picture_bytes + form_around};
    doors.get("/posts/new", Who::member, with(new_post));
    doors.post("/posts/new", Who::member, with(add_post), several);
    doors.get("/posts/{id}/edit", Who::member, with(edit_form));
    doors.post("/posts/{id}/edit", Who::member, with(save_edit), several);
    doors.post("/posts/draft", Who::member, with(keep_draft));
    doors.post("/posts/draft/discard", Who::member, with(discard_draft));
    doors.post("/posts/pictures", Who::member, with(add_photo),
               web::Upload{most_picture_bytes + form_around});
    doors.get("/posts/people", Who::member, with(suggest));
}

} // namespace goen::feed
