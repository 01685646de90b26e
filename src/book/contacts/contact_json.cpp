// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_json.hpp"

#include "card/card_check.hpp"
#include "contacts/changing.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"

namespace goen::contacts {

namespace shape = web::shape;
using web::field;

namespace {

struct TieMember {
    MemberId id;
    names::PersonName name;
};
web::Record const &record_of(TieMember const *) {
    static web::Record const record{
        "TieMember", {field<&TieMember::id>("id"), field<&TieMember::name>("name").or_null()}};
    return record;
}

// The exchange room's tie without the card, which stands beside it. What they disclose is not in
// it: that is theirs to know.
struct ContactTie {
    policy::Tie tie;
    names::PersonName name; // the other member's, as this member may see it
};
web::Record const &record_of(ContactTie const *) {
    using Tie = ContactTie;
    static web::Record const record{
        "ContactTie",
        {field<[](Tie const &one) {
             return TieMember{one.tie.other, one.name};
         }>("member"),
         field<[](Tie const &one) { return one.tie.since; }>("since"),
         field<[](Tie const &one) { return one.tie.means; }>("means"),
         field<[](Tie const &one) { return one.tie.place; }>("place"),
         field<[](Tie const &one) { return one.tie.given; }>("given"),
         field<[](Tie const &one) { return one.tie.received; }>("received"),
         field<[](Tie const &one) { return one.tie.tier; }>("tier").about(
             "What I show them; only I can read it.")}};
    return record;
}

std::vector<MeetingText> texts_of(std::vector<Meeting> const &met) {
    std::vector<MeetingText> texts;
    for (auto const &one : met)
        texts.push_back({one.on ? iso_date(*one.on) : std::string{}, one.place, one.note});
    return texts;
}

std::optional<ContactTie> live_tie(Contact const &contact) {
    if (!contact.is_live || !contact.tie) return std::nullopt;
    return ContactTie{*contact.tie, contact.body.name};
}

web::Schema tags_shape() { return shape::list(shape::text(max_tag), max_tags); }

} // namespace

web::Record const &record_of(MeetingText const *) {
    static web::Record const record{
        "Meeting",
        {field<&MeetingText::on>("on").optional().most(100).or_null().about(
             "A day: 2026-04-01, 令和8年4月1日."),
         field<&MeetingText::place>("place").optional().most(max_place).or_null(),
         field<&MeetingText::note>("note").optional().most(max_note).or_null()}};
    return record;
}

web::Record const &record_of(Contact const *) {
    static web::Record const record{
        "Contact",
        {field<&Contact::id>("id"),
         field<[](Contact const &one) { return one.is_member ? one.id : ContactId{}; }>("member")
             .or_null()
             .about("The member's id; null for a private contact."),
         field<[](Contact const &one) { return one.body.name; }>("name").or_null(),
         field<[](Contact const &one) { return card::CardAnswer{one.body}; }>("card"),
         field<&Contact::memo>("memo").most(max_memo),
         field<&Contact::tags>("tags").as(tags_shape()),
         field<[](Contact const &one) { return texts_of(one.met); }>("met")
             .most(max_meetings)
             .about("Newest first."),
         field<[](Contact const &one) { return live_tie(one); }>("tie").or_null().about(
             "null when none stands"),
         field<&Contact::is_live>("live").about(
             "Whether an exchange stands; else the card is the last received."),
         field<&Contact::has_left>("left").about("Whether this member has left the network."),
         field<&Contact::withdrawn>("withdrawn_at")
             .or_null()
             .about("When the other withdrew the card of an exchange that stands: the card is then "
                    "the last received."),
         field<&Contact::has_moved>("moved"), field<&Contact::created>("created_at"),
         field<&Contact::updated>("updated_at")}};
    return record;
}

web::Record const &record_of(LedgerEntry const *) {
    static web::Record const record{
        "LedgerEntry",
        {field<&LedgerEntry::at>("at"), field<&LedgerEntry::version>("version"),
         field<[](LedgerEntry const &one) { return card::CardAnswer{one.body}; }>("card"),
         field<&LedgerEntry::changes>("changes").as(
             shape::list(shape::words({"name", "positions", "address", "emails", "phones", "urls"}))
                 .about("Parts that differ from the entry before."))}};
    return record;
}

web::Record const &record_of(ContactInput const *) {
    using Input = ContactInput;
    static web::Record const record{
        "ContactInput",
        {field<&Input::card>("card").optional().as(
             card::card_patch_schema().about("Private contacts only.")),
         field<&Input::name>("name").optional().about("Short for card.name."),
         field<&Input::memo>("memo").optional().most(max_memo).takes_null(),
         field<&Input::tags>("tags").optional().as(tags_shape()).takes_null(),
         field<&Input::met>("met").optional().most(max_meetings).takes_null()}};
    return record;
}

namespace {

Result<Meeting> meeting_of(MeetingText const &text, std::size_t place) {
    Meeting meeting{std::nullopt, text.place, text.note};
    if (text.on.empty()) return meeting;
    auto const read = i18n::read_date(text.on);
    auto const date =
        read && read->month && read->day
            ? std::optional{Date{std::chrono::year{read->year}, std::chrono::month{*read->month},
                                 std::chrono::day{*read->day}}}
            : std::nullopt;
    if (!date || !date->ok()) {
        return Refusal::field(
            "met." + std::to_string(place) + ".on",
            N_("This date could not be read. Please enter it like 2026-04-01 or 令和8年4月1日."));
    }
    meeting.on = date;
    return meeting;
}

// `read_card` makes the card of what is given; its name may stand in the card or beside it.
template <class Read> Result<Edit> read_edit(ContactInput const &given, Read const &read_card) {
    if (!given.card && !given.name) return notes_of(given);
    if (given.name && given.card && given.card->name)
        return Refusal::field(
            "name", N_("The name is given twice. Give it either inside or outside the card."));
    Result<card::CardBody> read = read_card();
    if (!read) {
        auto refusal = read.why();
        // Paths as the caller wrote them: within "card", but for a name that stood beside it.
        for (auto &error : refusal.fields) {
            if (!given.name || !error.field.starts_with("name"))
                error.field = "card." + error.field;
        }
        return refusal;
    }
    auto edit = notes_of(given);
    if (edit) edit->body = std::move(*read);
    return edit;
}

} // namespace

Result<Edit> notes_of(ContactInput const &input) {
    Edit edit;
    edit.memo = input.memo;
    edit.tags = input.tags;
    if (!input.met) return edit;
    edit.met.emplace();
    for (auto const &text : *input.met) {
        auto meeting = meeting_of(text, edit.met->size());
        if (!meeting) return meeting.why();
        edit.met->push_back(std::move(*meeting));
    }
    return edit;
}

Result<Edit> edit_of(ContactInput const &input) {
    return read_edit(input, [&] {
        card::CardBody base;
        base.kind = card::Kind::company;
        auto given = input.card.value_or(card::CardInput{});
        if (input.name) given.name = input.name;
        return card::card_of(given, names::NameRule::contact, base);
    });
}

Result<Edit> edit_of(ContactPatch const &patch, Contact const &current) {
    auto const given = patch.given();
    if (current.is_member && (given.card || given.name)) return not_my_card();
    return read_edit(given, [&] {
        auto const next = patch.onto(
            {card::input_of(current.body), card::input_of(current.body.name), {}, {}, {}});
        auto whole = next.card.value_or(card::CardInput{});
        if (given.name) whole.name = next.name;
        return card::changed_card(current.body, whole, names::NameRule::contact);
    });
}

} // namespace goen::contacts
