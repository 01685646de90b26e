// SPDX-License-Identifier: Apache-2.0
// Posts, comments and reactions of an archive. They were written for people of that network and
// stay in the file: here they are checked like every other list, and counted.
#include "archive/format.hpp"
#include "archive/lists.hpp"

namespace goen::archive {

namespace json = boost::json;

namespace {

// A field that lets the file mean nothing; "" = none.
std::string flaw_of_post(json::object const &line) {
    if (line.at("audience").get_object().size() != 1) return "audience";
    std::size_t number = 0;
    for (auto const &picture : line.at("pictures").get_array()) {
        auto const name = text_at(picture.get_object(), "file");
        if (!name.starts_with("post-pictures/") || name.find("..") != name.npos)
            return "pictures." + std::to_string(number) + ".file";
        ++number;
    }
    return {};
}

// Lines stand in the order of `key`, each once.
Done count_lines(Lists &lists, char const *name, web::Schema const &schema, char const *key,
                 std::int64_t &count, std::string (*flaw_of)(json::object const &) = nullptr) {
    if (!lists.has(name)) return {};
    std::int64_t before = 0;
    return lists.each(name, schema, [&](std::int64_t number, json::object const &line) -> Done {
        auto const id = parse_id(text_at(line, key)).value_or(0);
        auto const flaw = id <= before ? std::string{key} : flaw_of ? flaw_of(line) : std::string{};
        if (!flaw.empty())
            return refuse({N_("The archive is damaged: {1}, line {2}, “{3}”."),
                           {name, std::to_string(number), flaw}});
        before = id;
        ++count;
        return {};
    });
}

} // namespace

Done read_posts(Lists &lists, Content &content) {
    auto done =
        count_lines(lists, file::posts, post_line_schema(), "id", content.posts, flaw_of_post);
    if (!done) return done;
    done = count_lines(lists, file::comments, comment_line_schema(), "id", content.comments);
    if (!done) return done;
    return count_lines(lists, file::reactions, reaction_line_schema(), "post", content.reactions);
}

} // namespace goen::archive
