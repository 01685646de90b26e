// SPDX-License-Identifier: Apache-2.0
// Looking at members and finding them by name, as far as they let one.
#include "base/text.hpp"
#include "exchange/exchange_state.hpp"
#include "exchange/person_keys.hpp"
#include "names/search_key.hpp"

#include <algorithm>
#include <set>

namespace goen::exchange {
namespace {

constexpr std::size_t longest_key = 60; // bytes before hex
constexpr int rows_a_prefix = 400;

std::string cut(std::string text) {
    if (text.size() <= longest_key) return text;
    std::size_t end = longest_key;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

std::string without_spaces(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto const start = at;
        auto const c = next_code_point(text, at);
        if (c != U' ' && c != U'\u3000' && c != U'\u00a0') out += text.substr(start, at - start);
    }
    return out;
}

// Every spelling under which a word may stand in the index.
void add_forms(std::set<std::string>& to, std::string_view word) {
    auto const bare = without_spaces(word);
    if (bare.empty()) return;
    for (auto const& form : {names::folded(bare), names::loose_romaji(bare)}) {
        if (auto key = cut(without_spaces(form)); !key.empty()) to.insert(hex(key));
    }
}

std::set<std::string> keys_of(names::PersonName const& name) {
    std::set<std::string> keys;
    for (auto const& [family, given] : {std::pair{&name.family, &name.given}, std::pair{&name.family_kana, &name.given_kana},
                                        std::pair{&name.family_romaji, &name.given_romaji}}) {
        add_forms(keys, *family + *given);
        add_forms(keys, *given + *family);
        // One finds Garcia in García Márquez, too.
        for (auto const* part : {family, given}) {
            for (auto const word : split(*part, ' ')) add_forms(keys, word);
        }
    }
    add_forms(keys, name.middle);
    return keys;
}

bool is_blank(card::CardBody const& body) {
    return body.name.empty() && body.ja.empty() && body.en.empty() && body.emails.empty() && body.phones.empty() &&
           body.urls.empty();
}

bool is_there(account::Accounts& accounts, store::Reader& reader, MemberId id) {
    auto const member = accounts.find(reader, id);
    return member && member->is_confirmed && member->is_approved;
}

} // namespace

void keep_person_keys(store::Writer& writer, card::Cards::Change const& change) {
    writer.run(sql::drop_person_keys, {{"member", change.owner}, {"card", change.card}});
    if (!change.next) return;
    auto const shown = card::seen(change.next->body, card::Tier::none);
    if (shown.name.empty()) return;
    for (auto const& key : keys_of(shown.name)) {
        writer.run(sql::put_person_key, {{"member", change.owner}, {"card", change.card}, {"name_key", key}});
    }
}

std::vector<MemberId> people_like(store::Reader& reader, std::string_view query) {
    std::set<std::string> prefixes;
    add_forms(prefixes, query);
    std::size_t words = 0;
    std::string spaced{query};
    for (auto at = spaced.find("\u3000"); at != spaced.npos; at = spaced.find("\u3000", at)) spaced.replace(at, 3, " ");
    for (auto const word : split(spaced, ' ')) {
        if (!trimmed(word).empty() && ++words <= 4) add_forms(prefixes, trimmed(word));
    }
    std::set<MemberId> seen;
    std::vector<MemberId> found;
    for (auto const& prefix : prefixes) {
        auto const upper = prefix + 'g'; // after every hex digit
        reader.each(sql::people_with_prefix, {{"lower", prefix}, {"upper", upper}, {"count", rows_a_prefix}},
                    [&](store::Row const& row) {
                        if (auto const id = row.get<MemberId>(0); seen.insert(id).second) found.push_back(id);
                    });
    }
    return found;
}

Result<policy::Sight> Exchange::State::member(store::Reader& reader, MemberId me, MemberId other) {
    auto sight = policy.look(reader, me, other);
    if (sight.is_self || sight.tie) return sight;
    // To be asked, one must be seen; and no account is asked about before that, so that both kinds of nothing cost the same.
    if (is_blank(sight.card()) || !is_there(accounts, reader, other)) return no_such_member();
    return sight;
}

Result<policy::Sight> Exchange::member(MemberId me, MemberId other) {
    return state_->database.read([&](store::Reader& reader) { return state_->member(reader, me, other); });
}

std::vector<Person> Exchange::people(MemberId me, std::string_view query, int limit) {
    query = trimmed(query);
    if (query.empty() || query.size() > 200 || !is_clean_utf8(query)) return {};
    names::NameQuery const asked{query};
    if (asked.empty()) return {};
    return state_->database.read([&](store::Reader& reader) {
        struct Ranked {
            int rank;
            std::string sort_key;
            Person person;
        };
        std::vector<Ranked> ranked;
        for (auto const id : people_like(reader, query)) {
            if (id == me) continue;
            // The index proposes; the policy decides, on the card as it is now.
            auto const sight = state_->policy.look(reader, me, id);
            auto body = sight.card();
            if (body.name.empty() || !asked.matches(names::find_key(body.name))) continue;
            auto const rank = asked.rank(body.name);
            auto sort_key = names::sort_key(body.name);
            ranked.push_back({rank, std::move(sort_key), {id, std::move(body), sight.is_tied()}});
        }
        std::sort(ranked.begin(), ranked.end(), [](Ranked const& a, Ranked const& b) {
            return std::tie(a.rank, a.sort_key, a.person.id) < std::tie(b.rank, b.sort_key, b.person.id);
        });
        std::vector<Person> found;
        for (auto& one : ranked) {
            if (static_cast<int>(found.size()) >= std::clamp(limit, 1, 100)) break;
            if (is_there(state_->accounts, reader, one.person.id)) found.push_back(std::move(one.person));
        }
        return found;
    });
}

} // namespace goen::exchange
