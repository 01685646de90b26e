// SPDX-License-Identifier: Apache-2.0
// The home page: own card | the day, composer and feed | what can be answered beside it. All but
// the day and what hangs beside it is kept while nothing happens to those it was made of.
#include "home/home_doors.hpp"
#include "home/home_view.hpp"
#include "web/home_places.hpp"
#include "web/kept_bodies.hpp"
#include "web/plain.hpp"

namespace goen::home {

using namespace html;

namespace {

constexpr int most_changes = 5;

struct Pages {
    Rooms rooms;
    web::Places &places;
    std::shared_ptr<web::KeptBodies> kept = std::make_shared<web::KeptBodies>();

    // The feed with the composer above it.
    Html feed(web::Visit const &visit) const {
        auto const mark = feed::home_mark(visit, rooms.feed);
        auto const key = web::KeptBodies::key(visit, 0) + " feed " + mark.value_or("");
        if (mark) {
            if (auto found = kept->find(visit, key)) return std::move(found->rest);
        }
        auto const known = kept->known();
        auto part = feed::home_part(visit, rooms.feed);
        auto made = all(part.composer, part.feed);
        part.of.people.push_back(visit.member.value);
        if (mark && part.of.can_be_kept)
            kept->keep(visit, key, known, part.of.people, {{}, {}, made},
                       std::move(part.of.topics));
        return made;
    }

    // What is made of the book: own card and those just met (head), changes (rest).
    struct OfBook {
        Html own, met, changed;
    };
    OfBook of_book(web::Visit const &visit) const {
        auto const key = [&](char const *part) {
            return web::KeptBodies::key(visit, 0) + ' ' + part;
        };
        auto const own = kept->find(visit, key("own")), met = kept->find(visit, key("met"));
        if (own && met) return {own->rest, met->head, met->rest};
        auto const known = kept->known();
        auto const made = read_book(visit);
        kept->keep(visit, key("own"), known, {visit.member.value}, {{}, {}, made.parts.own});
        kept->keep(visit, key("met"), known, made.people, {{}, made.parts.met, made.parts.changed});
        return made.parts;
    }

    struct Read {
        OfBook parts;
        std::vector<std::int64_t> people;
    };
    Read read_book(web::Visit const &visit) const {
        auto const &w = visit.words;
        auto const me = visit.member;
        contacts::Ask moved, anybody;
        moved.moved_only = true;
        moved.limit = most_changes;
        anybody.limit = 1;
        auto const [mine, changed, book, fresh] =
            rooms.contacts.database().read([&](store::Reader &) {
                return std::tuple{rooms.cards.of(me), rooms.contacts.list(me, moved, w.language()),
                                  rooms.contacts.list(me, anybody, w.language()),
                                  rooms.contacts.lately(me, w.language())};
            });
        Read read;
        read.people.push_back(me.value);
        auto const name = [&](std::vector<contacts::Line> const &lines) {
            for (auto const &line : lines) read.people.push_back(line.id.value);
        };
        bool const is_plain = web::is_plain(visit.request);
        // The keys of a small page belong to its first screen.
        int const first_key = is_plain ? 10 : 1;
        if (!is_plain) read.parts.own = own_card(visit, mine);
        if (book && book->lines.empty()) read.parts.met = beginning(mine, w);
        read.parts.met += just_exchanged(fresh, w, first_key);
        name(fresh);
        if (changed) {
            read.parts.changed =
                changes(changed->lines, w, first_key + static_cast<int>(fresh.size()));
            name(changed->lines);
        }
        return read;
    }

    http::Response member_page(web::Visit const &visit) const {
        auto const &w = visit.words;
        auto const book = of_book(visit);
        auto const beside = all(places.show(web::home_beside, visit), book.changed);
        auto const own = web::is_plain(visit.request) ? keys(visit) : book.own;
        auto body = all(home_assets(), h1(cls("unseen"), w("Home")),
                        div(cls("home"), own,
                            div(cls("day"), today_part(visit, places.show(web::home_day, visit)),
                                book.met, feed(visit)),
                            when(!beside.empty(), [&] { return div(cls("beside"), beside); })));
        return web::page(visit, w("Home"), std::move(body), {.section = "home"});
    }
};

} // namespace

void add_pages(web::Doors &doors, web::Places &places, store::DerivedMemory &memory, Rooms rooms) {
    Pages const pages{rooms, places};
    memory.keep("home_pages", *pages.kept);
    places.add({10, "home", "/", N_("Home"), "0"});
    doors.get("/", web::Who::anyone, [pages](web::Visit const &visit) {
        if (!visit.is_member())
            return web::page(visit, visit.network_name, web::welcome(visit, sample_card(visit)),
                             {.section = "home"});
        return pages.member_page(visit);
    });
}

} // namespace goen::home
