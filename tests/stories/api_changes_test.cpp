// SPDX-License-Identifier: Apache-2.0
// Every PATCH of the API, found in its own document: one leaf is changed and all others stay, null
// clears, what is not known is refused; a change of an older version is refused. An endpoint that
// is declared and not made here makes these tests fail.
#include "api_things.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <thread>

using namespace goen;
using namespace goen::tests;
namespace json = boost::json;
using http::Method;

namespace {

// The document, with references resolved where they are met.
struct Document {
    explicit Document(Phone &phone) : root(phone.get("/openapi.json").body) {}
    json::value const *found(json::value const &schema) const {
        if (auto const *any = schema.as_object().if_contains("oneOf"))
            return found(any->as_array().at(0)); // the other is null
        auto const *reference = schema.as_object().if_contains("$ref");
        return reference ? &root.at_pointer(std::string_view{reference->as_string()}.substr(1))
                         : &schema;
    }
    static bool is_nullable(json::value const &schema) {
        if (schema.as_object().contains("oneOf")) return true;
        auto const *type = schema.as_object().if_contains("type");
        return type && type->is_array();
    }
    json::object const *operation(std::string_view path, std::string_view method) const {
        auto const *found = root.at("paths").at(path).as_object().if_contains(method);
        return found ? &found->as_object() : nullptr;
    }
    void each_path(std::function<void(std::string const &)> const &body) const {
        for (auto const &path : root.at("paths").as_object()) body(std::string{path.key()});
    }
    json::value root;
};

using Path = std::vector<std::string>;

std::string dotted(Path const &path) {
    std::string text;
    for (auto const &key : path) text += (text.empty() ? "" : "/") + key;
    return text;
}

json::value nested(Path const &path, json::value value) {
    for (auto at = path.rbegin(); at != path.rend(); ++at)
        value = json::object{{*at, std::move(value)}};
    return value;
}

json::value const *at(json::value const &whole, Path const &path) {
    auto const *value = &whole;
    for (auto const &key : path) {
        auto const *object = value ? value->if_object() : nullptr;
        value = object ? object->if_contains(key) : nullptr;
    }
    return value;
}

// Every leaf with its path; a list is one leaf.
using Leaves = std::map<std::string, json::value>;
void put_leaves(json::value const &value, Path const &path, Leaves &leaves) {
    if (auto const *object = value.if_object()) {
        for (auto const &pair : *object) {
            auto below = path;
            below.emplace_back(pair.key());
            put_leaves(pair.value(), below, leaves);
        }
    } else {
        leaves[dotted(path)] = value;
    }
}
Leaves leaves_of(json::value const &value) {
    Leaves leaves;
    put_leaves(value, {}, leaves);
    return leaves;
}

// Another value that this leaf may have.
json::value another(std::string const &key, json::value const &schema, json::value const *now) {
    static json::object const known = json::parse(R"({
        "from": "22:00", "to": "07:00", "weekdays": ["tue", "fri"],
        "family": "鈴木", "given": "次郎", "middle": "三郎", "family_kana": "すずき",
        "given_kana": "じろう", "family_romaji": "Suzuki", "given_romaji": "Jiro",
        "postal_code": "150-0001", "country": "US", "on": "2026-12-24",
        "positions": [{"company": "別会社", "department": [], "title": "部長", "main": true}],
        "emails": [{"label": "home", "value": "new@mihon.example"}],
        "phones": [{"label": "fax", "value": "03-1111-1111"}],
        "urls": [{"label": "home", "value": "https://new.mihon.example/"}],
        "tags": ["別の札"], "pictures": [], "kinds": ["message"], "met": [{"on": "2026-09-30", "place": "大阪", "note": "初めて"}]
    })")
                                          .as_object();
    if (auto const *values = schema.as_object().if_contains("enum")) {
        for (auto const &value : values->as_array()) {
            if (!value.is_null() && (!now || value != *now)) return value;
        }
    }
    if (auto const *value = known.if_contains(key)) return *value;
    auto const &type = schema.at("type");
    auto const name = std::string_view{(type.is_array() ? type.at(0) : type).as_string()};
    if (name == "boolean") return !(now && now->is_bool() && now->get_bool());
    REQUIRE_MESSAGE(name == "string", "this test knows no other value for " << key);
    return "別の値";
}

// Commands rather than fields, and what is only read.
bool is_left_out(Path const &path) {
    static std::set<std::string> const names{"in", "photo", "logo"};
    return names.contains(path.back());
}

struct Node {
    Path path;
    json::value schema;
    bool nullable = false, is_leaf = true;
};

// Every place a PATCH of `schema` can name, of the thing that reads as `now`.
void put_nodes(Document const &document, json::value const &schema, json::value const &now,
               Path const &path, std::vector<Node> &nodes) {
    auto const &found = document.found(schema)->as_object();
    auto const below = [&](std::string_view key, json::value const &of) {
        auto deeper = path;
        deeper.emplace_back(key);
        if (is_left_out(deeper)) return;
        auto const &inner = document.found(of)->as_object();
        bool const is_leaf =
            !inner.contains("properties") && !inner.contains("additionalProperties");
        nodes.push_back({deeper, *document.found(of), Document::is_nullable(of), is_leaf});
        if (!is_leaf) put_nodes(document, of, now, deeper, nodes);
    };
    if (auto const *properties = found.if_contains("properties")) {
        for (auto const &property : properties->as_object())
            below(property.key(), property.value());
    } else if (auto const *of = found.if_contains("additionalProperties"); of && of->is_object()) {
        auto const *entries = at(now, path);
        if (!entries) return; // not shown to whoever reads this
        for (auto const &entry : entries->as_object()) below(entry.key(), *of);
    }
}

std::vector<Node> nodes_of(Document const &document, std::string_view path,
                           json::value const &now) {
    auto const &schema = document.operation(path, "patch")
                             ->at("requestBody")
                             .at("content")
                             .at("application/merge-patch+json")
                             .at("schema");
    std::vector<Node> nodes;
    put_nodes(document, schema, now, {}, nodes);
    REQUIRE_FALSE(nodes.empty());
    return nodes;
}

// What follows from a change of `changed`: times, and the same thing said in another place.
bool follows(std::string_view leaf, std::string const &changed) {
    static std::set<std::string_view> const of_any{"published_at", "updated_at", "edited_at"};
    if (of_any.contains(leaf)) return true;
    if (changed.starts_with("name/") && (leaf == "kana" || leaf == "romaji")) return true;
    if (changed == "on" && leaf == "holiday") return true;
    if (changed == "done" && leaf == "done_at") return true;
    // The name of a contact stands in its card and beside it.
    auto const without_card = [](std::string_view path) {
        return path.starts_with("card/name") ? path.substr(5) : path;
    };
    return without_card(leaf) == without_card(changed);
}

bool is_below(std::string const &leaf, std::string const &node) {
    return leaf == node || leaf.starts_with(node + "/");
}

void check_others_stay(json::value const &before, json::value const &after,
                       std::string const &changed) {
    auto const was = leaves_of(before), is = leaves_of(after);
    auto const same = [&](Leaves const &these, Leaves const &those) {
        for (auto const &[leaf, value] : these) {
            if (is_below(leaf, changed) || follows(leaf, changed)) continue;
            // An object that is cleared reads as null, with nothing below it.
            if (is_below(changed, leaf)) continue;
            auto const found = those.find(leaf);
            CHECK_MESSAGE((found != those.end() && found->second == value),
                          "changing " << changed << " touched " << leaf);
        }
    };
    same(was, is);
    same(is, was);
}

bool is_empty(json::value const *value) {
    if (!value || value->is_null()) return true;
    if (auto const *text = value->if_string()) return text->empty();
    if (auto const *list = value->if_array()) return list->empty();
    auto const *object = value->if_object();
    if (!object) return false;
    for (auto const &pair : *object) {
        if (!is_empty(&pair.value())) return false;
    }
    return true;
}

std::string filled(std::string path) {
    for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
        path.replace(open, path.find('}') - open + 1, "1");
    return path;
}

} // namespace

TEST_CASE("Whatever one part of a thing is changed by PATCH, all its other parts stay") {
    in_each_town([](Town &town) {
        Hana hana{town};
        Document const document{hana.phone};
        int leaves = 0;
        document.each_path([&](std::string const &path) {
            if (!document.operation(path, "patch")) return;
            CAPTURE(path);
            auto const thing = hana.full(path);
            REQUIRE_MESSAGE(!thing.empty(), "this test makes no " << path);
            for (auto const &node : nodes_of(document, path, hana.phone.get(thing).body)) {
                if (!node.is_leaf) continue;
                auto const name = dotted(node.path);
                CAPTURE(name);
                auto const one = hana.full(path); // each with all its parts
                auto const before = hana.phone.get(one).body;
                auto const value = another(node.path.back(), node.schema, at(before, node.path));
                auto const changed = hana.phone.patch(one, nested(node.path, value));
                REQUIRE_MESSAGE(changed.status == 200, changed.text);
                auto const after = hana.phone.get(one);
                CHECK(changed.text == after.text);
                if (auto const *now = at(after.body, node.path)) CHECK(*now == value);
                check_others_stay(before, after.body, name);
                ++leaves;
                hana.put_away(thing == one ? "" : one);
                if (thing == one) { // one that cannot be made anew is put back
                    REQUIRE(
                        hana.phone.patch(one, nested(node.path, *at(before, node.path))).status ==
                        200);
                }
            }
        });
        CHECK(leaves > 60);
    });
}

TEST_CASE("null clears the one part it is said of, or is refused and changes nothing") {
    in_each_town([](Town &town) {
        Hana hana{town};
        Document const document{hana.phone};
        int cleared = 0;
        document.each_path([&](std::string const &path) {
            if (!document.operation(path, "patch")) return;
            CAPTURE(path);
            for (auto const &node :
                 nodes_of(document, path, hana.phone.get(hana.full(path)).body)) {
                auto const name = dotted(node.path);
                CAPTURE(name);
                auto const one = hana.full(path);
                auto const before = hana.phone.get(one);
                auto const answer = hana.phone.patch(one, nested(node.path, nullptr));
                auto const after = hana.phone.get(one);
                // A name has to keep what makes it one.
                bool const is_of_name = name.find("name/") != name.npos;
                if (!node.nullable || (is_of_name && answer.status == 422)) {
                    CHECK(answer.status == 422);
                    CHECK(after.text == before.text);
                    hana.put_away(one);
                    continue;
                }
                REQUIRE_MESSAGE(answer.status == 200, answer.text);
                check_others_stay(before.body, after.body, name);
                if (node.path.back() == "country") {
                    CHECK(*at(after.body, node.path) == "JP"); // as when it is not said
                } else {
                    CHECK(is_empty(at(after.body, node.path)));
                }
                ++cleared;
                hana.put_away(one);
                if (one == "/me") {
                    REQUIRE(hana.phone.patch(one, nested(node.path, *at(before.body, node.path)))
                                .status == 200);
                }
            }
        });
        CHECK(cleared > 50);
    });
}

TEST_CASE("A field that is not known is refused at every depth, and nothing is changed") {
    in_each_town([](Town &town) {
        Hana hana{town};
        Document const document{hana.phone};
        document.each_path([&](std::string const &path) {
            if (!document.operation(path, "patch")) return;
            auto const thing = hana.full(path);
            auto const before = hana.phone.get(thing);
            std::vector<Path> objects{{}};
            for (auto const &node : nodes_of(document, path, before.body)) {
                if (!node.is_leaf) objects.push_back(node.path);
            }
            for (auto object : objects) {
                object.emplace_back("nobody_knows_this");
                CAPTURE(dotted(object));
                CHECK(hana.phone.patch(thing, nested(object, "x")).status == 422);
                CHECK(hana.phone.patch(thing, nested(object, json::object{})).status == 422);
            }
            CHECK(hana.phone.patch(thing, json::object{}).status == 200); // names nothing
            auto after = hana.phone.get(thing).body, was = before.body;
            for (auto *one : {&after, &was}) one->as_object().erase("updated_at");
            CHECK(after == was);
        });
    });
}

TEST_CASE("Hiding one more part of a card from most does not show them another") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto const card = hana.full("/cards/{id}");
        auto const seen = [&] { return hana.phone.get(card + "/preview?tier=exchanged").text; };
        auto const before = seen();
        for (auto const *hidden : {"hana@mihon.example", "090-0000-0000", "丸の内1-2-3"})
            CHECK(before.find(hidden) == before.npos);
        for (auto const *show : {R"({"photo":"close"})", R"({"logo":"close"})", "{}",
                                 R"({"phones.fax":"close"})", R"({"urls":"close"})"}) {
            CAPTURE(show);
            REQUIRE(hana.phone.patch(card, {{"show", json::parse(show)}}).status == 200);
            CHECK(seen() == before);
        }
        REQUIRE(hana.phone
                    .patch(card, {{"phones", {{{"label", "mobile"}, {"value", "090-1111-1111"}}}}})
                    .status == 200);
        CHECK(seen().find("090-1111-1111") == std::string::npos);
        // Taken out by name, a rule is gone: seen from exchanged on.
        REQUIRE(hana.phone.patch(card, {{"show", {{"emails", nullptr}}}}).status == 200);
        CHECK(seen().find("hana@mihon.example") != std::string::npos);
        CHECK(seen().find("丸の内1-2-3") == std::string::npos);
    });
}

TEST_CASE("A change of an older version is refused, whatever is changed, and of this one passes") {
    in_each_town([](Town &town) {
        Hana hana{town};
        Document const document{hana.phone};
        auto const if_match = [](std::string tags) {
            return std::vector<http::Header>{{"if-match", std::move(tags)}};
        };
        int changed = 0, deleted = 0;
        document.each_path([&](std::string const &path) {
            auto const *patch = document.operation(path, "patch");
            auto const *drop = document.operation(path, "delete");
            auto const *get = document.operation(path, "get");
            CAPTURE(path);
            if (patch) REQUIRE_MESSAGE(get, "what can be changed can be read");
            if (!patch && !drop) return;
            if (!get) {
                // Without a version of its own no tag names it.
                CHECK(hana.phone.drop(filled(path), if_match("\"1\"")).status == 412);
                return;
            }
            for (auto const *operation : {patch, drop}) {
                if (!operation) continue;
                CHECK(operation->at("responses").as_object().contains("412"));
                CHECK(json::serialize(operation->at("parameters")).find("If-Match") !=
                      std::string::npos);
            }
            CHECK(get->at("responses").at("200").at("headers").as_object().contains("ETag"));

            auto const thing = hana.full(path);
            REQUIRE_MESSAGE(!thing.empty(), "this test makes no " << path);
            auto const first = hana.phone.get(thing);
            REQUIRE(first.etag.size() > 20);
            CHECK(hana.phone.get(thing).etag == first.etag);
            auto const same =
                hana.phone.call(Method::get, thing, nullptr, {{"if-none-match", first.etag}});
            CHECK(same.status == 304);
            CHECK(same.text.empty());
            CHECK(same.etag == first.etag);

            std::string now = first.etag;
            if (patch) {
                json::value change, back;
                for (auto const &node : nodes_of(document, path, first.body)) {
                    auto const *value = at(first.body, node.path);
                    if (!node.is_leaf || !value || value->is_null()) continue;
                    change = nested(node.path, another(node.path.back(), node.schema, value));
                    back = nested(node.path, *value);
                    break;
                }
                REQUIRE(change.is_object());
                for (auto const &stale : {std::string{"\"nope\""}, "W/" + first.etag, std::string{},
                                          std::string{"nope"}, "\"a\", \"b,c\", W/" + first.etag}) {
                    CAPTURE(stale);
                    auto const refused = hana.phone.patch(thing, change, if_match(stale));
                    CHECK(refused.status == 412);
                    CHECK(refused.word("type").ends_with("/problems/precondition-failed"));
                    CHECK(hana.phone.get(thing).text == first.text);
                }
                CHECK(hana.phone.patch(thing, change, {{"if-none-match", "*"}}).status == 412);
                CHECK(hana.phone.get(thing).text == first.text);
                auto const second =
                    hana.phone.patch(thing, change, if_match("\"a,b\", " + first.etag));
                REQUIRE(second.status == 200);
                now = hana.phone.get(thing).etag;
                CHECK(second.etag == now);
                CHECK(now != first.etag);
                CHECK(hana.phone.patch(thing, back, if_match(first.etag)).status == 412);
                CHECK(hana.phone.get(thing).etag == now);
                auto const third = hana.phone.patch(thing, back, if_match("*"));
                CHECK(third.status == 200);
                now = third.etag;
                ++changed;
            }
            if (drop) {
                CHECK(hana.phone.drop(thing, if_match("\"nope\"")).status == 412);
                REQUIRE(hana.phone.get(thing).etag == now);
                CHECK(hana.phone.drop(thing, if_match(now)).status == 204);
                CHECK(hana.phone.get(thing).status == 404);
                CHECK(hana.phone.drop(thing, if_match("*")).status == 404);
                ++deleted;
            }
        });
        CHECK(changed == 10);
        CHECK(deleted == 6);
    });
}

TEST_CASE("A version is named as it was given out, also compressed") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto const card = hana.full("/cards/{id}");
        for (auto const *coding : {"br", "gzip"}) {
            CAPTURE(coding);
            auto const read = town.house.handle(request_for(
                Method::get, "/api/v1" + card, {},
                {{"accept-encoding", coding}, {"authorization", "Bearer " + hana.phone.token()}}));
            REQUIRE(read.header("content-encoding") == coding);
            std::string const tag{read.header("etag")};
            auto const changed = hana.phone.patch(card, {{"label", coding}}, {{"if-match", tag}});
            CHECK(changed.status == 200);
            CHECK(hana.phone.patch(card, {{"label", "x"}}, {{"if-match", tag}}).status == 412);
        }
        CHECK(hana.phone.call(Method::patch, card).status == 415); // no type at all
        auto const typed =
            town.house.handle(request_for(Method::patch, "/api/v1" + card, R"({"label":"兼業"})",
                                          {{"content-type", "application/merge-patch+json"},
                                           {"authorization", "Bearer " + hana.phone.token()}}));
        CHECK(typed.status == 200);
    });
}

TEST_CASE("A change since the time a program names is refused where times are kept") {
    in_each_town([](Town &town) {
        Hana hana{town};
        for (auto const *path : {"/cards/{id}", "/contacts/{id}"}) {
            auto const thing = hana.full(path);
            auto const before = hana.phone.get(thing);
            auto const since = [](char const *time) {
                return std::vector<http::Header>{{"if-unmodified-since", time}};
            };
            json::value const change{{"card", {{"label", "兼業"}}}};
            auto const &body = path[2] == 'a' ? change.at("card") : change;
            CHECK(hana.phone.patch(thing, body, since("Mon, 01 Jan 2024 00:00:00 GMT")).status ==
                  412);
            CHECK(hana.phone.drop(thing, since("Mon, 01 Jan 2024 00:00:00 GMT")).status == 412);
            CHECK(hana.phone.get(thing).text == before.text);
            CHECK(hana.phone.patch(thing, body, since("Tue, 01 Jan 2030 00:00:00 GMT")).status ==
                  200);
        }
    });
}

TEST_CASE("Of many programs that change the same version at once one does, and nothing is lost") {
    in_each_town([](Town &town) {
        Hana hana{town};
        auto const together = [](int count, std::function<void(int)> const &body) {
            std::vector<std::thread> all;
            for (int i = 0; i < count; ++i) all.emplace_back(body, i);
            for (auto &one : all) one.join();
        };
        struct Change {
            char const *path, *leaf;
        };
        for (auto const &[path, leaf] :
             {Change{"/cards/{id}", "label"}, Change{"/contacts/{id}", "memo"},
              Change{"/reminders/{id}", "note"}}) {
            CAPTURE(path);
            auto const thing = hana.full(path);
            auto const version = hana.phone.get(thing).etag;
            std::array<int, 6> status{};
            together(6, [&](int i) {
                status[static_cast<std::size_t>(i)] =
                    hana.phone
                        .patch(thing, {{leaf, "之 " + std::to_string(i)}}, {{"if-match", version}})
                        .status;
            });
            CHECK(std::count(status.begin(), status.end(), 200) == 1);
            CHECK(std::count(status.begin(), status.end(), 412) == 5);
        }
        // Each changes another part and names no version.
        auto const card = hana.full("/cards/{id}");
        std::array<char const *, 6> const fields{"region",   "locality", "street",
                                                 "building", "country",  "postal_code"};
        together(6, [&](int i) {
            auto const *field = fields[static_cast<std::size_t>(i)];
            json::value const value = field == std::string_view{"country"}       ? "US"
                                      : field == std::string_view{"postal_code"} ? "150-0001"
                                                                                 : "新";
            (void)hana.phone.patch(card, nested({"sides", "ja", "address", field}, value));
        });
        auto const address = hana.phone.get(card)["sides"].at("ja").at("address");
        CHECK(address == json::parse(R"({"postal_code":"150-0001","region":"新","locality":"新",
                                         "street":"新","building":"新","country":"US"})"));
    });
}
