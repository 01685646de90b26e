// SPDX-License-Identifier: Apache-2.0
// The book as Html: values in, markup out. Everything here has already been cut to what its reader
// may see.
#pragma once

#include "contacts/contacts.hpp"
#include "web/page.hpp"

namespace goen::contacts {

// The name as this reader reads it: furigana above kanji, or romaji with the original beside it.
html::Html name_with_reading(names::PersonName const &name, i18n::Words const &words);

// A list line; `number` 1-9 is its access key, 0 none.
html::Html contact_line(Line const &line, i18n::Words const &words, int number = 0);
// `first` is the first line's access key, of a page's second list.
html::Html contact_lines(std::vector<Line> const &lines, i18n::Words const &words, int first = 1);

// The address of the list, or of another page of the same lines.
std::string list_path(Ask const &ask, std::string_view base = "/contacts");
// The list with its search, index and tags. Made of these alone, so that it can be kept.
// Pages of so few lines are for small screens.
inline constexpr int small_page = 10;
html::Html list_page(i18n::Words const &words, Ask const &ask, Book const &book);
// Instead of it, when a search could not be made.
html::Html search_again(Sentence const &why, i18n::Words const &words);
// Above it, once: what was just deleted can be brought back.
html::Html removed_notice(web::Visit const &visit, ContactId removed);

struct ContactPage {
    Contact contact;
    std::vector<LedgerEntry> ledger;
    std::vector<std::string> known_tags; // of the whole book, for suggestions
    web::FormState notes, met;           // the two forms as last typed
    std::string introducer;              // her name, of an exchange by introduction
    html::Html more;                     // other rooms' part, below the card
    html::Html beside;                   // beside the records
    html::Html below;                    // and at the end of the page
    bool is_fresh = false;               // just exchanged: the memo comes first
};
// What stands below the head (contact_head.hpp).
html::Html contact_page(web::Visit const &visit, ContactPage const &page);
html::Html ledger_page(web::Visit const &visit, Contact const &contact,
                       std::vector<LedgerEntry> const &ledger);
html::Html delete_page(web::Visit const &visit, Contact const &contact);

// For typing a contact in, new or again. `alike` are in the book already and may be the same
// person.
struct ContactForm {
    html::Url to;
    bool is_new = false;
    bool has_postal = false; // a button fills in the address
    std::vector<Line> alike = {};
};
html::Html contact_form(web::Visit const &visit, web::FormState const &state,
                        ContactForm const &form);

inline constexpr web::PageOptions in_contacts{.section = "contacts"};
// Where a contact's page is, or `more` below it: "/history".
inline std::string path_of(ContactId id, std::string_view more = "") {
    return "/contacts/" + id.text() + std::string{more};
}
// The parts of a card by which two versions differ, in words: "所属・役職、電話".
std::string changes_text(std::vector<std::string> const &changes, i18n::Words const &words);
// Which list of meetings a number on the page counts in.
std::string meetings_mark(std::vector<Meeting> const &met);
// The name for a page's title.
std::string title_of(Contact const &contact, i18n::Words const &words);
// In a sentence: 「東京, 大阪」「VIP」, because a tag may hold commas.
std::string tags_text(std::vector<std::string> const &tags, i18n::Words const &words);

} // namespace goen::contacts
