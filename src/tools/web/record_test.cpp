// SPDX-License-Identifier: Apache-2.0
#include "web/endpoint.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace goen;

namespace {

enum class Colour { red, blue, unseen };
std::string_view to_string(Colour colour) { return colour == Colour::red ? "red" : "blue"; }
constexpr auto values_of(Colour) { return std::array{Colour::red, Colour::blue}; }

struct Corner {
    std::int64_t x = 0, y = 0;
    bool empty() const { return x == 0 && y == 0; }
    bool operator==(Corner const &) const = default;
};
web::Record const &record_of(Corner const *) {
    static web::Record const record{
        "Corner",
        {web::field<&Corner::x>("x").between(0, 99), web::field<&Corner::y>("y").between(0, 99)}};
    return record;
}

struct Drawing {
    MemberId owner;
    std::string title, note;
    Colour colour = Colour::red;
    std::vector<Corner> corners;
    std::map<std::string, Colour> layers;
    Corner centre;
    std::optional<std::vector<std::string>> tags;
    std::optional<Time> sold;
    std::optional<int> price;
    Date day{};
    bool is_public = false;
    bool operator==(Drawing const &) const = default;
};
web::Record const &record_of(Drawing const *) {
    static web::Record const record{
        "Drawing",
        {web::field<&Drawing::owner>("owner").or_null(),
         web::field<&Drawing::title>("title").most(5).least(1).about("As it hangs."),
         web::field<&Drawing::note>("note").optional().or_null(),
         web::field<&Drawing::colour>("colour").optional(),
         web::field<&Drawing::corners>("corners").optional().most(3),
         web::field<&Drawing::layers>("layers").optional(),
         web::field<&Drawing::centre>("centre").optional().or_null(),
         web::field<&Drawing::tags>("tags").optional().or_null(),
         web::field<&Drawing::sold>("sold").optional().or_null(),
         web::field<&Drawing::price>("price").optional(),
         web::field<&Drawing::day>("day").optional(),
         web::field<&Drawing::is_public>("public").optional(),
         web::field<[](Drawing const &one) { return one.corners.size(); }>("size").optional()}};
    return record;
}

Drawing drawing(std::string_view body) {
    auto const parsed = web::parse_json(body);
    REQUIRE(parsed);
    REQUIRE(web::check(web::shape_of<Drawing>(), *parsed).empty());
    return web::from_json<Drawing>(parsed->get_object());
}

} // namespace

TEST_CASE("A struct is read, written and described by one table of its fields") {
    auto const *text =
        R"({"owner":"7","title":"Cat","note":"old","colour":"blue","corners":[{"x":1,"y":2}],)"
        R"("layers":{"top":"red"},"centre":{"x":3,"y":4},"tags":["a","b"],)"
        R"("sold":"2026-04-01T09:00:00Z","price":5,"day":"2026-04-02","public":true,"size":1})";
    auto const one = drawing(text);
    CHECK(one.owner == MemberId{7});
    CHECK(one.colour == Colour::blue);
    CHECK(one.corners == std::vector{Corner{1, 2}});
    CHECK(one.layers.at("top") == Colour::red);
    CHECK(one.tags == std::vector<std::string>{"a", "b"});
    CHECK(one.day == *parse_iso_date("2026-04-02"));
    CHECK(boost::json::serialize(web::to_json(one)) == text);
}

TEST_CASE("What is absent stays, what is null is emptied, and what is empty is written as null") {
    auto const sparse = drawing(R"({"owner":null,"title":"Cat"})");
    CHECK_FALSE(sparse.tags);
    CHECK_FALSE(sparse.price);
    CHECK(boost::json::serialize(web::to_json(sparse)) ==
          R"({"owner":null,"title":"Cat","note":null,"colour":"red","corners":[],"layers":{},)"
          R"("centre":null,"day":"0000-00-00","public":false,"size":0})");
    auto const emptied = drawing(R"({"owner":null,"title":"Cat","tags":null,"note":null})");
    CHECK(emptied.tags == std::vector<std::string>{});
}

TEST_CASE("Everything wrong with a body is named by its path") {
    auto const errors = web::check(
        web::shape_of<Drawing>(),
        *web::parse_json(
            R"({"owner":"x","title":"Too long","colour":"unseen","corners":[{"x":100}],"more":1})"));
    std::vector<std::string> fields;
    for (auto const &error : errors) fields.push_back(error.field);
    CHECK(fields == std::vector<std::string>{"owner", "title", "colour", "corners.0.x",
                                             "corners.0.y", "more"});
}

TEST_CASE("A patch keeps what it does not name, at every depth") {
    auto const before = drawing(
        R"({"owner":"7","title":"Cat","note":"old","centre":{"x":3,"y":4},"layers":{"a":"red"}})");
    auto const body = *web::parse_json(R"({"note":null,"centre":{"y":9},"layers":{"b":"blue"}})");
    web::Patch<Drawing> const patch{body.get_object()};
    CHECK(patch.names("note"));
    CHECK_FALSE(patch.names("title"));
    auto wanted = before;
    wanted.note.clear();
    wanted.centre.y = 9;
    wanted.layers["b"] = Colour::blue;
    CHECK(patch.onto(before) == wanted);
}

namespace {

struct Gallery {
    int opened = 0;
};
Result<Drawing> hang_up(Gallery &gallery, web::ApiCall const &, Drawing const &given) {
    ++gallery.opened;
    auto hung = given;
    hung.title += "!";
    return hung;
}
Result<Drawing> repaint(Gallery &, web::ApiCall const &, web::Patch<Drawing> const &) {
    return Refusal{Reason::conflict, "It is sold.", {}, {}};
}
Result<web::Page<Corner, "CornerPage">> corners(Gallery &, web::ApiCall const &) {
    return web::Page<Corner, "CornerPage">{{{1, 2}}, ""};
}

} // namespace

TEST_CASE("A handler's types say what an endpoint takes and answers") {
    web::Doors doors;
    Gallery gallery;
    web::Endpoints<Gallery &> api{doors, gallery, {"art", "art:read", "art:write"}};
    api.add(web::post("/drawings", "Hang a drawing.").creates().refuses({404}), hang_up);
    api.add(web::patch("/drawings/{id}", "Paint it over."), repaint);
    api.add(web::get("/corners", "All corners.").asks(web::page_params()), corners);
    api.add(web::del("/drawings/{id}", "Take it down."),
            [](web::ApiCall const &) { return Done{}; });

    auto const &made = doors.apis().at(0);
    CHECK(made.endpoint.status == 201);
    CHECK(made.endpoint.scope == "art:write");
    CHECK(made.endpoint.body->name == "Drawing");
    http::Request const request;
    web::Visit const visit{.request = request};
    auto const body = *web::parse_json(R"({"owner":"7","title":"Cat"})");
    auto const answer = made.handler({visit, body.get_object()});
    REQUIRE(answer);
    CHECK(answer->status == 201);
    CHECK(answer->value.at("title").as_string() == "Cat!");
    CHECK(gallery.opened == 1);

    auto const &changed = doors.apis().at(1);
    CHECK(changed.endpoint.body->name == "DrawingPatch");
    CHECK(changed.handler({visit, body.get_object()}).why().reason == Reason::conflict);

    auto const &listed = doors.apis().at(2);
    CHECK(listed.endpoint.scope == "art:read");
    CHECK(listed.endpoint.answer->name == "CornerPage");
    CHECK(boost::json::serialize(listed.handler({visit, {}})->value) ==
          R"({"items":[{"x":1,"y":2}],"next":null})");

    auto const &taken = doors.apis().at(3);
    CHECK(taken.endpoint.status == 204);
    CHECK_FALSE(taken.endpoint.answer);
    CHECK(taken.handler({visit, {}})->status == 204);
}
