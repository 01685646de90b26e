// SPDX-License-Identifier: Apache-2.0
#include "picture/picture_doors.hpp"
#include "picture/picture_view.hpp"

namespace goen::picture {
namespace {

using web::FormState;
using web::Visit;

struct Pages {
    Pictures &pictures;
    card::Cards &cards;

    http::Response page(Visit const &visit, PictureUse use, FormState const &state,
                        int status) const {
        auto const card = cards.mine(visit.member, visit.path_id<CardId>());
        if (!card) return web::refused(visit, card.why());
        return web::page(visit, visit.words("Photo and logo"),
                         pictures_page(visit, *card, use, state, pictures.usage(visit.member)),
                         {.section = "card", .narrow = true, .status = status});
    }

    http::Response put(Visit const &visit, PictureUse use) const {
        bool const is_photo = use == PictureUse::photo;
        std::string const part = is_photo ? "photo" : "logo";
        auto const id = visit.path_id<CardId>();
        // A logo has no rule of its own: it goes with the company's name.
        auto const who = is_photo ? card::tier_of(visit.form.get("photo-show"))
                                  : std::optional{card::Tier::none};
        auto const shown_again = [&](Refusal const &why, std::string const &field) {
            auto response = page(visit, use, {visit.form, {{field, why.message}}, {}},
                                 web::status_of(why.reason));
            if (why.retry_after.count() > 0)
                response.set("retry-after", std::to_string(why.retry_after.count()));
            return response;
        };
        if (!who)
            return shown_again(
                {Reason::invalid, N_("This sharing level is not available."), {}, {}},
                "photo-show");
        auto const mine = cards.mine(visit.member, id);
        if (!mine) return web::refused(visit, mine.why());
        auto const *file = visit.file(part);
        std::optional<FormState> stale;
        auto const check = [&](card::CardBody const &now) -> Done {
            auto const stored = picture_form(now, use);
            auto typed = visit.form;
            // A part sent as a file is no field of the form.
            typed.add(part, !file                ? std::string{stored.get(part)}
                            : file->name.empty() ? "-"
                                                 : file->name);
            stale = web::stale_form(picture_parts(now, use, visit.words), typed, stored);
            if (!stale) return {};
            if (file) stale->errors.push_back({part, N_("Please choose the file again.")});
            return web::changed_meanwhile();
        };
        if (!file) {
            if (!is_photo || mine->live.body.photo.empty())
                return shown_again({Reason::invalid, N_("Please choose a picture file."), {}, {}},
                                   part);
            auto const done = pictures.show(visit.member, id, use, *who, check);
            if (stale) return page(visit, use, *stale, 409);
            return done ? web::go(visit, back(id),
                                  N_("Saved. People who have your card will now see this version."))
                        : web::refused(visit, done.why());
        }
        auto const done = pictures.put(visit.member, id, use, file->bytes, *who, check);
        if (stale) return page(visit, use, *stale, 409);
        if (!done)
            return done.why().reason == Reason::not_found ? web::refused(visit, done.why())
                                                          : shown_again(done.why(), part);
        return web::go(
            visit, back(id),
            is_photo ? Sentence{N_("The photo has been added to your card. This is how it looks.")}
                     : Sentence{N_("The logo has been added to your card. This is how it looks.")});
    }

    http::Response take_off(Visit const &visit, PictureUse use) const {
        auto const id = visit.path_id<CardId>();
        auto const done = pictures.take_off(visit.member, id, use);
        if (!done) return web::refused(visit, done.why());
        return web::go(visit, back(id),
                       use == PictureUse::photo
                           ? Sentence{N_("The photo has been removed from your card.")}
                           : Sentence{N_("The logo has been removed from your card.")});
    }

    static std::string back(CardId id) { return "/card/" + id.text() + "/pictures"; }
};

} // namespace

void add_pages(web::Doors &doors, Pictures &pictures, card::Cards &cards) {
    using web::Who;
    Pages const pages{pictures, cards};
    doors.get("/pictures/{member}/{hash}/{size}", Who::anyone,
              [&pictures](Visit const &visit) { return serve(visit, pictures); });
    doors.get("/card/{id}/pictures", Who::member, [pages](Visit const &visit) {
        return pages.page(visit, PictureUse::photo, {}, 200);
    });
    for (auto const use : {PictureUse::photo, PictureUse::logo}) {
        auto const path =
            std::string{"/card/{id}/"} + (use == PictureUse::photo ? "photo" : "logo");
        doors.post(
            path, Who::member, [pages, use](Visit const &visit) { return pages.put(visit, use); },
            web::Upload{most_bytes + 64 * 1024});
        doors.post(path + "/remove", Who::member,
                   [pages, use](Visit const &visit) { return pages.take_off(visit, use); });
    }
}

} // namespace goen::picture
