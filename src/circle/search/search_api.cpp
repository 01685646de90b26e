// SPDX-License-Identifier: Apache-2.0
// GET /search.
#include "search/search_doors.hpp"
#include "web/endpoint.hpp"
#include "web/paging.hpp"

namespace goen::search {

using web::field;
namespace shape = web::shape;

static web::Record const &record_of(Why const *) {
    static web::Record const record{
        "SearchReason",
        {field<&Why::what>("what").about("reading, romaji, other_name, company, department, title, "
                                         "memo, tag, place, meeting, email, phone or text."),
         field<[](Why const &why) { return why.text.text; }>("text").about(
             "The part that matches.")}};
    return record;
}

static web::Record const &record_of(Item const *) {
    static web::Record const record{
        "SearchItem",
        {field<&Item::kind>("kind").about("person, post …"),
         field<&Item::id>("id").about("A contact's, when the path begins with /contacts; else a "
                                      "member's, a post's …"),
         field<&Item::path>("path").about("Of its page."),
         field<[](Item const &item) { return item.title.text; }>("title"),
         field<&Item::about>("about").about("Company, department and title; when it was written."),
         field<&Item::why>("why").about("Empty where the title itself matches.")}};
    return record;
}

static web::Record const &record_of(Found const *) {
    static web::Record const record{
        "SearchPage",
        {field<&Found::items>("items").most(100), field<&Found::next>("next").or_null(),
         field<&Found::is_building>("building")
             .about("true: the index is being made, and not everything is found yet.")}};
    return record;
}

namespace {

Result<Found> answer(Kinds const &kinds, web::ApiCall const &call) {
    auto const &visit = call.visit;
    auto q = checked_query(visit.query("q"));
    if (!q) return q.why();
    return find(kinds, visit.query("kind"),
                {visit.member, visit.words, std::move(*q), std::string{visit.query("after")},
                 web::limit_of(visit), visit.scopes});
}

} // namespace

void add_api(web::Doors &doors, Kinds const &kinds) {
    std::vector<std::string> names;
    for (auto const &kind : kinds.all()) names.emplace_back(kind.name);
    web::Endpoints<Kinds const &> api{doors, kinds, {"search", "contacts:read", "contacts:write"}};
    api.add(web::get("/search", "Find people, posts and more by parts of words, best first.")
                .asks({{"q", shape::text(200), "Words; all of them must match."},
                       {"kind", shape::words(names),
                        "Only one kind; by default all that the token's scopes allow: "
                        "contacts:read, posts:read, messages:read."},
                       {"after", shape::text(8100), "The cursor of the page before."},
                       {"limit", shape::integer(1, 100), "How many, 50 by default."}})
                .refuses({403, 422})
                .needs(""),
            answer);
}

} // namespace goen::search
