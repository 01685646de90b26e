// SPDX-License-Identifier: Apache-2.0
// goen check: what is wrong in the database, in words.
#include "app/commands.hpp"

#include "app/opened.hpp"
#include "app/proxy_warning.hpp"
#include "app/queries.hpp"
#include "app/terminal.hpp"

#include <iostream>

namespace goen::app {
namespace {

std::vector<std::string> twins(store::Reader &reader) {
    std::vector<std::string> found;
    reader.each(sql::twin_cards, {}, [&](store::Row const &row) {
        auto const [card, one, another] = row.as<CardId, MemberId, MemberId>();
        found.push_back("members " + one.text() + " and " + another.text() +
                        " have a card with the same id " + card.text() +
                        ": one of them has to delete hers and make it again");
    });
    reader.each(sql::twin_introductions, {}, [&](store::Row const &row) {
        auto const [id, one, another] = row.as<std::int64_t, MemberId, MemberId>();
        found.push_back("members " + one.text() + " and " + another.text() +
                        " have made introductions with the same id " + std::to_string(id) +
                        ": one of them has to withdraw hers");
    });
    reader.each(sql::contacts_with_a_members_number, {}, [&](store::Row const &row) {
        auto const [owner, id] = row.as<MemberId, ContactId>();
        found.push_back("a private contact in the book of member " + owner.text() +
                        " has the id of member " + id.text() +
                        ": its owner has to export, delete and import it again");
    });
    return found;
}

// What of the feed hangs on something that is not there.
std::vector<std::string> lost_in_the_feed(store::Reader &reader) {
    std::vector<std::string> found;
    reader.each(sql::without_post, {}, [&](store::Row const &row) {
        auto const [what, id, post] = row.as<std::string, std::int64_t, feed::PostId>();
        found.push_back("there is a " + what + (id ? " " + std::to_string(id) : "") + " of post " +
                        post.text() + ", and no such post");
    });
    reader.each(sql::pictures_and_prints, {}, [&](store::Row const &row) {
        auto const [what, id] = row.as<std::string, feed::PostPictureId>();
        found.push_back(what == "print" ? "there are prints of photograph " + id.text() +
                                              ", and no such photograph"
                                        : "photograph " + id.text() + " has no prints");
    });
    reader.each(sql::answers_to_none, {}, [&](store::Row const &row) {
        auto const [id, to, post] = row.as<feed::CommentId, feed::CommentId, feed::PostId>();
        found.push_back("comment " + id.text() + " on post " + post.text() + " answers comment " +
                        to.text() + ", which is not there or is an answer itself");
    });
    reader.each(sql::moves_without_version, {}, [&](store::Row const &row) {
        auto const [member, id] = row.as<MemberId, std::int64_t>();
        found.push_back("move " + std::to_string(id) + " of member " + member.text() +
                        " names a version of a card that is not there");
    });
    return found;
}

} // namespace

int check(Config const &config) {
    if (auto const warning = proxy_warning(config); !warning.empty())
        std::cerr << "goen: " << warning << "\n";
    Opened opened{config, MakesIds::no};
    if (auto const good = opened.database->check(); !good)
        return failed(printable(in_english(good.why())));
    std::vector<std::string> wrong;
    std::int64_t twin_contacts = 0;
    opened.database->read([&](store::Reader &reader) {
        wrong = exchange::inconsistencies(reader);
        auto const more = twins(reader);
        wrong.insert(wrong.end(), more.begin(), more.end());
        auto const lost = lost_in_the_feed(reader);
        wrong.insert(wrong.end(), lost.begin(), lost.end());
        twin_contacts = reader.one<std::int64_t>(sql::count_twin_contacts, {}).value_or(0);
    });
    if (twin_contacts > 0) {
        std::cout << twin_contacts << " ids of private contacts stand in more than one book, each "
                  << "with its own person: made by an older goen, and harmless\n";
    }
    for (auto const &line : wrong) std::cerr << line << "\n";
    if (!wrong.empty()) return failed(std::to_string(wrong.size()) + " things do not agree");
    std::cout << "everything agrees\n";
    return 0;
}

} // namespace goen::app
