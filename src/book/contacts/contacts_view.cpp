// SPDX-License-Identifier: Apache-2.0
// The list: its lines, its index bar, its first page.
#include "contacts/contacts_view.hpp"

#include "base/text.hpp"
#include "card/card_view.hpp"
#include "i18n/dates.hpp"
#include "names/guessed_reading.hpp"
#include "names/kana.hpp"
#include "names/search_key.hpp"

#include <algorithm>

namespace goen::contacts {

using namespace html;
using i18n::Words;

namespace {

// Japanese text on a page in another language is read aloud in Japanese. Kana and kanji begin with
// bytes E3 and up.
Attribute lang_of(std::string_view text, Words const &words) {
    if (words.is_ja()) return no_attribute();
    bool const is_ja = std::any_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
    return is_ja ? lang("ja") : no_attribute();
}

Html with_reading(std::string const &text, std::string const &kana) {
    auto const over = names::furigana(text, kana);
    if (over.empty()) return text;
    return ruby(text, rp("（"), rt(over), rp("）"));
}

constexpr std::size_t shown_memo = 60;

// The first line of a memo, short enough for a list.
std::string memo_line(std::string const &memo_start) {
    std::string line = memo_start.substr(0, memo_start.find('\n'));
    std::size_t at = 0;
    for (std::size_t i = 0; i < shown_memo && at < line.size(); ++i) next_code_point(line, at);
    bool const is_cut = at < line.size() || line.size() < memo_start.size();
    line.resize(at);
    return is_cut ? line + "…" : line;
}

Html work_line(Line const &line, Words const &words) {
    std::string text;
    for (auto const *part : {&line.company, &line.department, &line.title}) {
        // Of a company alone the name says it already.
        if (part->empty() || (part == &line.company && *part == line.name.display())) continue;
        if (!text.empty()) text += words.is_ja() ? "　" : ", ";
        text += *part;
    }
    if (text.empty()) return {};
    return span(cls("what"), lang_of(text, words), text);
}

Html index_bar(Ask const &ask, Book const &book, Words const &words) {
    auto const entry = [&](std::string const &head, std::string_view text) {
        // A letter nobody stands under leads nowhere.
        if (!head.empty() && head != ask.index &&
            std::find(book.heads.begin(), book.heads.end(), head) == book.heads.end())
            return span(lang_of(text, words), text);
        Ask there;
        there.index = head;
        bool const is_current =
            ask.index == head && ask.q.empty() && ask.tag.empty() && !ask.moved_only;
        return a(href(Url{list_path(there)}),
                 is_current ? attr("aria-current", "true") : no_attribute(), lang_of(text, words),
                 text);
    };
    // Kana first; the letters of the alphabet, which few need, are folded away.
    Html kana = entry("", words("All")), letters;
    bool is_open = false;
    for (auto const &head : names::index_heads()) {
        bool const is_letter = head.size() == 1 && head != "#";
        (is_letter ? letters : kana) += entry(head, head);
        is_open = is_open || (is_letter && head == ask.index);
    }
    return nav(cls("index-bar"), attr("aria-label", words("Index by reading")), kana,
               details(flag("open", is_open), summary("A–Z"), div(cls("letters"), letters)));
}

constexpr std::size_t shown_tags = 30;

Html tag_strip(Ask const &ask, std::vector<std::pair<std::string, std::int64_t>> const &tags,
               Words const &words) {
    if (tags.empty()) return {};
    std::vector<Html> links;
    for (auto const &[tag, count] : tags) {
        if (links.size() == shown_tags) break;
        Ask there;
        there.tag = tag;
        links.push_back(li(a(cls("tag"), href(Url{list_path(there)}), lang_of(tag, words),
                             ask.tag == tag ? attr("aria-current", "true") : no_attribute(), tag,
                             " ", small(i18n::number_text(count, words.language())))));
    }
    return nav(attr("aria-label", words("Tags")), ul(cls("tag-strip"), links));
}

// On a small page the index and the tags are chosen from a list: two presses of a key instead of
// forty links to step over.
Html choice_form(std::string_view field, std::string_view label_text, Html const &options,
                 Words const &words) {
    auto const where = "contacts-" + std::string{field};
    return element("form", attr("method", "get"), action(Url{"/contacts"}),
                   label(attr("for", where), label_text), select(id(where), name(field), options),
                   button(type("submit"), words("Show")));
}

Html small_index(Ask const &ask, Book const &book, Words const &words) {
    auto const one = [](std::string_view text, bool is_chosen) {
        return option(value(text), is_chosen ? flag("selected") : no_attribute(), text);
    };
    Html heads = option(value(""), words("All")), tags;
    for (auto const &head : names::index_heads()) {
        if (head == ask.index ||
            std::find(book.heads.begin(), book.heads.end(), head) != book.heads.end())
            heads += one(head, head == ask.index);
    }
    std::size_t count = 0;
    for (auto const &[tag, of] : book.tags)
        if (++count <= shown_tags) tags += one(tag, tag == ask.tag);
    return all(choice_form("index", words("Index by reading"), heads, words),
               when(count > 0, [&] { return choice_form("tag", words("Tags"), tags, words); }));
}

Html search_form(Ask const &ask, Words const &words) {
    return element("form", cls("search"), attr("method", "get"), action(Url{"/contacts"}),
                   attr("role", "search"),
                   label(cls("unseen"), attr("for", "contacts-q"), words("Search your contacts")),
                   input(id("contacts-q"), type("search"), name("q"), value(ask.q),
                         attr("maxlength", "200"),
                         attr("placeholder", words("Name, reading, company, memo, tag"))),
                   button(type("submit"), words("Search")));
}

// What the list is of, when it is not the whole book.
Html heading_of(Ask const &ask, Words const &words) {
    if (!ask.q.empty()) return h2(words("Results for “{1}”", {ask.q}));
    if (!ask.tag.empty()) return h2(words("Tagged “{1}”", {ask.tag}));
    if (!ask.index.empty()) return h2(words("Under {1}", {ask.index}));
    if (ask.moved_only) return h2(words("Recent changes"));
    return {};
}

Html empty_book(Words const &words) {
    return web::empty_state(
        words("No contacts yet"),
        all(p(words("When you exchange cards with someone, their card is added here and stays up "
                    "to date.")),
            p(words("You can also add paper cards by hand or import an existing address book. Only "
                    "you can see them."))),
        all(a(cls("button primary"), href(Url{"/exchange"}), words("Exchange cards")),
            a(cls("button"), href(Url{"/contacts/new"}), words("Add a contact")),
            a(cls("button"), href(Url{"/contacts/import"}), words("Import a file"))));
}

} // namespace

std::string list_path(Ask const &ask, std::string_view base) {
    std::string path{base};
    char by = '?';
    auto const add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        path += by;
        path += name;
        path += '=';
        path += percent_encoded(value);
        by = '&';
    };
    add("q", ask.q);
    add("tag", ask.tag);
    add("index", ask.index);
    if (ask.moved_only) add("moved", "1");
    if (ask.newest_first) add("sort", "new");
    add("after", ask.after);
    return path;
}

Html name_with_reading(names::PersonName const &name, Words const &words) {
    if (name.empty()) return span(cls("meta"), words("Name not shown"));
    if (!words.is_ja()) {
        auto const shown = name.display(words.language()), original = name.display();
        auto const guess = names::with_whole_reading(name).latin();
        if (shown == original && guess.empty()) return span(lang_of(shown, words), shown);
        if (shown == original)
            return all(span(lang_of(shown, words), shown), " ",
                       span(cls("original"), words("{1} (guess)", {guess})));
        auto const how = name.is_latin_derived()
                             ? attr("title", words("Romanized from the reading"))
                             : no_attribute();
        return all(span(how, shown), " ",
                   span(cls("original"), lang_of(original, words), original));
    }
    auto const family = with_reading(name.family, name.family_kana),
               given = with_reading(name.given, name.given_kana);
    bool const is_family_first = name.order == names::Order::family_first;
    Html text;
    for (auto const *part :
         {is_family_first ? &family : &given, is_family_first ? nullptr : &family}) {
        if (!part || part->empty()) continue;
        if (!text.empty()) text += Html{" "};
        text += *part;
        if (part == (is_family_first ? &family : &given) && !name.middle.empty()) {
            text += Html{" "};
            text += Html{name.middle};
        }
    }
    if (is_family_first && !given.empty()) {
        if (!text.empty()) text += Html{" "};
        text += given;
    }
    if (text.empty()) text = name.display();
    return text;
}

Html search_again(Sentence const &why, Words const &words) {
    return all(web::notice(p(words(why)), "bad"), search_form({}, words),
               p(a(href(Url{"/contacts"}), words("Show everyone"))));
}

Html contact_line(Line const &line, Words const &words, int number) {
    std::string met;
    if (line.moved_on == Time{} && line.met_on)
        met = i18n::date_text(*line.met_on, words.language());
    Html more;
    auto const add = [&](Html part) {
        if (!more.empty()) more += Html{" · "};
        more += part;
    };
    if (line.is_member && !line.is_live)
        add(line.has_left ? words("Has left the network") : words("The exchange has ended"));
    if (!line.met_where.empty())
        add(span(cls("place"), lang_of(line.met_where, words), line.met_where));
    if (!line.memo_start.empty()) {
        auto const memo = memo_line(line.memo_start);
        add(span(cls("memo"), lang_of(memo, words), memo));
    }
    for (auto const &tag : line.tags) more += span(cls("tag"), lang_of(tag, words), tag);
    return li(cls("list-item with-portrait"), card::portrait(line.photo, line.id.value, line.name),
              a(cls("who"), href(Url{"/contacts/" + line.id.text()}),
                number ? attr("accesskey", std::to_string(number)) : no_attribute(),
                name_with_reading(line.name, words)),
              work_line(line, words),
              when(!met.empty(), [&] { return span(cls("aside met"), met); }),
              when(line.has_moved,
                   [&] {
                       auto const on = i18n::day_text(line.moved_on, words.language());
                       return span(cls("more moved"),
                                   line.moved_on == Time{} ? std::string{words("Recent changes")}
                                   : line.was.empty()
                                       ? words("Updated on {1}", {on})
                                       : words("Updated on {1} (previously {2})", {on, line.was}));
                   }),
              when(!more.empty(), [&] { return span(cls("more"), more); }));
}

Html contact_lines(std::vector<Line> const &lines, Words const &words, int first) {
    Html items;
    int number = first;
    for (auto const &line : lines) {
        items += contact_line(line, words, number <= 9 ? number : 0);
        ++number;
    }
    return ul(cls("list"), items);
}

Html removed_notice(web::Visit const &visit, ContactId removed) {
    auto const &w = visit.words;
    return web::notice(all(p(w("The contact was deleted. You can restore it within 30 days.")),
                           web::post_button(visit, Url{"/contacts/" + removed.text() + "/restore"},
                                            w("Undo"), "button")),
                       "info");
}

Html order_links(Ask const &ask, Html const &count, Words const &w) {
    auto const link_to = [&](bool newest_first, std::string_view text) {
        auto there = ask;
        there.after.clear();
        there.newest_first = newest_first;
        return a(href(Url{list_path(there)}),
                 ask.newest_first == newest_first ? attr("aria-current", "true") : no_attribute(),
                 text);
    };
    return nav(cls("order"), attr("aria-label", w("Sort by")), link_to(false, w("By reading")), " ",
               link_to(true, w("Newest first")), count);
}

// Of the whole book, or of what was found in it; of an index letter or a tag nobody counts.
Html count_line(Ask const &ask, Found const &found, Words const &w) {
    bool const is_whole = ask.tag.empty() && ask.index.empty() && !ask.moved_only;
    if (found.matches) {
        return p(cls("meta"), attr("role", "status"),
                 w("{1} of {2} contacts", {i18n::number_text(*found.matches, w.language()),
                                           i18n::number_text(found.total, w.language())}));
    }
    return p(cls("meta"),
             is_whole ? w.n("{1} contact", "{1} contacts", found.total) : std::string{});
}

Html list_page(Words const &w, Ask const &ask, Book const &book) {
    auto const &found = book.found;
    Html body;
    if (found.total == 0) {
        body += empty_book(w);
        return body;
    }

    body += div(cls("book-bar"), search_form(ask, w),
                a(cls("button"), href(Url{"/contacts/new"}), w("Add")));
    bool const is_small = ask.limit <= small_page;
    Ask moved;
    moved.moved_only = true;
    auto const all_moved = p(a(href(Url{list_path(moved)}), w("See all changes")));
    if (is_small) {
        body += small_index(ask, book, w);
        if (!book.moved.empty()) body += all_moved;
    } else if (ask.q.empty()) {
        body += index_bar(ask, book, w);
        body += tag_strip(ask, book.tags, w);
    } else {
        // Of a search one wants to see what it found.
        body += p(a(href(Url{"/contacts"}), w("Show everyone")));
    }
    if (!book.moved.empty() && !is_small && !ask.newest_first) {
        Html lines;
        for (auto const &line : book.moved) lines += contact_line(line, w);
        // Folded, so that the first person of the list is seen at once.
        body += details(cls("panel moved-lately"), summary(w("Recent changes")),
                        ul(cls("list"), lines), all_moved);
    }
    body += heading_of(ask, w);
    auto const count = count_line(ask, found, w);
    if (ask.q.empty() && !ask.moved_only && !found.lines.empty())
        body += order_links(ask, count, w);
    else
        body += count;
    if (found.lines.empty()) {
        body += web::empty_state(w("No results"),
                                 p(w("Try the reading, part of the name, or the company.")),
                                 a(cls("button"), href(Url{"/contacts"}), w("Show everyone")));
    } else {
        body += contact_lines(found.lines, w);
    }
    bool const is_plain_list = ask.q.empty() && ask.tag.empty() && ask.index.empty() &&
                               !ask.moved_only && !ask.newest_first;
    if (!found.next.empty()) {
        auto next = ask;
        next.after = found.next;
        body += p(cls("actions"), a(cls("button"), attr("rel", "next"), attr("accesskey", "*"),
                                    href(Url{list_path(next)}), w("Next page")));
    }
    auto from_the_top = ask;
    from_the_top.after.clear();
    body += p(cls("row"),
              when(!found.lines.empty(),
                   [&] {
                       return a(href(Url{list_path(from_the_top, "/contacts/choose")}),
                                w("Tag several contacts"));
                   }),
              when(!book.tags.empty(),
                   [&] { return a(href(Url{"/contacts/tags"}), w("Rename or delete tags")); }));
    if (is_plain_list && ask.after.empty()) {
        body += p(cls("row"), a(href(Url{"/reminders"}), w("Reminders and dates")),
                  a(href(Url{"/network/map"}), w("Network map")),
                  a(href(Url{"/contacts/import"}), w("Import a file")),
                  a(href(Url{"/contacts/export"}), w("Export contacts")));
    }
    return body;
}

} // namespace goen::contacts
