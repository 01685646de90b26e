// SPDX-License-Identifier: Apache-2.0
// The events of this district (who somebody is and how it is proven, her cards and pictures): what
// the journal says of each write, one struct a kind. What a kind means for those who follow is in
// docs/events.md; a kind and its fields never change, because old journals are read. A room of its
// own below the others of the district, so that each of them and all above can write and read them.
#pragma once

#include "base/ids.hpp"
#include "store/events.hpp"

namespace goen::account {

struct MemberJoined {
    static constexpr std::string_view kind = "member.joined";
    static constexpr std::string_view means =
        "Somebody became a member; other: who invited or approved her, if anybody";
    MemberId member;
    MemberId other;
};

struct MemberApplied {
    static constexpr std::string_view kind = "member.applied";
    static constexpr std::string_view means =
        "Somebody asked to join and waits for approval; other: who invited her, if anybody";
    MemberId member;
    MemberId other;
};

struct MemberDeclined {
    static constexpr std::string_view kind = "member.declined";
    static constexpr std::string_view means =
        "The operator (other) declined an application; the account is gone";
    MemberId member;
    MemberId other;
};

struct JoinRepeated {
    static constexpr std::string_view kind = "member.join_repeated";
    static constexpr std::string_view means = "Somebody tried to join with the email of an account";
    static store::Marks touches() { return {}; } // nothing that is kept
};

struct MemberConfirmed {
    static constexpr std::string_view kind = "member.confirmed";
    static constexpr std::string_view means = "A member confirmed her email";
    MemberId member;
};

struct MemberMailChanged {
    static constexpr std::string_view kind = "member.mail_changed";
    static constexpr std::string_view means = "A member's new email is in force";
    MemberId member;
};

struct PasswordChanged {
    static constexpr std::string_view kind = "member.password_changed";
    static constexpr std::string_view means = "A member changed her password";
    MemberId member;
};

struct PasswordReset {
    static constexpr std::string_view kind = "member.password_reset";
    static constexpr std::string_view means = "A member set a new password by a link";
    MemberId member;
};

struct MemberRenamed {
    static constexpr std::string_view kind = "member.renamed";
    static constexpr std::string_view means = "A member changed her name";
    MemberId member;
};

struct MemberChose {
    static constexpr std::string_view kind = "member.chose";
    static constexpr std::string_view means = "A member changed her settings";
    MemberId member;
};

struct NameAdded {
    static constexpr std::string_view kind = "member.name_added";
    static constexpr std::string_view means = "A member added another name of hers";
    MemberId member;
    NameRecordId name;
    static constexpr store::Thing thing{"name", &NameAdded::name};
};

struct NameRemoved {
    static constexpr std::string_view kind = "member.name_removed";
    static constexpr std::string_view means = "A member removed another name of hers";
    MemberId member;
    NameRecordId name;
    static constexpr store::Thing thing{"name", &NameRemoved::name};
};

struct MemberLeft {
    static constexpr std::string_view kind = "member.left";
    static constexpr std::string_view means = "A member left the network; her rows are gone";
    MemberId member;
};

struct LetterAsked {
    static constexpr std::string_view kind = "letter.asked";
    static constexpr std::string_view means = "A letter with a link is to be sent to a member";
    MemberId member;
};

struct InvitationMade {
    static constexpr std::string_view kind = "invitation.made";
    static constexpr std::string_view means = "A member made an invitation";
    MemberId member;
    InvitationId invitation;
    static constexpr store::Thing thing{"invitation", &InvitationMade::invitation};
};

struct InvitationTakenBack {
    static constexpr std::string_view kind = "invitation.taken_back";
    static constexpr std::string_view means = "A member took an invitation back";
    MemberId member;
    InvitationId invitation;
    static constexpr store::Thing thing{"invitation", &InvitationTakenBack::invitation};
};

struct SessionStarted {
    static constexpr std::string_view kind = "session.started";
    static constexpr std::string_view means = "A member logged in";
    MemberId member;
    SessionId session;
    static constexpr store::Thing thing{"session", &SessionStarted::session};
};

struct SessionEnded {
    static constexpr std::string_view kind = "session.ended";
    static constexpr std::string_view means = "A session ended";
    MemberId member;
    SessionId session;
    static constexpr store::Thing thing{"session", &SessionEnded::session};
};

struct OtherSessionsEnded {
    static constexpr std::string_view kind = "session.others_ended";
    static constexpr std::string_view means = "All sessions of a member ended but one";
    MemberId member;
    SessionId kept;
    static constexpr store::Thing thing{"kept", &OtherSessionsEnded::kept};
};

struct TokenMade {
    static constexpr std::string_view kind = "token.made";
    static constexpr std::string_view means = "A member made an API token";
    MemberId member;
    TokenId token;
    static constexpr store::Thing thing{"token", &TokenMade::token};
};

struct TokenEnded {
    static constexpr std::string_view kind = "token.ended";
    static constexpr std::string_view means = "An API token ended";
    MemberId member;
    TokenId token;
    static constexpr store::Thing thing{"token", &TokenEnded::token};
};

} // namespace goen::account

namespace goen::admin {

using OpeningId = Id<struct OpeningMeaning>;

struct AccountOpened {
    static constexpr std::string_view kind = "account.opened";
    static constexpr std::string_view means =
        "The operator opened a member's (other) account to help, and gave a reason";
    MemberId member;
    MemberId other;
    OpeningId opening;
    static constexpr store::Thing thing{"opening", &AccountOpened::opening};
};

} // namespace goen::admin

namespace goen::card {

struct CardMade {
    static constexpr std::string_view kind = "card.made";
    static constexpr std::string_view means = "A member made a card";
    MemberId member;
    CardId card;
    static constexpr store::Thing thing{"card", &CardMade::card};
};

struct CardPublished {
    static constexpr std::string_view kind = "card.published";
    static constexpr std::string_view means = "A card has a new version";
    MemberId member;
    CardId card;
    static constexpr store::Thing thing{"card", &CardPublished::card};
};

struct MainCardChosen {
    static constexpr std::string_view kind = "card.main";
    static constexpr std::string_view means = "Another card became a member's main card";
    MemberId member;
    CardId card;
    static constexpr store::Thing thing{"card", &MainCardChosen::card};
};

struct CardRemoved {
    static constexpr std::string_view kind = "card.removed";
    static constexpr std::string_view means = "A member withdrew a card";
    MemberId member;
    CardId card;
    static constexpr store::Thing thing{"card", &CardRemoved::card};
};

} // namespace goen::card

namespace goen::picture {

struct PictureDeleted {
    static constexpr std::string_view kind = "picture.deleted";
    static constexpr std::string_view means = "A picture of a member's was deleted";
    MemberId member;
};

} // namespace goen::picture

namespace goen::letter {

struct LettersChosen {
    static constexpr std::string_view kind = "member.letters";
    static constexpr std::string_view means = "A member chose which emails she gets";
    MemberId member;
};

struct LetterCameBack {
    static constexpr std::string_view kind = "letter.came_back";
    static constexpr std::string_view means = "A letter to a member could not be delivered";
    MemberId member;
};

} // namespace goen::letter

namespace goen::push {

using SubscriptionId = Id<struct PushSubscriptionMeaning>;

struct PushSubscribed {
    static constexpr std::string_view kind = "push.subscribed";
    static constexpr std::string_view means =
        "A member wants notifications on a device; other: who had its subscription before, if "
        "anybody";
    MemberId member;
    MemberId other;
    SubscriptionId subscription;
    static constexpr store::Thing thing{"subscription", &PushSubscribed::subscription};
};

struct PushUnsubscribed {
    static constexpr std::string_view kind = "push.unsubscribed";
    static constexpr std::string_view means =
        "A device gets no more notifications: its member removed it, or its browser is gone";
    MemberId member;
    SubscriptionId subscription;
    static constexpr store::Thing thing{"subscription", &PushUnsubscribed::subscription};
};

struct PushChosen {
    static constexpr std::string_view kind = "member.push";
    static constexpr std::string_view means = "A member chose what she is notified of";
    MemberId member;
};

} // namespace goen::push

namespace goen::people {

using Events = store::Events<
    account::MemberJoined, account::MemberApplied, account::MemberDeclined, account::JoinRepeated,
    account::MemberConfirmed, account::MemberMailChanged, account::PasswordChanged,
    account::PasswordReset, account::MemberRenamed, account::MemberChose, account::NameAdded,
    account::NameRemoved, account::MemberLeft, account::LetterAsked, account::InvitationMade,
    account::InvitationTakenBack, account::SessionStarted, account::SessionEnded,
    account::OtherSessionsEnded, account::TokenMade, account::TokenEnded, admin::AccountOpened,
    card::CardMade, card::CardPublished, card::MainCardChosen, card::CardRemoved,
    picture::PictureDeleted, letter::LettersChosen, letter::LetterCameBack, push::PushSubscribed,
    push::PushUnsubscribed, push::PushChosen>;

} // namespace goen::people
