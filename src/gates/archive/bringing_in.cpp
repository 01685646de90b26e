// SPDX-License-Identifier: Apache-2.0
// An archive of another goen into the account of a member here. First everything is read, checked
// and compared with what is there; then all of it is written at once.
#include "archive/archive.hpp"
#include "archive/format.hpp"
#include "archive/queries.hpp"
#include "base/text.hpp"
#include "card/lists.hpp"
#include "contacts/whole_book.hpp"
#include "gates_events/events.hpp"
#include "reminder/whole_book.hpp"

#include <algorithm>

namespace goen::archive {
namespace {

constexpr std::size_t draft_piece = 512 * 1024;
constexpr auto draft_life = std::chrono::hours{24};

// What is on it, whatever picture it shows: one is developed anew here and never the same bytes.
bool same_words(card::CardBody a, card::CardBody b) {
    a.photo = a.logo = b.photo = b.logo = {};
    return a == b;
}

// What an archive was compared with: if it is not so any more, it is compared again.
std::pair<std::int64_t, std::int64_t> sizes(store::Reader &reader, MemberId me) {
    return {contacts::lines_in(reader, me), std::ssize(card::cards_ever(reader, me))};
}

// Into the account it was taken from: she stands in this very book under the same number, since the
// same second, with her memo, her ledger and the rest of it.
bool is_the_same(store::Reader &reader, MemberId me, ArchivedContact const &contact) {
    if (contact.member == 0) return false;
    auto const since = contacts::stands_since(reader, me, MemberId{contact.member});
    return since && rfc3339(*since) == rfc3339(contact.created);
}

bool same_name(account::NameRecord const &a, account::NameRecord const &b) {
    return a.kind == b.kind && a.name == b.name && a.since == b.since && a.until == b.until;
}

} // namespace

Archives::Archives(Rooms rooms)
    : rooms_(rooms), out_(rooms.clock, out_an_hour, std::chrono::hours{1}),
      in_(rooms.clock, in_an_hour, std::chrono::hours{1}) {}

std::size_t Archives::most_bytes() const {
    auto const most = static_cast<std::size_t>(rooms_.quotas.archive_bytes);
    return most == 0 ? max_file : std::min(max_file, most);
}

Refusal Archives::wait_a_minute() {
    return {Reason::too_many,
            N_("Other archives are being processed. Please try again in a minute."),
            {},
            minutes{1}};
}

// An archive, set against what the member has here.
struct Archives::Plan {
    struct Card {
        card::CardBody body;
        std::string photo_file, logo_file; // bytes, still to be developed
        std::optional<media::Picture> photo, logo;
    };
    struct Person {
        contacts::Contacts::Ready line;
        std::string shown;
        std::vector<ArchivedContact::Received> ledger;
        std::vector<reminder::Reminder> reminders;
        std::vector<reminder::ImportantDate> dates;
    };
    Report report;
    std::vector<Card> cards; // that are not here yet, the main one first
    std::vector<Person> people;
    std::pair<std::int64_t, std::int64_t> sizes; // of the book and of the cards, ever, before
    std::vector<account::NameRecord> names;
    i18n::Language language = i18n::Language::ja;
    account::Reach reach = account::Reach::distance_two;
    bool bridge = false;
    std::optional<letter::Settings> letters;
};

Result<Archives::Plan> Archives::plan(MemberId me, std::string_view file, Choice const &choice,
                                      ReadLimits const &limits) {
    if (!in_.take(me.text())) {
        return Refusal{
            Reason::too_many,
            N_("You have uploaded archives too many times. Please try again in an hour."),
            {},
            std::chrono::hours{1}};
    }
    Turn const turn{busy_};
    if (!turn.is_mine) return wait_a_minute();
    if (!rooms_.accounts.find(me))
        return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
    auto content = read_archive(file, limits);
    if (!content) return content.why();

    Plan plan;
    auto &report = plan.report;
    report.network = content->network, report.made = content->made;
    report.member = content->member.display();
    report.guests_waiting = content->guests_waiting;
    report.introductions = content->introductions;
    report.posts = content->posts, report.comments = content->comments;
    report.reactions = content->reactions;
    report.left_out = std::move(content->left_out);
    plan.language = content->language, plan.reach = content->reach, plan.bridge = content->bridge;
    plan.letters = content->letters;

    plan.sizes = rooms_.database.read([&](store::Reader &reader) { return sizes(reader, me); });
    auto const mine = rooms_.cards.of(me);
    for (auto &card : content->cards) {
        bool const is_here = std::any_of(mine.begin(), mine.end(), [&](card::CardInfo const &one) {
            return same_words(one.live.body, card.body);
        });
        if (is_here) {
            ++report.cards_there;
            continue;
        }
        ++report.cards;
        report.pictures += !card.photo.empty() + !card.logo.empty();
        plan.cards.push_back(
            {std::move(card.body), std::move(card.photo), std::move(card.logo), {}, {}});
    }

    auto const records = rooms_.accounts.name_records(me);
    for (auto &record : content->other_names) {
        bool const is_here =
            std::any_of(records.begin(), records.end(),
                        [&](account::NameRecord const &one) { return same_name(one, record); });
        ++(is_here ? report.names_there : report.names);
        if (!is_here) plan.names.push_back(std::move(record));
    }

    // Two of one name in the archive are two here: nothing is merged. Compared with the book as it
    // is before: who came by an earlier run is there already.
    std::vector<bool> stands(content->contacts.size());
    auto room = rooms_.database.read([&](store::Reader &reader) {
        for (std::size_t i = 0; i < stands.size(); ++i)
            stands[i] = is_the_same(reader, me, content->contacts[i]);
        return reminder::max_open - reminder::open_count(reader, me);
    });
    transfer::KnownPeople known{rooms_.contacts, me, transfer::KnownPeople::Whom::private_ones};
    for (std::size_t i = 0; i < content->contacts.size(); ++i) {
        auto &contact = content->contacts[i];
        if (stands[i]) {
            ++report.contacts_there;
            continue;
        }
        transfer::Incoming incoming;
        incoming.body = *contact.edit.body;
        auto const state = known.judge(incoming).state;
        if (state == transfer::RowState::same) {
            ++report.contacts_there;
            continue;
        }
        if (state == transfer::RowState::conflict) {
            ++report.contacts_other;
            if (!choice.also_other) continue;
        }
        auto shown = contact.edit.body->name.display();
        auto line = rooms_.contacts.ready(me, std::move(contact.edit), contact.created);
        if (!line) {
            auto const &why = line.why();
            report.left_out.push_back({file::contacts, 0, std::move(shown),
                                       why.fields.empty() ? why.message : why.fields.front().why});
            continue;
        }
        ++report.contacts;
        std::erase_if(contact.reminders, [&](reminder::Reminder const &one) {
            bool const is_too_many = !one.done && room-- <= 0;
            if (is_too_many) {
                report.left_out.push_back({file::reminders,
                                           0,
                                           shown,
                                           {N_("You have {1} pending reminders, the maximum. "
                                               "Please complete some of them first."),
                                            {"1,000"}}});
            }
            return is_too_many;
        });
        report.reminders += static_cast<std::int64_t>(contact.reminders.size());
        report.dates += static_cast<std::int64_t>(contact.dates.size());
        report.received += static_cast<std::int64_t>(contact.ledger.size());
        plan.people.push_back({std::move(*line), std::move(shown), std::move(contact.ledger),
                               std::move(contact.reminders), std::move(contact.dates)});
    }
    if (auto const usage = rooms_.contacts.usage(me); !usage.fits(report.contacts))
        report.no_room = report.contacts - usage.left();
    return plan;
}

Result<Report> Archives::look(MemberId me, std::string_view file, ReadLimits const &limits) {
    auto plan = this->plan(me, file, {}, limits);
    if (!plan) return plan.why();
    return std::move(plan->report);
}

Result<Report> Archives::bring_in(MemberId me, std::string_view file, Choice const &choice,
                                  ReadLimits const &limits) {
    auto plan = this->plan(me, file, choice, limits);
    if (!plan) return plan.why();
    auto &report = plan->report;
    for (auto &card : plan->cards) {
        auto const develop = [&](std::string &bytes, media::PictureUse use,
                                 std::optional<media::Picture> &to) {
            if (bytes.empty()) return;
            if (auto developed = rooms_.pictures.developed(bytes, use)) {
                to = std::move(*developed);
            } else {
                --report.pictures;
                report.left_out.push_back({media::to_string(use) == "photo" ? "photo" : "logo", 0,
                                           card.body.name.display(), developed.why().message});
            }
            bytes = {};
        };
        develop(card.photo_file, media::PictureUse::photo, card.photo);
        develop(card.logo_file, media::PictureUse::logo, card.logo);
    }
    if (auto const done = write(me, *plan); !done) return done.why();
    for (auto const &record : plan->names) {
        if (auto const made = rooms_.accounts.add_name_record(me, record); !made) {
            --report.names;
            report.left_out.push_back({file::head, 0, record.name.display(), made.why().message});
        }
    }
    if (choice.settings) {
        (void)rooms_.accounts.choose(me, plan->language, plan->reach, plan->bridge);
        // Refused only where a file says what no goen writes; then hers stay as they are.
        if (plan->letters)
            (void)rooms_.letters.choose(me,
                                        [&](letter::Settings const &) -> Result<letter::Settings> {
                                            return *plan->letters;
                                        });
    }
    return std::move(report);
}

Done Archives::write(MemberId me, Plan &plan) {
    struct Written {
        int too_many = 0;
        transfer::ImportId batch;
        std::vector<LeftOut> left_out; // pictures over the quota
    };
    auto const written = rooms_.database.write([&](store::Writer &writer) -> Result<Written> {
        Written done;
        writer.lock(me.value);
        auto const member = rooms_.accounts.find(writer, me);
        if (!member) return Refusal{Reason::not_found, N_("This member was not found."), {}, {}};
        if (sizes(writer, me) != plan.sizes) { // a second tap, or another device
            return Refusal{Reason::conflict,
                           N_("Your contacts or cards have changed in the meantime. Please check "
                              "the file again."),
                           {},
                           {}};
        }
        auto const now = rooms_.clock.now();
        auto mine = rooms_.cards.of(writer, me);
        auto count = static_cast<std::int64_t>(mine.size());
        for (auto const &card : plan.cards) {
            auto body = card.body;
            auto const keep = [&](std::optional<media::Picture> const &picture, char const *part,
                                  card::Picture &to) {
                if (!picture) return;
                if (auto kept = rooms_.pictures.keep(writer, me, *picture)) {
                    to = std::move(*kept);
                } else {
                    done.left_out.push_back({part, 0, body.name.display(), kept.why().message});
                }
            };
            keep(card.photo, "photo", body.photo);
            keep(card.logo, "logo", body.logo);
            // The card everyone has from the first day, as it was made, becomes the first of hers.
            if (count == 1 && !mine.empty() &&
                mine.front().live.body == card::first_card(member->name)) {
                rooms_.cards.publish(writer, mine.front(), std::move(body), now);
                mine.clear();
            } else if (count >= card::max_cards) {
                ++done.too_many;
            } else {
                rooms_.cards.make(writer, me, std::move(body), now);
                ++count;
            }
        }
        auto room =
            rooms_.contacts.room_for(writer, me, static_cast<std::int64_t>(plan.people.size()));
        if (!room) return room.why();
        std::vector<transfer::Imports::Came> came;
        came.reserve(plan.people.size());
        std::vector<reminder::Reminder> in_order;
        for (auto const &[line, shown, ledger, reminders, dates] : plan.people) {
            rooms_.contacts.add(writer, *room, line);
            for (auto one : reminders) {
                one.contact = line.id();
                in_order.push_back(std::move(one));
            }
            for (auto one : dates) {
                one.id = rooms_.ids.make<reminder::DateId>(), one.contact = line.id();
                reminder::keep(writer, me, one, now);
            }
            for (auto const &[at, stored] : ledger)
                contacts::keep_received(writer, me, line.id(), rooms_.ids.next(), at, stored);
            came.push_back({shown, line.id()});
        }
        // Of one day the one that was made first comes first, as it was.
        std::stable_sort(in_order.begin(), in_order.end(),
                         [](auto const &a, auto const &b) { return a.made < b.made; });
        for (auto &one : in_order) {
            one.id = rooms_.ids.make<reminder::ReminderId>();
            reminder::keep(writer, me, one);
        }
        if (!came.empty())
            done.batch =
                rooms_.imports.note_batch(writer, me, plan.report.network, "archive", came);
        writer.put(sql::drop_draft, {{"me", me}});
        store::tell(writer, ArchiveBroughtIn{me});
        return done;
    });
    if (!written) return written.why();
    plan.report.batch = written->batch;
    plan.report.pictures -= static_cast<int>(written->left_out.size());
    for (auto const &one : written->left_out) plan.report.left_out.push_back(one);
    plan.report.cards_too_many = written->too_many;
    plan.report.cards -= written->too_many;
    return {};
}

// --- the file between looking and bringing in

Result<Report> Archives::send(MemberId me, std::string_view file) {
    if (file.size() > most_bytes()) {
        return over_quota(
            {N_("An archive can be up to {1} MB."), {std::to_string(most_bytes() >> 20)}},
            Reason::too_large);
    }
    auto report = look(me, file);
    if (!report) return report;
    auto const now = rooms_.clock.now();
    auto const kept = rooms_.database.write([&](store::Writer &writer) -> Done {
        writer.lock(me.value);
        writer.put(sql::drop_draft, {{"me", me}});
        std::int64_t number = 0;
        for (std::size_t at = 0; at < file.size(); at += draft_piece) {
            writer.put(sql::put_draft, {{"me", me},
                                        {"number", number++},
                                        {"at", now},
                                        {"bytes", store::Bytes{file.substr(at, draft_piece)}}});
        }
        store::tell(writer, ArchiveLookedAt{me});
        return {};
    });
    ensure(kept.has_value(), "a draft is always taken");
    return report;
}

std::optional<std::string> Archives::draft(MemberId me) {
    std::optional<std::string> file;
    rooms_.database.read([&](store::Reader &reader) {
        reader.each(sql::draft, {{"me", me}}, [&](store::Row const &row) {
            if (!file) file.emplace();
            *file += row.bytes(0);
        });
    });
    return file;
}

std::optional<Time> Archives::draft_sent(MemberId me) {
    return rooms_.database.read([&](store::Reader &reader) {
        auto const sent = reader.one<std::optional<Time>>(sql::draft_sent, {{"me", me}});
        return sent ? *sent : std::nullopt;
    });
}

void Archives::forget(MemberId me) {
    Done const done = rooms_.database.write([&](store::Writer &writer) -> Done {
        writer.put(sql::drop_draft, {{"me", me}});
        store::tell(writer, ArchiveForgotten{me});
        return {};
    });
    ensure(done.has_value(), "forgetting refuses nothing");
}

void Archives::member_leaves(store::Writer &writer, MemberId member) {
    writer.put(sql::drop_draft, {{"me", member}});
}

void Archives::tidy() {
    auto const before = rooms_.clock.now() - draft_life;
    std::vector<MemberId> old;
    rooms_.database.read([&](store::Reader &reader) {
        reader.each(sql::old_drafts, {{"before", before}},
                    [&](store::Row const &row) { old.push_back(row.get<MemberId>(0)); });
    });
    for (auto const member : old) forget(member);
}

} // namespace goen::archive
