// SPDX-License-Identifier: Apache-2.0
#include "transfer/incoming.hpp"

#include "account/account.hpp"
#include "base/text.hpp"
#include "card/card_check.hpp"
#include "contacts/notes.hpp"
#include "names/name_characters.hpp"
#include "names/phone_key.hpp"
#include "reminder/whole_book.hpp"
#include "transfer/incoming_name.hpp"

#include <algorithm>
#include <array>

namespace goen::transfer {
namespace {

bool is_eastern(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        auto const u = static_cast<unsigned char>(c);
        return u >= 0xE3 && u <= 0xEF;
    });
}

std::string cut_to(std::string_view text, std::size_t code_points) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < code_points && at < text.size(); ++i) next_code_point(text, at);
    return std::string{text.substr(0, at)};
}

// One line without what turns the direction of text or cannot be seen at all.
std::string one_line(std::string_view typed) {
    std::string out;
    for (std::size_t at = 0; at < typed.size();) {
        auto const c = next_code_point(typed, at);
        bool const turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
                           c == 0x200E || c == 0x200F || c == 0x061C;
        if (turns) continue;
        if (c == '\n' || c == '\r' || c == '\t') {
            if (!out.ends_with(' ')) out += ' ';
        } else {
            append_utf8(out, c);
        }
    }
    auto const text = trimmed(out);
    return names::is_blank(text) ? std::string{} : std::string{text};
}

std::string joined(std::initializer_list<std::string const *> parts, std::string_view by) {
    std::string out;
    for (auto const *part : parts) {
        if (part->empty()) continue;
        if (!out.empty()) out += by;
        out += *part;
    }
    return out;
}

class Maker {
public:
    Maker(Draft draft, i18n::Words const &words) : draft_(std::move(draft)), words_(words) {}

    Incoming make() {
        out_.notes = std::move(draft_.notes);
        out_.shown = one_line(
            !draft_.full_name.empty()
                ? draft_.full_name
                : joined({&draft_.name.family, &draft_.name.given, &draft_.name.middle}, " "));
        name();
        if (out_.refused) return std::move(out_);
        side(draft_.positions, draft_.addresses, out_.body.ja);
        side(draft_.positions_en, draft_.addresses_en, out_.body.en);
        emails();
        phones();
        urls();
        remember(words_("Nickname"), draft_.nickname);
        remember(words_("Title of address"), joined({&draft_.prefix, &draft_.suffix}, " "));
        dates();
        tags();
        out_.met = std::move(draft_.met);
        if (out_.met.size() > contacts::max_meetings) out_.met.resize(contacts::max_meetings);
        memo();

        out_.body.kind = card::Kind::company;
        // Everything has passed its rule by now; what this gate still finds is told and refused.
        auto name = out_.body.name;
        auto checked = card::checked(std::move(out_.body), std::move(name));
        if (!checked) {
            auto const &why = checked.why();
            out_.refused = why.fields.empty() ? why.message : why.fields.front().why;
            out_.body = {};
            return std::move(out_);
        }
        out_.body = std::move(*checked);
        return std::move(out_);
    }

private:
    void note(Sentence sentence) {
        for (auto const &there : out_.notes) {
            if (there.msgid == sentence.msgid && there.args == sentence.args) return;
        }
        if (out_.notes.size() < 10) out_.notes.push_back(std::move(sentence));
    }
    // What has no place on a card is kept as a line of the memo.
    void remember(std::string_view what, std::string_view value) {
        auto const text = trimmed(value);
        if (text.empty()) return;
        memo_ += memo_.empty() ? "" : "\n";
        memo_ += what, memo_ += words_.is_ja() ? "：" : ": ", memo_ += text;
    }
    void keep(std::string_view what, std::string_view value) {
        if (trimmed(value).empty()) return;
        remember(what, value);
        note(N_("Details that do not fit on a card are kept in the memo."));
    }
    std::string line(std::string_view what, std::string_view value) {
        auto text = one_line(value);
        if (count_code_points(text) <= card::max_text) return text;
        keep(what, text);
        return cut_to(text, card::max_text - 1) + "…";
    }

    void name() {
        auto &name = draft_.name;
        for (auto *part :
             {&name.family, &name.given, &name.middle, &name.family_kana, &name.given_kana,
              &name.family_romaji, &name.given_romaji, &draft_.full_name, &draft_.full_kana})
            *part = one_line(*part);
        auto beside = take_name_apart(draft_);
        for (auto const &other : beside.others) remember(words_("Written next to the name"), other);
        for (auto &one : beside.notes) note(std::move(one));
        auto const &firm = !draft_.positions.empty()      ? draft_.positions[0].company
                           : !draft_.positions_en.empty() ? draft_.positions_en[0].company
                                                          : std::string{};
        if (name.family.empty() && name.given.empty() && name.middle.empty()) {
            auto const romaji = joined({&name.family_romaji, &name.given_romaji}, "");
            if (!romaji.empty()) {
                name.family = name.family_romaji, name.given = name.given_romaji;
            } else if (!firm.empty()) {
                name.family = one_line(firm);
                if (!draft_.is_company)
                    note(N_("It has no personal name, so the company name is used instead."));
            } else if (!name.family_kana.empty() || !name.given_kana.empty()) {
                name.family = name.family_kana, name.given = name.given_kana;
            } else {
                out_.refused = N_("It has no name.");
                if (!draft_.emails.empty())
                    out_.shown = draft_.emails[0].value;
                else if (!draft_.phones.empty())
                    out_.shown = draft_.phones[0].value;
                out_.shown = cut_to(one_line(out_.shown), card::max_text);
                return;
            }
            if (out_.shown.empty()) out_.shown = joined({&name.family, &name.given}, " ");
        }
        out_.shown = cut_to(out_.shown, card::max_text);
        auto const as_written = joined({&name.family, &name.given, &name.middle}, " ");
        bool const is_latin = !is_eastern(as_written);
        auto const begins_with = [whole = lower_ascii(draft_.full_name)](std::string const &part) {
            return !part.empty() && whole.starts_with(lower_ascii(part));
        };
        bool const is_given_first = (begins_with(name.given) && !begins_with(name.family)) ||
                                    (is_latin && draft_.full_name.empty());
        name.order = draft_.order.value_or(is_given_first ? names::Order::given_first
                                                          : names::Order::family_first);

        // A reading in Latin letters is romaji.
        for (auto [kana, romaji] : {std::pair{&name.family_kana, &name.family_romaji},
                                    {&name.given_kana, &name.given_romaji}}) {
            if (!names::flaw_of_kana(*kana)) continue;
            if (romaji->empty() && !names::flaw_of_romaji(*kana)) {
                *romaji = *kana;
            } else {
                keep(words_("Reading"), *kana);
            }
            kana->clear();
        }
        for (auto *romaji : {&name.family_romaji, &name.given_romaji}) {
            if (!names::flaw_of_romaji(*romaji)) continue;
            keep(words_("Name in romaji"), *romaji);
            romaji->clear();
        }
        bool had_signs = false;
        for (auto *part : {&name.family, &name.given, &name.middle}) {
            if (!names::flaw_of_name(*part)) continue;
            had_signs = true;
            *part = names::without_signs(cut_to(*part, names::most_letters));
        }
        if (had_signs) {
            remember(words_("Name in the file"), as_written);
            note(N_("Symbols that cannot be used in a name were removed. The original is kept in "
                    "the memo."));
        }
        auto parsed = names::PersonName::parse(name, names::NameRule::contact);
        if (!parsed) {
            auto const &why = parsed.why();
            out_.refused = why.fields.empty() ? why.message : why.fields.front().why;
            return;
        }
        out_.body.name = std::move(*parsed);
        // As it will stand in the book.
        if (had_signs || !out_.notes.empty() || draft_.full_name.empty())
            out_.shown = cut_to(out_.body.name.display(), card::max_text);
    }

    void side(std::vector<card::Position> &positions, std::vector<vcard::Address> &addresses,
              card::Side &to) {
        for (auto &position : positions) {
            position.company = line(words_("Company"), position.company);
            position.title = line(words_("Title"), position.title);
            for (auto &level : position.department) level = line(words_("Department"), level);
            std::erase(position.department, std::string{});
            if (position.department.size() > card::max_levels)
                position.department.resize(card::max_levels);
            if (position.company.empty() && position.title.empty() && position.department.empty())
                continue;
            if (to.positions.size() < card::max_lines) {
                to.positions.push_back(
                    {position.company, position.department, position.title, to.positions.empty()});
            } else {
                keep(words_("Position"), joined({&position.company, &position.title}, " "));
            }
        }
        for (auto &written : addresses) {
            if (!to.address.empty() || !address(written, to.address))
                keep(words_("Address"), whole(written));
        }
    }

    static std::string whole(vcard::Address const &a) {
        return joined({&a.postal_code, &a.region, &a.locality, &a.street, &a.building, &a.country},
                      " ");
    }

    bool address(vcard::Address const &written, card::Address &to) {
        card::Address a;
        a.postal_code = one_line(written.postal_code);
        a.region = line(words_("Address"), written.region),
        a.locality = line(words_("Address"), written.locality);
        a.street = line(words_("Address"), written.street),
        a.building = line(words_("Address"), written.building);
        if (a.postal_code.empty() && a.street.starts_with("〒")) {
            // 〒100-0001 東京都…, as one text.
            auto const space = a.street.find_first_of(" \n");
            auto const end = space == std::string::npos ? a.street.find("　") : space;
            if (auto const code = card::checked_postal_code(a.street.substr(0, end), "JP");
                code && end != std::string::npos) {
                a.postal_code = *code;
                a.street = std::string{trimmed(std::string_view{a.street}.substr(end))};
            }
        }
        a.country = country_code(written.country);
        bool const is_japanese = is_eastern(a.region + a.locality + a.street + a.building);
        if (a.country.empty()) {
            bool const has_japanese_code =
                card::checked_postal_code(a.postal_code, "JP").has_value();
            // Nothing tells the country, or it is one we have no letters for.
            if (!trimmed(written.country).empty() || (!is_japanese && !has_japanese_code))
                return false;
            a.country = "JP";
        }
        if (!a.postal_code.empty() && !card::checked_postal_code(a.postal_code, a.country)) {
            keep(words_("Postal code"), a.postal_code);
            a.postal_code.clear();
        }
        if (a.empty()) return !trimmed(written.country).empty();
        to = std::move(a);
        return true;
    }

    void emails() {
        for (auto &email : draft_.emails) {
            auto const value = one_line(email.value);
            if (value.empty()) continue;
            auto parsed = account::parse_email(value);
            bool const is_known =
                std::any_of(out_.body.emails.begin(), out_.body.emails.end(), [&](auto const &one) {
                    return parsed && account::mail_key(one.value) == account::mail_key(*parsed);
                });
            if (is_known) continue;
            if (!parsed || out_.body.emails.size() >= card::max_lines) {
                keep(words_("Email"), value);
                continue;
            }
            out_.body.emails.push_back(
                {known_label(email.label, card::email_labels(), "work"), std::move(*parsed)});
        }
    }

    static std::string known_label(std::string const &label, std::vector<std::string> const &labels,
                                   char const *otherwise) {
        return std::find(labels.begin(), labels.end(), label) != labels.end() ? label : otherwise;
    }

    void phones() {
        for (auto &phone : draft_.phones) {
            auto const value = one_line(phone.value);
            if (value.empty()) continue;
            bool const is_good =
                names::Phone::parse(value).has_value() && card::checked_phone(value).has_value();
            if (!is_good || out_.body.phones.size() >= card::max_lines) {
                keep(words_("Phone"), value);
                continue;
            }
            auto label = phone.label;
            if (label.empty()) label = names::PhoneKey::of(value).is_mobile() ? "mobile" : "main";
            card::Labelled one{known_label(label, card::phone_labels(), "main"), value};
            if (std::find(out_.body.phones.begin(), out_.body.phones.end(), one) ==
                out_.body.phones.end())
                out_.body.phones.push_back(std::move(one));
        }
    }

    void urls() {
        for (auto &url : draft_.urls) {
            auto const value = one_line(url.value);
            if (value.empty()) continue;
            auto checked = card::checked_url(value);
            if (!checked || out_.body.urls.size() >= card::max_lines) {
                keep(words_("Web"), value);
                continue;
            }
            card::Labelled one{"web", std::move(*checked)};
            if (std::find(out_.body.urls.begin(), out_.body.urls.end(), one) ==
                out_.body.urls.end())
                out_.body.urls.push_back(std::move(one));
        }
    }

    void date(reminder::Kind kind, std::string_view label, std::string_view written,
              std::string_view what) {
        auto const text = one_line(written);
        if (text.empty()) return;
        auto day = vcard::day_of(text);
        if (!day) day = i18n::read_loose_date(text);
        auto const name =
            reminder::checked_label(kind, cut_to(one_line(label), reminder::max_label));
        if (!day || !name || !reminder::check_date(*day) ||
            out_.dates.size() >= static_cast<std::size_t>(reminder::max_dates)) {
            keep(what, text);
            return;
        }
        reminder::ImportantDate const one{{}, {}, kind, *name, *day};
        bool const is_known = std::any_of(out_.dates.begin(), out_.dates.end(), [&](auto const &o) {
            return o.kind == one.kind && o.label == one.label && o.date == one.date;
        });
        if (!is_known) out_.dates.push_back(one);
    }

    void dates() {
        using enum reminder::Kind;
        date(birthday, "", draft_.birthday, words_("Birthday"));
        date(anniversary, "", draft_.anniversary, words_("Anniversary"));
        for (auto const &[label, written] : draft_.dates) {
            auto const said = lower_ascii(label);
            if (said == "つながった日" || said == "connected on") {
                date(connected, "", written, words_("Connected on"));
            } else if (said.empty() || said == "anniversary" || said == "記念日") {
                date(anniversary, "", written, words_("Anniversary"));
            } else if (said == "founding day" || said == "創業記念日") {
                date(founding, "", written, words_("Company anniversary"));
            } else if (said == "birthday" || said == "誕生日") {
                date(birthday, "", written, words_("Birthday"));
            } else {
                date(other, label, written, label);
            }
        }
    }

    void tags() {
        for (auto const &tag : draft_.tags) {
            auto text = one_line(tag);
            // Of the programs themselves, and of everyone in them.
            if (text.empty() || lower_ascii(text) == "mycontacts" || text == "My Contacts")
                continue;
            if (count_code_points(text) > contacts::max_tag ||
                out_.tags.size() >= contacts::max_tags) {
                keep(words_("Tag"), text);
                continue;
            }
            out_.tags.push_back(std::move(text));
        }
        if (auto checked = contacts::checked_tags(out_.tags)) {
            out_.tags = std::move(*checked);
        } else {
            for (auto const &tag : out_.tags) keep(words_("Tag"), tag);
            out_.tags.clear();
        }
    }

    void memo() {
        std::string memo{trimmed(with_unix_lines(draft_.note))};
        if (!memo_.empty()) memo += (memo.empty() ? "" : "\n\n") + memo_;
        std::string clean;
        for (std::size_t at = 0; at < memo.size();) {
            auto const c = next_code_point(memo, at);
            if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) continue;
            append_utf8(clean, c);
        }
        if (count_code_points(clean) > contacts::max_memo) {
            clean = cut_to(clean, contacts::max_memo - 1) + "…";
            note(N_("The memo was too long and will be shortened."));
        }
        if (auto checked = contacts::checked_memo(clean)) {
            out_.memo = std::move(*checked);
        } else {
            note(N_("The memo could not be imported."));
        }
    }

    Draft draft_;
    i18n::Words const &words_;
    Incoming out_;
    std::string memo_;
};

} // namespace

Incoming incoming(Draft draft, i18n::Words const &words) {
    return Maker{std::move(draft), words}.make();
}

} // namespace goen::transfer
