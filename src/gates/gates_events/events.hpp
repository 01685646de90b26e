// SPDX-License-Identifier: Apache-2.0
// The events of this district (files that come in and go out): what the journal says of each write,
// one struct a kind. What a kind means for those who follow is in docs/events.md; a kind and its
// fields never change, because old journals are read. A room of its own below the others of the
// district, so that each of them and all above can write and read them.
#pragma once

#include "base/ids.hpp"
#include "store/events.hpp"

namespace goen::transfer {

using ImportId = Id<struct ImportMeaning>; // as in transfer/imports.hpp

struct ImportLookedAt {
    static constexpr std::string_view kind = "import.looked_at";
    static constexpr std::string_view means =
        "A member sent a file of contacts, or changed how it is read";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ImportLookedAt::import};
};

struct ImportBegun {
    static constexpr std::string_view kind = "import.begun";
    static constexpr std::string_view means = "Contacts of a file are being brought in";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ImportBegun::import};
};

struct ContactsImported {
    static constexpr std::string_view kind = "contacts.imported";
    static constexpr std::string_view means = "Contacts of a file are in the book, all or a part";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ContactsImported::import};
};

struct ImportDone {
    static constexpr std::string_view kind = "import.done";
    static constexpr std::string_view means = "All contacts of a file are in the book";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ImportDone::import};
};

struct ImportDropped {
    static constexpr std::string_view kind = "import.dropped";
    static constexpr std::string_view means = "A file that was not brought in was dropped";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ImportDropped::import};
};

struct ImportUndone {
    static constexpr std::string_view kind = "import.undone";
    static constexpr std::string_view means = "An import is being undone";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ImportUndone::import};
};

struct ContactsImportUndone {
    static constexpr std::string_view kind = "contacts.import_undone";
    static constexpr std::string_view means =
        "Contacts of an undone import left the book, all or a part";
    MemberId member;
    ImportId import;
    static constexpr store::Thing thing{"import", &ContactsImportUndone::import};
};

} // namespace goen::transfer

namespace goen::archive {

struct ArchiveLookedAt {
    static constexpr std::string_view kind = "archive.looked_at";
    static constexpr std::string_view means = "A member sent an archive to look at";
    MemberId member;
};

struct ArchiveBroughtIn {
    static constexpr std::string_view kind = "archive.brought_in";
    static constexpr std::string_view means = "Parts of an archive are in a member's account";
    MemberId member;
};

struct ArchiveForgotten {
    static constexpr std::string_view kind = "archive.forgotten";
    static constexpr std::string_view means = "An archive that was looked at was dropped";
    MemberId member;
};

} // namespace goen::archive

namespace goen::answering {

struct AnsweredByMail {
    static constexpr std::string_view kind = "answer.by_mail";
    static constexpr std::string_view means = "A letter that a member sent was done, or refused";
    MemberId member;
};

} // namespace goen::answering

namespace goen::gates {

using Events =
    store::Events<transfer::ImportLookedAt, transfer::ImportBegun, transfer::ContactsImported,
                  transfer::ImportDone, transfer::ImportDropped, transfer::ImportUndone,
                  transfer::ContactsImportUndone, archive::ArchiveLookedAt,
                  archive::ArchiveBroughtIn, archive::ArchiveForgotten, answering::AnsweredByMail>;

} // namespace goen::gates
