// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the search room: one question, asked of every kind of thing that can be found. A room
// that has something to be found registers a kind; page, endpoint and suggestions then have it.
//
// A kind finds only what its asker may see, and tells no count that could say more. Each item says
// why it was found.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "html/html.hpp"
#include "i18n/words.hpp"
#include "search/marking.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::search {

inline constexpr std::size_t longest_query = 200; // characters

struct Why {
    std::string what; // "reading" "company" …, "text" of what was written
    Marked text;
};

struct Item {
    std::string kind; // "person", "post": of one thing, where a Kind's name is of many
    std::string id;
    std::string path;  // of its page
    Marked title;      // a name; the first words
    std::string about; // company, department and title; when it was written
    std::vector<Why> why = {};
    html::Html portrait = {}; // beside the title, for the page
    html::Html heading = {};  // instead of the title, with furigana
    std::string note = {};    // "In your contacts"
};

struct Asked {
    MemberId me;
    i18n::Words const &words;
    std::string q;           // trimmed, clean, at most longest_query
    std::string after;       // of this kind; "" = from the beginning
    int limit = 20;          // 1-100
    std::string scopes = {}; // of a token; "" = all
};

struct Found {
    std::vector<Item> items;
    std::string next;         // "" = the end. There may be a next after no items at all
    bool is_building = false; // not everything can be found yet
};

struct Kind {
    std::string_view name; // "people": in addresses
    char const *words;     // the tab, a msgid in N_()
    int order;
    bool is_suggested;      // while one types: quick enough, and few enough
    std::string_view scope; // that a token needs to find any
    std::function<Result<Found>(Asked const &)> find;
};

class Kinds {
public:
    void add(Kind kind);                                    // while the house is being built
    std::vector<Kind> const &all() const { return kinds_; } // in order
    Kind const *find(std::string_view name) const;

private:
    std::vector<Kind> kinds_;
};

// What was typed, ready to be asked; refused when it is too long or no text.
Result<std::string> checked_query(std::string_view typed);

// Of one kind, or, with no kind, of all that the scopes allow one after the other: `after` and
// `next` then say where. Refused when there is no such kind or the scopes do not allow it, or the
// cursor is none of ours.
Result<Found> find(Kinds const &kinds, std::string_view kind, Asked const &asked);

} // namespace goen::search
