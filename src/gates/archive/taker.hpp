// SPDX-License-Identifier: Apache-2.0
// What fills an archive, for this room's .cpp files only: one member, one snapshot, one zip file.
#pragma once

#include "archive/archive.hpp"
#include "feed/feed.hpp"

#include <boost/json/serialize.hpp>

#include <unordered_set>

namespace goen::archive {

namespace json = boost::json;

constexpr int piece_size = 500;                     // rows in memory at a time
constexpr std::size_t most_photographs = 24u << 20; // bytes; older ones are left out

inline json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}
inline json::value time_or_null(std::optional<Time> const &time) {
    return time ? json::value(rfc3339(*time)) : json::value(nullptr);
}
inline json::value id_or_null(std::int64_t id) {
    return id ? json::value(std::to_string(id)) : json::value(nullptr);
}

struct List {
    explicit List(char const *name_) : name(name_), entry(name_) {}
    void add(json::object const &line) {
        entry.write(json::serialize(line));
        entry.write("\n");
        ++lines;
    }
    char const *name;
    ZipEntry entry;
    std::int64_t lines = 0;
};

struct Taker {
    Archives::Rooms &rooms;
    store::Reader &reader;
    MemberId me;
    Time now;
    i18n::Words const &words;
    ZipWriter zip{now};
    json::object lines{};
    struct Wanted {
        MemberId owner;
        std::string hash;
        media::PictureUse use;
    };
    std::vector<Wanted> pictures{}; // mine first
    std::unordered_set<std::string> known_pictures{};
    std::int64_t pictures_left_out = 0;
    std::vector<feed::PostPictureId> photographs{}; // of her posts, oldest first

    void add(List list) {
        lines[list.name] = list.lines;
        zip.add(std::move(list.entry));
    }
    void add(char const *name, std::string_view text) {
        ZipEntry entry{name};
        entry.write(text);
        zip.add(std::move(entry));
    }

    void want(card::CardBody const &body) {
        for (auto const &[picture, use] : {std::pair{&body.photo, media::PictureUse::photo},
                                           std::pair{&body.logo, media::PictureUse::logo}}) {
            if (picture->empty() || !known_pictures.insert(picture->hash).second) continue;
            pictures.push_back({picture->owner, picture->hash, use});
        }
    }

    // Another member's name, as I may see it now; null when she shows none.
    json::value name_of(MemberId other);
    // Its owner held this card out to me: her name is on it.
    json::value name_on(MemberId owner, CardId card);

    json::array photographs_of(std::vector<feed::Picture> const &shown);
    void versions_of(feed::PostId post, List &list);

    void cards();
    void book(std::string const &url);
    void ties();
    void requests();
    void introductions();
    void small_lists();
    void posts();
    void answers(); // comments and reactions
    void choices(); // whom she hid, and her draft
    void messages();
    void message_files();
    void print_pictures();
    void print_photographs();
    std::string finish(account::Member const &member, Archives::From const &from);
};

} // namespace goen::archive
