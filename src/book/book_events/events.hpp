// SPDX-License-Identifier: Apache-2.0
// The events of this district (what one person keeps about people): what the journal says of each
// write, one struct a kind. What a kind means for those who follow is in docs/events.md; a kind and
// its fields never change, because old journals are read. A room of its own below the others of the
// district, so that each of them and all above can write and read them.
#pragma once

#include "base/ids.hpp"
#include "store/events.hpp"

namespace goen::contacts {

using BatchId = Id<struct BatchMeaning>; // as in contacts/tagging.hpp

struct ContactLooked {
    static constexpr std::string_view kind = "contact.looked";
    static constexpr std::string_view means = "A member looked at a contact (other) that had moved";
    MemberId member;
    ContactId other;
};

struct ContactMade {
    static constexpr std::string_view kind = "contact.made";
    static constexpr std::string_view means = "A member typed in a contact";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ContactMade::contact};
};

struct ContactChanged {
    static constexpr std::string_view kind = "contact.changed";
    static constexpr std::string_view means = "What a member keeps of a contact changed";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ContactChanged::contact};
};

struct ContactRemoved {
    static constexpr std::string_view kind = "contact.removed";
    static constexpr std::string_view means = "A member removed a contact";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ContactRemoved::contact};
};

struct ContactRestored {
    static constexpr std::string_view kind = "contact.restored";
    static constexpr std::string_view means = "A member took a contact back out of the bin";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ContactRestored::contact};
};

struct ContactAdopted {
    static constexpr std::string_view kind = "contact.adopted";
    static constexpr std::string_view means =
        "A typed contact became the contact of a member (other)";
    MemberId member;
    MemberId other;
    ContactId typed;
    static constexpr store::Thing thing{"typed", &ContactAdopted::typed};
};

struct ContactMoved {
    static constexpr std::string_view kind = "contact.moved";
    static constexpr std::string_view means =
        "A contact moved within somebody's (other) book because a card changed";
    MemberId other;
    MemberId contact;
    static constexpr store::Thing thing{"contact", &ContactMoved::contact};
};

struct BookReordered {
    static constexpr std::string_view kind = "contact.reordered";
    static constexpr std::string_view means =
        "Contacts of a member stand elsewhere in the book, because a newer goen orders them "
        "another way";
    MemberId member;
};

struct ContactsTagged {
    static constexpr std::string_view kind = "contact.tagged";
    static constexpr std::string_view means =
        "A member changed a tag of many contacts, or undid that";
    MemberId member;
    BatchId batch;
    static constexpr store::Thing thing{"batch", &ContactsTagged::batch};
};

} // namespace goen::contacts

namespace goen::reminder {

using ReminderId = Id<struct ReminderMeaning>; // as in reminder/reminder.hpp

struct ContactDateChanged {
    static constexpr std::string_view kind = "contact.date";
    static constexpr std::string_view means = "The important dates of a contact changed";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ContactDateChanged::contact};
};

struct DateStyleChosen {
    static constexpr std::string_view kind = "member.date_style";
    static constexpr std::string_view means = "A member chose how dates are written";
    MemberId member;
};

struct ReminderMade {
    static constexpr std::string_view kind = "reminder.made";
    static constexpr std::string_view means = "A member made a reminder";
    MemberId member;
    ReminderId reminder;
    static constexpr store::Thing thing{"reminder", &ReminderMade::reminder};
};

struct ReminderChanged {
    static constexpr std::string_view kind = "reminder.changed";
    static constexpr std::string_view means = "A reminder was changed, done, removed or restored";
    MemberId member;
    ReminderId reminder;
    static constexpr store::Thing thing{"reminder", &ReminderChanged::reminder};
};

} // namespace goen::reminder

namespace goen::book {

using Events =
    store::Events<contacts::ContactLooked, contacts::ContactMade, contacts::ContactChanged,
                  contacts::ContactRemoved, contacts::ContactRestored, contacts::ContactAdopted,
                  contacts::ContactMoved, contacts::BookReordered, contacts::ContactsTagged,
                  reminder::ContactDateChanged, reminder::DateStyleChosen, reminder::ReminderMade,
                  reminder::ReminderChanged>;

} // namespace goen::book
