// SPDX-License-Identifier: Apache-2.0
#include "card/cards.hpp"

#include "card/card_store.hpp"
#include "card/queries.hpp"
#include "card/version_cache.hpp"
#include "people_events/events.hpp"
#include "store/derived.hpp"
#include "store/id_list.hpp"

namespace goen::card {
namespace {

Version version_from(store::Row const &row) {
    using at = sql::version;
    return {row.get<VersionId>(at::id), row.get<CardId>(at::card_id),
            row.get<MemberId>(at::member_id), row.get<Time>(at::published_at),
            from_stored(row.text(at::body))};
}

CardInfo info(MemberId owner, CardId id, bool is_main, VersionPtr const &live) {
    ensure(live && live->owner == owner, "a card's live version is its owner's");
    return {id, owner, *live, is_main};
}

Refusal no_such_card() { return {Reason::not_found, N_("This card was not found."), {}, {}}; }

} // namespace

Cards::Cards(store::Database &database, IdMaker &ids, Clock &clock)
    : database_(database), ids_(ids), clock_(clock), cache_(std::make_shared<VersionCache>()) {}

void Cards::keep_in(store::DerivedMemory &memory) { memory.list("card_versions", *cache_); }

VersionPtr Cards::version(store::Reader &reader, MemberId owner, VersionId id) {
    if (!id) return nullptr;
    if (auto kept = cache_->find(id)) return kept->owner == owner ? kept : nullptr;
    VersionPtr found;
    reader.each(sql::version_by_id, {{"member", owner}, {"id", id}}, [&](store::Row const &row) {
        found = std::make_shared<Version const>(version_from(row));
    });
    // A version read by a transaction that is rolled back has an id nobody else will ever have:
    // harmless here.
    if (found) cache_->keep(found);
    return found;
}

std::vector<VersionPtr> Cards::versions(store::Reader &reader,
                                        std::vector<VersionKey> const &keys) {
    std::vector<VersionPtr> found(keys.size());
    std::unordered_map<VersionId, VersionPtr> missing;
    std::vector<VersionKey> to_read;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!keys[i].id) continue;
        found[i] = cache_->find(keys[i].id);
        if (!found[i] && missing.emplace(keys[i].id, nullptr).second) to_read.push_back(keys[i]);
    }
    if (!to_read.empty()) {
        reader.each(sql::versions_by_key, {{"keys", store::pair_list(to_read)}},
                    [&](store::Row const &row) {
                        auto version = std::make_shared<Version const>(version_from(row));
                        cache_->keep(version);
                        missing[version->id] = std::move(version);
                    });
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!found[i] && keys[i].id) found[i] = missing[keys[i].id];
        if (found[i] && found[i]->owner != keys[i].owner) found[i] = nullptr;
    }
    return found;
}

std::vector<CardInfo> Cards::of(store::Reader &reader, MemberId owner) {
    // Collected first: the versions are read by the same connection.
    std::vector<std::pair<CardId, bool>> rows;
    std::vector<VersionKey> live;
    reader.each(sql::cards_of, {{"member", owner}}, [&](store::Row const &row) {
        rows.emplace_back(row.get<CardId>(0), row.get<bool>(1));
        live.push_back({owner, row.get<VersionId>(2)});
    });
    auto const found = versions(reader, live);
    std::vector<CardInfo> cards;
    cards.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        cards.push_back(info(owner, rows[i].first, rows[i].second, found[i]));
    return cards;
}

std::vector<CardInfo> Cards::of(MemberId owner) {
    return database_.read([&](store::Reader &reader) { return of(reader, owner); });
}

std::optional<CardInfo> Cards::find(store::Reader &reader, MemberId owner, CardId id) {
    auto const row = reader.one<bool, VersionId>(sql::card_of, {{"member", owner}, {"id", id}});
    if (!row) return std::nullopt;
    return info(owner, id, std::get<0>(*row), version(reader, owner, std::get<1>(*row)));
}

Result<CardInfo> Cards::mine(MemberId owner, CardId id) {
    auto card = database_.read([&](store::Reader &reader) { return find(reader, owner, id); });
    if (!card) return no_such_card();
    return std::move(*card);
}

VersionPtr Cards::live(store::Reader &reader, MemberId owner, CardId id) {
    if (!id) return nullptr;
    auto const found = reader.one<VersionId>(sql::live_version_of, {{"member", owner}, {"id", id}});
    return found ? version(reader, owner, *found) : nullptr;
}

std::pair<VersionPtr, VersionPtr> Cards::both_live(store::Reader &reader, MemberId a, CardId of_a,
                                                   MemberId b, CardId of_b) {
    VersionId live_a, live_b;
    reader.each(sql::live_versions_of, {{"a", a}, {"of_a", of_a}, {"b", b}, {"of_b", of_b}},
                [&](store::Row const &row) {
                    auto const owner = row.get<MemberId>(0);
                    (owner == a ? live_a : live_b) = row.get<VersionId>(1);
                });
    return {version(reader, a, live_a), version(reader, b, live_b)};
}

std::vector<VersionPtr> Cards::live(store::Reader &reader, std::vector<CardKey> const &keys) {
    std::unordered_map<CardId, VersionKey> live;
    if (!keys.empty()) {
        reader.each(sql::live_versions_in, {{"keys", store::pair_list(keys)}},
                    [&](store::Row const &row) {
                        live[row.get<CardId>(1)] = {row.get<MemberId>(0), row.get<VersionId>(2)};
                    });
    }
    std::vector<VersionKey> in_order;
    in_order.reserve(keys.size());
    for (auto const &key : keys) {
        auto const found = live.find(key.id);
        auto const is_owners = found != live.end() && found->second.owner == key.owner;
        in_order.push_back(is_owners ? found->second : VersionKey{});
    }
    return versions(reader, in_order);
}

std::vector<VersionPtr> Cards::mains_of(store::Reader &reader,
                                        std::vector<MemberId> const &owners) {
    std::unordered_map<MemberId, VersionId> mains;
    if (!owners.empty()) {
        reader.each(
            sql::main_versions_of, {{"members", store::id_list(owners)}},
            [&](store::Row const &row) { mains[row.get<MemberId>(0)] = row.get<VersionId>(1); });
    }
    std::vector<VersionKey> in_order;
    in_order.reserve(owners.size());
    for (auto const owner : owners) in_order.push_back({owner, mains[owner]});
    return versions(reader, in_order);
}

VersionPtr Cards::main_of(store::Reader &reader, MemberId owner) {
    auto const found = reader.one<VersionId>(sql::main_version_of, {{"member", owner}});
    return found ? version(reader, owner, *found) : nullptr;
}

std::vector<VersionPtr> Cards::history(store::Reader &reader, MemberId owner, CardId id) {
    std::vector<VersionKey> found;
    reader.each(sql::versions_of, {{"member", owner}, {"card", id}}, [&](store::Row const &row) {
        found.push_back({owner, row.get<VersionId>(0)});
    });
    return versions(reader, found);
}

Version Cards::write_version(store::Writer &writer, MemberId owner, CardId card, CardBody body,
                             Time at) {
    Version version{ids_.make<VersionId>(), card, owner, at, std::move(body)};
    writer.run(sql::add_version, {{"id", version.id},
                                  {"member", owner},
                                  {"card", card},
                                  {"at", at},
                                  {"body", to_stored(version.body)}});
    return version;
}

void Cards::on_change(Order order, std::function<void(store::Writer &, Change const &)> hook) {
    hooks_.emplace(order, std::move(hook));
}

void Cards::tell(store::Writer &writer, Change const &change) {
    for (auto const &[order, hook] : hooks_) hook(writer, change);
}

CardInfo Cards::add(store::Writer &writer, MemberId owner, CardBody body, Time at, bool is_main) {
    auto const id = ids_.make<CardId>();
    CardInfo card{id, owner, write_version(writer, owner, id, std::move(body), at), is_main};
    writer.run(sql::add_card, {{"member", owner},
                               {"id", id},
                               {"version", card.live.id},
                               {"is_main", is_main},
                               {"at", at}});
    store::tell(writer, CardMade{owner, id});
    tell(writer, {owner, id, &card.live, at});
    return card;
}

CardInfo Cards::make(store::Writer &writer, MemberId owner, CardBody body, Time at) {
    writer.lock(owner.value);
    auto const count = writer.one<std::int64_t>(sql::count_cards, {{"member", owner}}).value_or(0);
    return add(writer, owner, std::move(body), at, count == 0);
}

Result<CardInfo> Cards::make(MemberId owner, CardBody body) {
    auto const at = clock_.now();
    return database_.write([&](store::Writer &writer) -> Result<CardInfo> {
        writer.lock(owner.value);
        auto const count =
            writer.one<std::int64_t>(sql::count_cards, {{"member", owner}}).value_or(0);
        if (count >= max_cards) {
            return Refusal{
                Reason::conflict,
                {N_("You already have {1} cards, the maximum. Please withdraw one first."),
                 {std::to_string(count)}},
                {},
                {}};
        }
        return add(writer, owner, body, at, count == 0);
    });
}

CardInfo Cards::publish(store::Writer &writer, CardInfo const &card, CardBody body, Time at) {
    if (card.live.body == body) return card; // nothing to tell anybody
    CardInfo next{card.id, card.owner,
                  write_version(writer, card.owner, card.id, std::move(body), at), card.is_main};
    writer.run(sql::move_live,
               {{"version", next.live.id}, {"member", card.owner}, {"id", card.id}});
    store::tell(writer, CardPublished{card.owner, card.id});
    tell(writer, {card.owner, card.id, &next.live, at});
    return next;
}

Result<CardInfo> Cards::publish(MemberId owner, CardId id, CardBody body) {
    return change(owner, id, [&](CardInfo const &) -> Result<Next> { return Next{body}; });
}

Result<CardInfo> Cards::change(MemberId owner, CardId id, Changing const &changing) {
    auto const at = clock_.now();
    return database_.write([&](store::Writer &writer) -> Result<CardInfo> {
        writer.lock(owner.value);
        auto const card = find(writer, owner, id);
        if (!card) return no_such_card();
        auto next = changing(*card);
        if (!next) return next.why();
        auto changed = publish(writer, *card, std::move(next->body), at);
        if (next->make_main) {
            put_first(writer, changed);
            changed.is_main = true;
        }
        return changed;
    });
}

void Cards::put_first(store::Writer &writer, CardInfo const &card) {
    if (card.is_main) return;
    writer.run(sql::unset_main, {{"member", card.owner}});
    writer.run(sql::set_main, {{"member", card.owner}, {"id", card.id}});
    store::tell(writer, MainCardChosen{card.owner, card.id});
}

Done Cards::make_main(MemberId owner, CardId id) {
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(owner.value);
        auto const card = find(writer, owner, id);
        if (!card) return no_such_card();
        put_first(writer, *card);
        return {};
    });
}

std::optional<Time> Cards::removed_on(store::Reader &reader, MemberId owner, CardId id) {
    return reader.one<Time>(sql::removed_on, {{"member", owner}, {"id", id}});
}

std::unordered_map<CardId, Time> Cards::removed_on(store::Reader &reader,
                                                   std::vector<CardKey> const &keys) {
    std::unordered_map<CardId, Time> found;
    if (keys.empty()) return found;
    reader.each(sql::removed_in, {{"keys", store::pair_list(keys)}},
                [&](store::Row const &row) { found[row.get<CardId>(0)] = row.get<Time>(1); });
    return found;
}

Done Cards::remove(MemberId owner, CardId id) {
    return remove(owner, id, [](CardInfo const &) { return Done{}; });
}

Done Cards::remove(MemberId owner, CardId id, std::function<Done(CardInfo const &)> const &may) {
    auto const at = clock_.now();
    return database_.write([&](store::Writer &writer) -> Done {
        writer.lock(owner.value);
        auto const card = find(writer, owner, id);
        if (!card) return no_such_card();
        if (auto const agreed = may(*card); !agreed) return agreed.why();
        if (writer.one<std::int64_t>(sql::count_cards, {{"member", owner}}).value_or(0) < 2) {
            return Refusal{
                Reason::conflict,
                N_("This is your only card. Please edit it, or create another card first."),
                {},
                {}};
        }
        writer.run(sql::remove_card, {{"at", at}, {"member", owner}, {"id", id}});
        store::tell(writer, CardRemoved{owner, id});
        if (card->is_main) {
            auto const next = writer.one<CardId>(sql::oldest_card, {{"member", owner}});
            ensure(next, "another card is left");
            writer.run(sql::set_main, {{"member", owner}, {"id", *next}});
            store::tell(writer, MainCardChosen{owner, *next});
        }
        tell(writer, {owner, id, nullptr, at});
        return {};
    });
}

CardBody first_card(names::PersonName name) {
    CardBody body;
    body.name = std::move(name);
    body.show["name"] = Tier::none;
    return body;
}

void make_first_card(store::Writer &writer, Cards &cards, MemberId owner,
                     names::PersonName const &name, Time at) {
    cards.make(writer, owner, first_card(name), at);
}

} // namespace goen::card
