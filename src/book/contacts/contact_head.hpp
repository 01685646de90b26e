// SPDX-License-Identifier: Apache-2.0
// The head of a contact's page: who it is, in one look, and what one does with a person.
#pragma once

#include "contacts/contacts.hpp"
#include "html/html.hpp"
#include "i18n/words.hpp"

namespace goen::contacts {

// Photograph, name with its reading, company and post, when the cards were exchanged; below them
// what one can do, each as a drawing with a word, and links to the sections of the page.
html::Html contact_head(Contact const &contact, i18n::Words const &words, bool has_ledger);

} // namespace goen::contacts
