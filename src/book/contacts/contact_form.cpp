// SPDX-License-Identifier: Apache-2.0
#include "contacts/contact_form.hpp"

#include "base/text.hpp"
#include "card/card_check.hpp"
#include "contacts/notes.hpp"
#include "i18n/dates.hpp"
#include "names/name_characters.hpp"

#include <algorithm>

namespace goen::contacts {

namespace {

constexpr std::string_view phone_fields[][2] = {{"phone_mobile", "mobile"},
                                                {"phone_direct", "direct"},
                                                {"phone_main", "main"},
                                                {"phone_fax", "fax"}};

constexpr std::string names::NameInput::*name_parts[] = {
    &names::NameInput::family,      &names::NameInput::given,      &names::NameInput::middle,
    &names::NameInput::family_kana, &names::NameInput::given_kana, &names::NameInput::family_romaji,
    &names::NameInput::given_romaji};

// The side the form shows: the Japanese one, or the English one of a card that has only that.
card::Side &side_of(card::CardBody &body) {
    return body.ja.empty() && !body.en.empty() ? body.en : body.ja;
}

std::size_t main_place(card::Side const &side) {
    for (std::size_t i = 0; i < side.positions.size(); ++i) {
        if (side.positions[i].main) return i;
    }
    return 0;
}

std::string with_levels(std::vector<std::string> const &department) {
    std::string text;
    for (auto const &level : department) text += (text.empty() ? "" : " > ") + level;
    return text;
}

// Replaces the entry at `place`, appends one, or takes it out when the field was emptied. Remembers
// which form field each entry came from, so that a refusal can point at it.
struct Entries {
    std::vector<card::Labelled> list;
    std::vector<std::string> fields;

    explicit Entries(std::vector<card::Labelled> const &from) : list(from), fields(from.size()) {}
    void put(std::optional<std::size_t> place, std::string_view label, std::string_view value,
             std::string_view field) {
        if (place) {
            list[*place].value = value; // an empty one is dropped at the gate
            fields[*place] = field;
        } else if (!value.empty()) {
            list.push_back({std::string{label}, std::string{value}});
            fields.emplace_back(field);
        }
    }
    std::optional<std::size_t> first_with(std::string_view label) const {
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (list[i].label == label) return i;
        }
        return std::nullopt;
    }
    std::optional<std::size_t> at(std::size_t place, std::size_t before) const {
        return place < before ? std::optional{place} : std::nullopt;
    }
};

// "phones.2.value" -> phone_main; "name.family_kana" -> family_kana; "sides.ja.positions.0.company"
// -> company.
std::string form_field(std::string_view path, Entries const &phones, Entries const &emails) {
    for (auto const &[prefix, entries] :
         {std::pair{std::string_view{"phones."}, &phones}, {"emails.", &emails}}) {
        if (!path.starts_with(prefix)) continue;
        std::size_t place = 0;
        for (char const c : path.substr(prefix.size())) {
            if (c < '0' || c > '9') break;
            place = place * 10 + static_cast<std::size_t>(c - '0');
        }
        return place < entries->fields.size() ? entries->fields[place] : std::string{path};
    }
    if (path.starts_with("urls.")) return "url";
    auto const dot = path.rfind('.');
    std::string last{dot == path.npos ? path : path.substr(dot + 1)};
    if (path.find(".department") != path.npos) return "department";
    return last == "name" ? "family" : last;
}

} // namespace

http::Params form_of(card::CardBody const &body) {
    http::Params form;
    auto const &name = body.name;
    form.add("family", name.family);
    form.add("given", name.given);
    form.add("middle", name.middle);
    form.add("family_kana", name.family_kana);
    form.add("given_kana", name.given_kana);
    form.add("family_romaji", name.family_romaji);
    form.add("given_romaji", name.given_romaji);
    form.add("order", name.order == names::Order::family_first ? "family_first" : "given_first");
    auto const &side = body.ja.empty() && !body.en.empty() ? body.en : body.ja;
    if (!side.positions.empty()) {
        auto const &position = side.positions[main_place(side)];
        form.add("company", position.company);
        form.add("department", with_levels(position.department));
        form.add("title", position.title);
    }
    form.add("postal_code", side.address.postal_code);
    form.add("region", side.address.region);
    form.add("locality", side.address.locality);
    form.add("street", side.address.street);
    form.add("building", side.address.building);
    for (auto const &[field, label] : phone_fields) {
        auto const found =
            std::find_if(body.phones.begin(), body.phones.end(),
                         [&](card::Labelled const &phone) { return phone.label == label; });
        if (found != body.phones.end()) form.add(std::string{field}, found->value);
    }
    if (!body.emails.empty()) form.add("email", body.emails[0].value);
    if (body.emails.size() > 1) form.add("email2", body.emails[1].value);
    if (!body.urls.empty()) form.add("url", body.urls[0].value);
    return form;
}

names::GuessedReading guessed_reading_of(http::Params const &form) {
    names::PersonName name;
    name.family = trimmed(form.get("family"));
    name.given = trimmed(form.get("given"));
    name.middle = trimmed(form.get("middle"));
    name.family_kana = trimmed(form.get("family_kana"));
    name.given_kana = trimmed(form.get("given_kana"));
    return names::guessed_reading(name);
}

web::FormParts contact_parts(i18n::Words const &w) {
    return {{"family", w("Family name")},
            {"given", w("Given name")},
            {"family_kana", w("Family name, reading")},
            {"given_kana", w("Given name, reading")},
            {"family_romaji", w("Family name in romaji")},
            {"given_romaji", w("Given name in romaji")},
            {"middle", w("Middle name")},
            web::choice_part("order", w("Name order"),
                             {{"family_first", w("Family name first"), ""},
                              {"given_first", w("Given name first"), ""}}),
            {"company", w("Company")},
            {"department", w("Department")},
            {"title", w("Title")},
            {"phone_mobile", w("Mobile")},
            {"phone_direct", w("Direct line")},
            {"phone_main", w("Main number")},
            {"phone_fax", w("Fax")},
            {"email", w("Email address")},
            {"email2", w("Second email address")},
            {"url", w("Website")},
            {"postal_code", w("Postal code")},
            {"region", w("Prefecture")},
            {"locality", w("City or ward")},
            {"street", w("Street and number")},
            {"building", w("Building and floor")}};
}

Result<card::CardBody> card_of(http::Params const &form, card::CardBody const &base) {
    auto body = base;
    auto const text = [&](std::string_view field) { return std::string{trimmed(form.get(field))}; };

    names::NameInput name;
    name.family = text("family");
    name.given = text("given");
    name.middle = text("middle");
    name.family_kana = text("family_kana");
    name.given_kana = text("given_kana");
    name.family_romaji = text("family_romaji");
    name.given_romaji = text("given_romaji");
    name.order =
        form.get("order") == "given_first" ? names::Order::given_first : names::Order::family_first;

    auto &side = side_of(body);
    auto const place = main_place(side);
    card::Position position;
    if (place < side.positions.size()) position = side.positions[place];
    position.company = text("company");
    position.title = text("title");
    auto const department = text("department");
    if (department != with_levels(position.department)) {
        position.department.clear();
        if (!department.empty())
            position.department.push_back(department); // the gate splits it at ">"
    }
    bool const is_blank =
        position.company.empty() && position.title.empty() && position.department.empty();
    if (place < side.positions.size()) {
        if (is_blank)
            side.positions.erase(side.positions.begin() + static_cast<std::ptrdiff_t>(place));
        else
            side.positions[place] = position;
    } else if (!is_blank) {
        position.main = true;
        side.positions.push_back(position);
    }
    auto &address = side.address;
    address.postal_code = text("postal_code");
    address.region = text("region");
    address.locality = text("locality");
    address.street = text("street");
    address.building = text("building");

    Entries phones{body.phones}, emails{body.emails}, urls{body.urls};
    for (auto const &[field, label] : phone_fields)
        phones.put(phones.first_with(label), label, text(field), field);
    auto const before = emails.list.size();
    emails.put(emails.at(0, before), "work", text("email"), "email");
    emails.put(emails.at(1, before), "work", text("email2"), "email2");
    urls.put(urls.at(0, urls.list.size()), "web", text("url"), "url");
    body.phones = phones.list;
    body.emails = emails.list;
    body.urls = urls.list;

    // A company alone: its name stands in the person's place, as in a file brought in. What no name
    // may hold (㈱) stays on the card.
    bool const has_name =
        std::any_of(std::begin(name_parts), std::end(name_parts),
                    [&](std::string names::NameInput::*part) { return !(name.*part).empty(); });
    if (!has_name)
        name.family = names::without_signs(position.company.substr(0, card::max_text * 4));

    auto checked = card::checked(std::move(body), name, names::NameRule::contact);
    if (checked) return checked;
    auto refusal = checked.why();
    for (auto &error : refusal.fields) error.field = form_field(error.field, phones, emails);
    return refusal;
}

std::vector<std::string> tags_of(std::string_view typed) {
    std::vector<std::string> tags;
    auto const lines = with_unix_lines(typed);
    for (auto const line : split(lines, '\n')) {
        if (auto const one = trimmed(line); !one.empty()) tags.emplace_back(one);
    }
    return tags;
}

bool looks_like_several(std::string_view tag) {
    for (std::string_view const comma : {",", "、", "，"}) {
        if (tag.find(comma) != tag.npos) return true;
    }
    return false;
}

http::Params notes_of(std::string const &memo, std::vector<std::string> const &tags) {
    http::Params form;
    form.add("memo", memo);
    form.add("tags", packed_tags(tags)); // one on each line
    return form;
}

web::FormParts notes_parts(i18n::Words const &w) {
    return {{"memo", w("Memo")}, {"tags", w("Tags")}};
}

Result<std::optional<Meeting>> meeting_of(http::Params const &form) {
    Meeting meeting;
    auto const on = trimmed(form.get("on"));
    if (!on.empty()) {
        Refusal const refusal{
            Reason::invalid,
            N_("This date could not be read. Please enter it like 2026-04-01 or 令和8年4月1日."),
            {{"on", N_("This date could not be read. Please enter it like 2026-04-01 or "
                       "令和8年4月1日.")}},
            {}};
        if (on.size() > 100) return refusal;
        auto const read = i18n::read_date(on);
        if (!read || !read->month || !read->day) return refusal;
        Date const date{std::chrono::year{read->year}, std::chrono::month{*read->month},
                        std::chrono::day{*read->day}};
        if (!date.ok()) return refusal;
        meeting.on = date;
    }
    meeting.place = trimmed(form.get("place"));
    meeting.note = trimmed(form.get("note"));
    if (!meeting.on && meeting.place.empty() && meeting.note.empty())
        return std::optional<Meeting>{};
    return std::optional<Meeting>{std::move(meeting)};
}

Sentence saved(Sentence otherwise, std::vector<std::string> const &tags,
               std::vector<std::string> const &before) {
    for (auto const &tag : tags) {
        if (looks_like_several(tag) && std::find(before.begin(), before.end(), tag) == before.end())
            return {N_("Saved “{1}” as one tag. To add several tags, enter one per line."), {tag}};
    }
    return otherwise;
}

} // namespace goen::contacts
