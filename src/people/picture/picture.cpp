// SPDX-License-Identifier: Apache-2.0
#include "picture/picture.hpp"

#include "base/random.hpp"
#include "people_events/events.hpp"
#include "picture/picture_store.hpp"

#include <algorithm>

namespace goen::picture {
namespace {

char const *part_of(PictureUse use) { return use == PictureUse::photo ? "photo" : "logo"; }
card::Picture &on(card::CardBody &body, PictureUse use) {
    return use == PictureUse::photo ? body.photo : body.logo;
}

Refusal no_such_card() { return {Reason::not_found, N_("This card was not found."), {}, {}}; }

} // namespace

Pictures::Pictures(store::Database &database, policy::Policy &policy, card::Cards &cards,
                   media::Darkroom &darkroom, Clock &clock, account::Quotas quotas)
    : database_(database), policy_(policy), cards_(cards), darkroom_(darkroom), clock_(clock),
      attempts_(clock, most_an_hour, std::chrono::hours{1}), quotas_(quotas) {}

Pictures::Usage Pictures::usage(store::Reader &reader, MemberId owner) {
    auto const [pictures, bytes] = rows::kept(reader, owner);
    return {{pictures, quotas_.pictures}, {bytes, quotas_.picture_bytes}};
}

Pictures::Usage Pictures::usage(MemberId owner) {
    return database_.read([&](store::Reader &reader) { return usage(reader, owner); });
}

Result<card::CardInfo> Pictures::change(
    MemberId owner, CardId id, std::function<Done(store::Writer &, card::CardBody &)> const &edit) {
    auto const at = clock_.now();
    return database_.write([&](store::Writer &writer) -> Result<card::CardInfo> {
        writer.lock(owner.value);
        auto const card = cards_.find(writer, owner, id);
        if (!card) return no_such_card();
        auto body = card->live.body;
        if (auto const done = edit(writer, body); !done) return done.why();
        return cards_.publish(writer, *card, std::move(body), at);
    });
}

Result<card::CardInfo> Pictures::put(MemberId owner, CardId id, PictureUse use,
                                     std::string_view file, std::optional<card::Tier> who,
                                     Check const &check) {
    if (file.size() > most_bytes) {
        return Refusal{
            Reason::too_large,
            {N_("A picture can be up to {1} MB."), {std::to_string(most_bytes / (1024 * 1024))}},
            {},
            {}};
    }
    auto const mine = cards_.mine(owner, id);
    if (!mine) return mine.why();
    if (!attempts_.take(owner.text())) { // wrong files cost as much as right ones
        return Refusal{Reason::too_many,
                       N_("You have changed pictures too many times. Please try again in an hour."),
                       {},
                       std::chrono::hours{1}};
    }
    auto const developed = darkroom_.develop(file, use);
    if (!developed) return developed.why();
    return change(owner, id, [&](store::Writer &writer, card::CardBody &body) -> Done {
        if (auto const may = check ? check(body) : Done{}; !may) return may.why();
        auto const kept = keep(writer, owner, *developed);
        if (!kept) return kept.why();
        on(body, use) = *kept;
        if (who) body.show[part_of(use)] = *who;
        return {};
    });
}

Result<media::Picture> Pictures::developed(std::string_view file, PictureUse use) {
    if (file.size() > most_bytes) {
        return Refusal{
            Reason::too_large,
            {N_("A picture can be up to {1} MB."), {std::to_string(most_bytes / (1024 * 1024))}},
            {},
            {}};
    }
    return darkroom_.develop(file, use);
}

Result<card::Picture> Pictures::keep(store::Writer &writer, MemberId owner,
                                     media::Picture const &picture) {
    // By what is seen: an address says nothing about the file it was made from.
    auto const hash = sha256_hex(picture.prints.back().webp).substr(0, 32);
    std::int64_t bytes = 0;
    for (auto const &print : picture.prints)
        bytes += static_cast<std::int64_t>(print.webp.size() + print.jpeg.size());
    if (!rows::is_kept(writer, owner, hash)) {
        auto const now = usage(writer, owner);
        if (!now.pictures.fits(1)) {
            return over_quota({N_("You have {1} pictures, the maximum. Please remove one from a "
                                  "card. It will be deleted within an hour."),
                               {std::to_string(now.pictures.used)}});
        }
        if (!now.bytes.fits(bytes)) {
            return over_quota(
                {N_("Your pictures use {1} of {2} MB, so there is no room for this one. Please "
                    "remove one from a card. It will be deleted within an hour."),
                 {std::to_string(now.bytes.used >> 20), std::to_string(now.bytes.most >> 20)}},
                Reason::too_large);
        }
    }
    rows::add(writer, owner, hash, picture, bytes, clock_.now());
    return card::Picture{owner, hash, picture.width, picture.height};
}

Result<card::CardInfo> Pictures::show(MemberId owner, CardId id, PictureUse use, card::Tier who,
                                      Check const &check) {
    return change(owner, id, [&](store::Writer &, card::CardBody &body) -> Done {
        if (auto const may = check ? check(body) : Done{}; !may) return may.why();
        if (card::least_tier(body, part_of(use)) != who) body.show[part_of(use)] = who;
        return {};
    });
}

Result<card::CardInfo> Pictures::take_off(MemberId owner, CardId id, PictureUse use) {
    return change(owner, id, [&](store::Writer &, card::CardBody &body) -> Done {
        on(body, use) = {};
        return {};
    });
}

// The policy says what she sees of the owner. Besides, a card held out by a code, a QR or a request
// shows its "everybody" parts to whoever it was held out to, also when it is not the main one: its
// pictures of that distance have addresses that cannot be guessed, and are given to whoever has
// one.
bool Pictures::may_see(store::Reader &reader, MemberId viewer, MemberId owner,
                       std::string_view hash) {
    if (viewer && viewer == owner) return true;
    auto const shows = [&](card::CardBody const &seen) {
        return seen.photo.hash == hash || seen.logo.hash == hash;
    };
    if (shows(policy_.look(reader, viewer, owner).card())) return true;
    auto const cards = rows::cards_showing(reader, owner, hash);
    return std::any_of(cards.begin(), cards.end(), [&](CardId id) {
        auto const live = cards_.live(reader, owner, id);
        return live && shows(policy::Policy::held_out(live->body));
    });
}

std::optional<std::string> Pictures::print(store::Reader &reader, MemberId viewer, MemberId owner,
                                           std::string_view hash, int size, Format format) {
    if (!owner || hash.size() != 32 || !may_see(reader, viewer, owner, hash)) return {};
    return rows::print(reader, owner, hash, size, format);
}

std::optional<std::string> Pictures::print(MemberId viewer, MemberId owner, std::string_view hash,
                                           int size, Format format) {
    return database_.read(
        [&](store::Reader &reader) { return print(reader, viewer, owner, hash, size, format); });
}

void Pictures::card_changed(store::Writer &writer, card::Cards::Change const &change) {
    rows::drop_uses(writer, change.owner, change.card);
    if (!change.next) return;
    for (auto const use : {PictureUse::photo, PictureUse::logo}) {
        auto const &picture =
            use == PictureUse::photo ? change.next->body.photo : change.next->body.logo;
        if (!picture.empty())
            rows::add_use(writer, change.owner, change.card, part_of(use), picture.hash);
    }
}

void Pictures::member_leaves(store::Writer &writer, MemberId member) {
    rows::drop_all(writer, member);
}

std::int64_t Pictures::tidy() {
    // A page shown a moment ago may still ask for the one that was on it.
    auto const before = clock_.now() - minutes{10};
    auto const done = database_.write([&](store::Writer &writer) -> Result<std::int64_t> {
        auto const found = rows::unused(writer, before);
        for (auto const &[member, hash] : found) {
            rows::drop(writer, member, hash);
            store::tell(writer, PictureDeleted{member});
        }
        return static_cast<std::int64_t>(found.size());
    });
    return *done;
}

} // namespace goen::picture
