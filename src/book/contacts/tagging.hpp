// SPDX-License-Identifier: Apache-2.0
// Tags on many contacts at once: put on, taken off, renamed (to a name that is there already: the
// two become one), deleted. Each such change is one batch that is undone at once; the newest twenty
// are kept. A large one is written in pieces of 500 contacts, so that other people's writes are not
// kept waiting: stopped in between, what was done stands under its batch and can be undone or done
// again. Threads may share it.
#pragma once

#include "contacts/contacts.hpp"

#include <functional>

namespace goen::contacts {

using BatchId = Id<struct BatchMeaning>;

enum class TagDeed { put_on, taken_off, renamed, deleted };

struct TagBatch {
    BatchId id; // 0: there was nothing to change
    Time at{};
    TagDeed what{};
    std::string tag, to;      // `to`: the new name
    std::int64_t changed = 0; // how many contacts
    bool is_undone = false;
};

class Tagging {
public:
    static constexpr std::size_t most = 10'000; // contacts of one batch
    static constexpr int kept = 20;

    Tagging(store::Database &database, Contacts &contacts, IdMaker &ids, Clock &clock)
        : database_(database), contacts_(contacts), ids_(ids), clock_(clock) {}

    // Contacts that are not in my book are left out, silently; so is one that has fifty tags.
    Result<TagBatch> put_on(MemberId me, std::vector<ContactId> const &contacts,
                            std::string_view tag);
    Result<TagBatch> take_off(MemberId me, std::vector<ContactId> const &contacts,
                              std::string_view tag);
    // Everywhere in the book. Not found when nobody has the tag.
    Result<TagBatch> rename(MemberId me, std::string_view tag, std::string_view to);
    Result<TagBatch> drop(MemberId me, std::string_view tag);
    Done undo(MemberId me, BatchId id);
    std::vector<TagBatch> batches(MemberId me); // newest first

    // All that a search finds; `ask`'s page and limit do not matter. Refuses more than `most`.
    Result<std::vector<ContactId>> found_by(MemberId me, Ask ask);

private:
    using Change =
        std::function<std::vector<std::string>(std::vector<std::string> const &)>; // of its tags
    Result<TagBatch> run(MemberId me, TagBatch batch, std::vector<ContactId> const &contacts,
                         Change const &change);
    std::vector<ContactId> with_tag(MemberId me, std::string_view key);

    store::Database &database_;
    Contacts &contacts_;
    IdMaker &ids_;
    Clock &clock_;
};

} // namespace goen::contacts
