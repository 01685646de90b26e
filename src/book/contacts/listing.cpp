// SPDX-License-Identifier: Apache-2.0
// The book as a list: in its own order page by page, or found by free words.
#include "base/text.hpp"
#include "contacts/book_query.hpp"
#include "contacts/contacts_state.hpp"
#include "contacts/cursor.hpp"
#include "contacts/notes.hpp"
#include "names/search_key.hpp"
#include "policy/other_names.hpp"
#include "store/derived.hpp"

#include <algorithm>
#include <span>

namespace goen::contacts {

namespace {

constexpr std::size_t longest_query = 200;
constexpr int shown_moved = 5, lowest_rank = 4;
constexpr std::size_t faces_at_once = 1000; // of a search: cards that are not in memory are read so

// An Ask that has passed the door.
struct Asked {
    std::string q, tag_key, head, scope;
    std::optional<Cursor> after;
};

Result<Asked> checked(MemberId me, Ask const &ask) {
    Asked asked;
    if (ask.limit < 1 || ask.limit > 100)
        return Refusal::field("limit", N_("The limit must be a number from 1 to 100."));
    // Bytes first: no work is done on a query of a megabyte.
    if (ask.q.size() > longest_query * 4 || !is_clean_utf8(ask.q) ||
        count_code_points(ask.q) > longest_query) {
        return Refusal::field("q",
                              {N_("Please keep the search to {1} characters or fewer."), {"200"}});
    }
    asked.q = trimmed(ask.q);
    if (ask.tag.size() > max_tag * 4 || !is_clean_utf8(ask.tag))
        return Refusal::field("tag", N_("This tag was not found."));
    if (!trimmed(ask.tag).empty()) {
        asked.tag_key = names::folded(trimmed(ask.tag));
        if (asked.tag_key.empty()) return Refusal::field("tag", N_("This tag was not found."));
    }
    auto const &heads = names::index_heads();
    if (!ask.index.empty() && std::find(heads.begin(), heads.end(), ask.index) == heads.end()) {
        return Refusal::field(
            "index", N_("The index must be one of あ か さ た な は ま や ら わ, A to Z, or #."));
    }
    asked.head = ask.index;
    if (!ask.after.empty() || !asked.q.empty() || !asked.tag_key.empty() || !asked.head.empty()) {
        asked.scope = me.text() + '\n' + asked.q + '\n' + asked.tag_key + '\n' + asked.head;
    } else {
        asked.scope = me.text() + "\n\n\n";
    }
    if (ask.moved_only) asked.scope += "\nmoved";
    if (ask.newest_first) asked.scope += "\nnewest";
    if (!ask.after.empty()) {
        asked.after = read_cursor(ask.after, asked.scope);
        if (!asked.after)
            return Refusal::field(
                "after",
                N_("This page of the list was not found. Please start from the first page."));
    }
    return asked;
}

Line line_of(rows::LineRow &&row, Face const &face, i18n::Language reader) {
    Line line;
    line.id = row.id;
    line.is_member = row.is_member;
    line.is_live = row.hand.is_live;
    line.has_left = row.hand.has_left;
    line.name = face.name;
    // Only of a card in force: pictures of what once was are not kept.
    if (row.hand.is_live && row.hand.live) line.photo = face.photo;
    auto const &work = face.work(reader);
    line.company = work.company;
    line.department = work.department;
    line.title = work.title;
    line.has_moved = row.hand.is_live && row.moved != Time{};
    line.memo_start = std::move(row.memo);
    line.tags = unpacked_tags(row.tags);
    if (!row.met.empty()) {
        auto meeting = newest_meeting(row.met);
        line.met_on = meeting.on;
        line.met_where = std::move(meeting.place);
    }
    return line;
}

std::string in_one_line(Work const &work, i18n::Language reader) {
    std::string text;
    for (auto const *part : {&work.company, &work.department, &work.title}) {
        if (part->empty()) continue;
        if (!text.empty()) text += reader == i18n::Language::ja ? "　" : ", ";
        text += *part;
    }
    return text;
}

void say_before(Line &line, Face const &before, i18n::Language language) {
    auto const was = in_one_line(before.work(language), language);
    if (before.name != line.name) line.was = before.name.display(language);
    if (was != in_one_line({line.company, line.department, line.title}, language) && !was.empty())
        line.was += (line.was.empty() ? "" : language == i18n::Language::ja ? "　" : ", ") + was;
}

// For a list of those who moved: since when, and what stood there before. `tiers`: of the cards in
// hand, line by line.
void tell_before(Faces &faces, store::Reader &reader, MemberId me, std::vector<Line> &lines,
                 std::vector<card::Tier> const &tiers, i18n::Language language) {
    std::vector<ContactId> ids;
    for (auto const &line : lines) {
        if (line.has_moved) ids.push_back(line.id);
    }
    auto const seen = rows::seen_before(reader, me, ids);
    // As it was received then, not as its giver would show it today; but a list is not the ledger,
    // and shows nothing above the tier of today.
    std::vector<Faces::Wanted> wanted(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const before = seen.find(lines[i].id);
        if (!lines[i].has_moved || before == seen.end()) continue;
        lines[i].moved_on = before->second.moved;
        wanted[i] = {MemberId{lines[i].id.value}, before->second.version,
                     std::min(before->second.tier, tiers[i])};
    }
    auto const before = faces.of(reader, wanted);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (before[i]) say_before(lines[i], *before[i], language);
    }
}

// Of members, by the version in hand; null for private contacts, whose faces lie in their rows.
template <class Rows>
std::vector<FacePtr> member_faces(Faces &faces, store::Reader &reader, Rows const &rows) {
    std::vector<Faces::Wanted> wanted;
    wanted.reserve(rows.size());
    for (auto const &row : rows) {
        wanted.push_back(row.is_member ? Faces::Wanted{MemberId{row.id.value}, row.hand.version(),
                                                       row.hand.tier()}
                                       : Faces::Wanted{});
    }
    return faces.of(reader, wanted);
}

// Lines as they are shown; of those who moved with what stood there before, if `with_before`.
std::vector<Line> lines_of(Faces &faces, store::Reader &reader, MemberId me,
                           std::vector<rows::LineRow> rows, i18n::Language language,
                           bool with_before) {
    auto const shown = member_faces(faces, reader, rows);
    std::vector<card::Tier> tiers;
    std::vector<Line> lines;
    lines.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto &row = rows[i];
        auto const own = row.is_member ? Face{} : unpacked(row.face);
        tiers.push_back(row.hand.tier());
        lines.push_back(line_of(std::move(row), shown[i] ? *shown[i] : own, language));
    }
    if (with_before) tell_before(faces, reader, me, lines, tiers, language);
    return lines;
}

// Free words: exact spellings first, then the book's order, which is the order the keys are read
// in. The best `limit` + 1 after the cursor are kept in a heap, so that a book of any size costs
// one pass and one page.
struct Hit {
    int rank = 0;
    std::size_t place = 0; // in the book
    ContactId id;
    FacePtr face;
};
bool comes_before(Hit const &a, Hit const &b) {
    return std::pair{a.rank, a.place} < std::pair{b.rank, b.place};
}

struct Hits {
    std::vector<Hit> best;
    std::int64_t matches = 0;
};

Hits search(Faces &faces, policy::Policy &policy, store::Reader &reader, MemberId me,
            Asked const &asked, Ask const &ask) {
    BookQuery const query{asked.q};
    if (query.empty()) return {}; // nothing but invisible characters
    names::NameQuery const name{asked.q};
    // "㈱見本" and "見本株式会社" find 株式会社見本: the same words without the legal form.
    auto const bare = names::folded_company(asked.q);
    std::optional<names::NameQuery> company;
    if (!bare.empty() && bare != names::folded(asked.q)) company.emplace(bare);

    auto const by_other_name = policy::known_as(reader, policy, me, asked.q);

    rows::Where where;
    if (asked.after) where = {asked.after->sort_key, asked.after->id};
    auto const keys = rows::whole_book(reader, me, asked.head, asked.tag_key, where);
    auto const wanted = static_cast<std::size_t>(ask.limit) + 1;
    Hits hits;
    auto &best = hits.best;
    std::string both;
    std::vector<FacePtr> piece;
    static auto const nobody = std::make_shared<Face const>();
    for (std::size_t place = 0; place < keys.size(); ++place) {
        auto const &key = keys[place];
        if (place % faces_at_once == 0) {
            auto const rest = std::span{keys}.subspan(place);
            piece = member_faces(faces, reader, rest.first(std::min(rest.size(), faces_at_once)));
        }
        if (ask.moved_only && !(key.hand.is_live && key.has_moved)) continue;
        FacePtr face;
        std::string_view find = key.find;
        if (key.is_member) {
            face = std::move(piece[place % faces_at_once]);
            if (!face) face = nobody;
            find = face->find;
            if (!key.find.empty()) {
                both.assign(face->find).append(key.find);
                find = both;
            }
        }
        if (!query.matches(find) && !(company && company->matches(find)) &&
            !(key.is_member && by_other_name.contains(MemberId{key.id.value})))
            continue;
        ++hits.matches;
        if (!face) face = std::make_shared<Face const>(unpacked(key.face));
        // Only a name has an exact spelling; what matched elsewhere comes after, without the work
        // of ranking.
        auto const rank =
            name.matches(find.substr(0, face->name_end)) ? name.rank(face->name) : lowest_rank;
        if (asked.after &&
            (rank < asked.after->rank || (rank == asked.after->rank && key.after <= 0)))
            continue;
        Hit hit{rank, place, key.id, std::move(face)};
        if (best.size() == wanted && !comes_before(hit, best.front())) continue;
        best.push_back(std::move(hit));
        std::push_heap(best.begin(), best.end(), comes_before);
        if (best.size() > wanted) {
            std::pop_heap(best.begin(), best.end(), comes_before);
            best.pop_back();
        }
    }
    std::sort(best.begin(), best.end(), comes_before);
    return hits;
}

Found find_lines(Faces &faces, policy::Policy &policy, store::Reader &reader, MemberId me,
                 Asked const &asked, Ask const &ask, i18n::Language language) {
    auto const limit = static_cast<std::size_t>(ask.limit);
    Found found;
    found.total = rows::size(reader, me);
    std::vector<rows::LineRow> lines;
    int last_rank = 0;
    bool more = false;
    if (!asked.q.empty()) {
        auto [hits, matches] = search(faces, policy, reader, me, asked, ask);
        found.matches = matches;
        more = hits.size() > limit;
        if (more) hits.pop_back();
        if (!hits.empty()) last_rank = hits.back().rank;
        std::vector<ContactId> ids;
        for (auto const &hit : hits) ids.push_back(hit.id);
        lines = rows::lines(reader, me, ids);
    } else {
        rows::Where where;
        if (asked.after) where = {asked.after->sort_key, asked.after->id};
        auto const created = asked.after && ask.newest_first
                                 ? from_millis(parse_id(asked.after->sort_key).value_or(0))
                                 : Time{};
        lines = ask.newest_first ? rows::page_by_time(reader, me, created, where.id, ask.limit + 1,
                                                      asked.head, asked.tag_key)
                                 : rows::page(reader, me, where, ask.limit + 1, asked.head,
                                              asked.tag_key, ask.moved_only);
        more = lines.size() > limit;
        if (more) lines.pop_back();
    }
    if (more && !lines.empty()) {
        auto const &last = lines.back();
        auto const key = ask.newest_first && asked.q.empty()
                             ? std::to_string(to_millis(last.created))
                             : last.sort_key;
        found.next = cursor_text({last_rank, key, last.id.value}, asked.scope);
    }
    found.lines = lines_of(faces, reader, me, std::move(lines), language, ask.moved_only);
    return found;
}

bool share_a_number(std::vector<card::Labelled> const &one,
                    std::vector<card::Labelled> const &other) {
    return std::any_of(one.begin(), one.end(), [&](card::Labelled const &mine) {
        auto const number = names::PhoneKey::of(mine.value).number;
        return !number.empty() &&
               std::any_of(other.begin(), other.end(), [&](card::Labelled const &theirs) {
                   return names::PhoneKey::of(theirs.value).number == number;
               });
    });
}

} // namespace

Result<Found> Contacts::list(MemberId me, Ask const &ask, i18n::Language reader_language) {
    auto const asked = checked(me, ask);
    if (!asked) return asked.why();
    return state_->database.read([&](store::Reader &reader) -> Result<Found> {
        return find_lines(state_->faces, state_->policy, reader, me, *asked, ask, reader_language);
    });
}

std::vector<Line> Contacts::alike(MemberId me, card::CardBody const &body, i18n::Language reader) {
    auto const key = [](names::PersonName const &name) {
        auto text = names::folded(name.display());
        std::erase(text, ' ');
        return text;
    };
    auto const company_of = [&](card::CardBody const &card) {
        auto const *position = card::main_position(card, reader);
        return position ? names::folded_company(position->company) : std::string{};
    };
    auto const search = [&](std::string q) {
        Ask ask;
        ask.q = std::move(q);
        ask.limit = 20;
        auto found = list(me, ask, reader);
        return found ? std::move(found->lines) : std::vector<Line>{};
    };
    auto const wanted = key(body.name), company = company_of(body);
    bool const says_enough = !body.name.given.empty() && !body.name.family.empty();
    std::vector<Line> alike;
    if (!wanted.empty()) alike = search(body.name.display());
    std::erase_if(alike, [&](Line const &line) {
        if (key(line.name) != wanted) return true;
        bool const is_same_firm =
            !company.empty() && names::folded_company(line.company) == company;
        if (says_enough || is_same_firm) return false;
        auto const contact = find(me, line.id);
        return !contact || !share_a_number(body.phones, contact->body.phones);
    });
    // A mobile is one person's, also when her name is another now.
    std::vector<card::Labelled> mobiles;
    for (auto const &phone : body.phones) {
        if (names::PhoneKey::of(phone.value).is_mobile()) mobiles.push_back(phone);
    }
    for (auto const &mobile : mobiles) {
        for (auto &line : search(mobile.value)) {
            auto const is_line = [&](Line const &one) { return one.id == line.id; };
            if (std::any_of(alike.begin(), alike.end(), is_line)) continue;
            auto const contact = find(me, line.id);
            if (contact && share_a_number({mobile}, contact->body.phones))
                alike.push_back(std::move(line));
        }
    }
    if (alike.size() > 5) alike.resize(5);
    return alike;
}

std::vector<Contacts::Drawn> Contacts::everyone(MemberId me, int most,
                                                i18n::Language reader_language) {
    return state_->database.read([&](store::Reader &reader) {
        auto rows = rows::everyone(reader, me, most);
        auto const faces = member_faces(state_->faces, reader, rows);
        std::vector<Drawn> drawn;
        drawn.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto &row = rows[i];
            auto const own = row.is_member ? Face{} : unpacked(row.face);
            auto const &face = faces[i] ? *faces[i] : own;
            drawn.push_back({row.id, face.name, face.work(reader_language).company, row.since,
                             std::move(row.place), std::move(row.met)});
        }
        return drawn;
    });
}

std::vector<Line> Contacts::lately(MemberId me, i18n::Language reader_language) {
    auto const since = state_->clock.now() - std::chrono::hours{24};
    return state_->database.read([&](store::Reader &reader) {
        auto const ids = rows::lately(reader, me, since);
        return lines_of(state_->faces, reader, me, rows::lines(reader, me, ids), reader_language,
                        false);
    });
}

Result<Book> Contacts::book(MemberId me, Ask const &ask, i18n::Language reader_language) {
    auto const asked = checked(me, ask);
    if (!asked) return asked.why();
    bool const is_first = ask.after.empty();
    bool const is_whole =
        is_first && asked->q.empty() && asked->tag_key.empty() && asked->head.empty();
    return state_->database.read([&](store::Reader &reader) -> Result<Book> {
        Book book;
        book.found =
            find_lines(state_->faces, state_->policy, reader, me, *asked, ask, reader_language);
        if (asked->q.empty()) book.heads = rows::heads(reader, me);
        if (is_first) book.tags = rows::tags_of_member(reader, me);
        if (is_whole && !ask.moved_only) {
            book.moved = lines_of(state_->faces, reader, me,
                                  rows::page(reader, me, {}, shown_moved, "", "", true),
                                  reader_language, true);
        }
        return book;
    });
}

Result<Contacts::Markup> Contacts::rendered(
    MemberId me, Ask const &ask, i18n::Language reader_language,
    std::function<std::string(Book const &)> const &render) {
    bool const is_kept = ask.q.empty();
    std::string key;
    if (is_kept) {
        key = me.text() + (reader_language == i18n::Language::ja ? " ja " : " en ") +
              std::to_string(ask.limit) +
              (ask.moved_only     ? " moved\n"
               : ask.newest_first ? " newest\n"
                                  : "\n") +
              ask.tag + '\n' + ask.index + '\n' + ask.after;
        if (auto markup = state_->pages.find(key, state_->clock.now())) return *markup;
    }
    auto const known =
        state_->pages.known(); // before the reading: what happens meanwhile makes the page old
    auto const book = this->book(me, ask, reader_language);
    if (!book) return book.why();
    auto markup = std::make_shared<std::string const>(render(*book));
    if (is_kept) {
        std::vector<std::int64_t> ids{me.value};
        for (auto const *lines : {&book->found.lines, &book->moved}) {
            for (auto const &line : *lines) ids.push_back(line.id.value);
        }
        state_->pages.keep(std::move(key), known, ids, markup, state_->clock.now());
    }
    return markup;
}

void Contacts::keep_in(store::DerivedMemory &memory) {
    memory.keep("contact_pages", state_->pages);
    memory.list("faces", state_->faces);
}

std::vector<std::pair<std::string, std::int64_t>> Contacts::tags(MemberId me) {
    return state_->database.read(
        [&](store::Reader &reader) { return rows::tags_of_member(reader, me); });
}

} // namespace goen::contacts
