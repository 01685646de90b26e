// SPDX-License-Identifier: Apache-2.0
// The events of this district (what happens between people): what the journal says of each write,
// one struct a kind. What a kind means for those who follow is in docs/events.md; a kind and its
// fields never change, because old journals are read. A room of its own below the others of the
// district, so that each of them and all above can write and read them.
#pragma once

#include "base/ids.hpp"
#include "circle_events/message_events.hpp"
#include "circle_events/notice_events.hpp"
#include "store/events.hpp"

namespace goen::network {

struct SuggestionDismissed {
    static constexpr std::string_view kind = "suggestion.dismissed";
    static constexpr std::string_view means = "A member is not interested in a suggestion";
    MemberId member;
};

struct SuggestionRestored {
    static constexpr std::string_view kind = "suggestion.restored";
    static constexpr std::string_view means = "A member wants a dismissed suggestion back";
    MemberId member;
};

} // namespace goen::network

namespace goen::exchange {

struct TieMade {
    static constexpr std::string_view kind = "tie.made";
    static constexpr std::string_view means = "Two members exchanged cards";
    MemberId member;
    MemberId other;
};

struct TieRenewed {
    static constexpr std::string_view kind = "tie.renewed";
    static constexpr std::string_view means = "Two members exchanged cards again";
    MemberId member;
    MemberId other;
};

struct TieTierChanged {
    static constexpr std::string_view kind = "tie.tier";
    static constexpr std::string_view means = "A member shows another more or less of her card";
    MemberId member;
    MemberId whom;
    static constexpr store::Thing thing{"whom", &TieTierChanged::whom};
};

struct TieEnded {
    static constexpr std::string_view kind = "tie.ended";
    static constexpr std::string_view means =
        "An exchange ended, by the act of either or because a member left";
    MemberId member;
    MemberId other;
};

struct TiesImported {
    static constexpr std::string_view kind = "ties.imported";
    static constexpr std::string_view means =
        "A file of ties was brought in; which ones stands in the rows only";
    std::int64_t sides;
    static constexpr store::Amount payload{"sides", &TiesImported::sides};
};

struct BlockSet {
    static constexpr std::string_view kind = "block.set";
    static constexpr std::string_view means = "A member blocked another";
    MemberId member;
    MemberId whom;
    static constexpr store::Thing thing{"whom", &BlockSet::whom};
};

struct BlockLifted {
    static constexpr std::string_view kind = "block.lifted";
    static constexpr std::string_view means = "A member lifted a block";
    MemberId member;
    MemberId whom;
    static constexpr store::Thing thing{"whom", &BlockLifted::whom};
};

struct CodeShown {
    static constexpr std::string_view kind = "code.shown";
    static constexpr std::string_view means = "A member shows a code for exchanging cards";
    MemberId member;
    CodeId code;
    static constexpr store::Thing thing{"code", &CodeShown::code};
};

struct CodeEnded {
    static constexpr std::string_view kind = "code.ended";
    static constexpr std::string_view means = "A member's code ended";
    MemberId member;
};

struct RequestSent {
    static constexpr std::string_view kind = "request.sent";
    static constexpr std::string_view means = "A member asked another to exchange cards";
    MemberId member;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestSent::request};
};

struct RequestArrived {
    static constexpr std::string_view kind = "request.arrived";
    static constexpr std::string_view means = "A request lies before its receiver (other)";
    MemberId member;
    MemberId other;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestArrived::request};
};

struct RequestKeptAway {
    static constexpr std::string_view kind = "request.kept_away";
    static constexpr std::string_view means =
        "A request of somebody blocked does not reach its receiver";
    MemberId member;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestKeptAway::request};
};

struct RequestAccepted {
    static constexpr std::string_view kind = "request.accepted";
    static constexpr std::string_view means = "The receiver accepted a request of other";
    MemberId member;
    MemberId other;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestAccepted::request};
};

struct RequestHeld {
    static constexpr std::string_view kind = "request.held";
    static constexpr std::string_view means =
        "The receiver put a request aside; the sender is not told";
    MemberId member;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestHeld::request};
};

struct RequestDeclined {
    static constexpr std::string_view kind = "request.declined";
    static constexpr std::string_view means =
        "The receiver declined a request; the sender is not told";
    MemberId member;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestDeclined::request};
};

struct RequestWithdrawn {
    static constexpr std::string_view kind = "request.withdrawn";
    static constexpr std::string_view means = "The sender withdrew a request";
    MemberId member;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestWithdrawn::request};
};

struct RequestGone {
    static constexpr std::string_view kind = "request.gone";
    static constexpr std::string_view means =
        "A withdrawn request no longer lies before its receiver (member)";
    MemberId member;
    RequestId request;
    static constexpr store::Thing thing{"request", &RequestGone::request};
};

} // namespace goen::exchange

namespace goen::guest {

using GuestId = Id<struct GuestMeaning>; // as in guest/guest.hpp

struct CardLinkMade {
    static constexpr std::string_view kind = "card_link.made";
    static constexpr std::string_view means = "A member made a link to a card";
    MemberId member;
    CardId card;
    static constexpr store::Thing thing{"card", &CardLinkMade::card};
};

struct CardLinkEnded {
    static constexpr std::string_view kind = "card_link.ended";
    static constexpr std::string_view means = "The link to a card ended";
    MemberId member;
    CardId card;
    static constexpr store::Thing thing{"card", &CardLinkEnded::card};
};

struct GuestLeftCard {
    static constexpr std::string_view kind = "guest.left";
    static constexpr std::string_view means = "A guest left a card with a member (other)";
    MemberId other;
    GuestId guest;
    static constexpr store::Thing thing{"guest", &GuestLeftCard::guest};
};

struct GuestAccepted {
    static constexpr std::string_view kind = "guest.accepted";
    static constexpr std::string_view means = "A member took a guest's card into her book";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &GuestAccepted::contact};
};

struct GuestDeclined {
    static constexpr std::string_view kind = "guest.declined";
    static constexpr std::string_view means = "A member declined a guest's card";
    MemberId member;
    GuestId guest;
    static constexpr store::Thing thing{"guest", &GuestDeclined::guest};
};

struct ClaimSent {
    static constexpr std::string_view kind = "claim.sent";
    static constexpr std::string_view means = "A member invited a guest whose card she has";
    MemberId member;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ClaimSent::contact};
};

struct ClaimUsed {
    static constexpr std::string_view kind = "claim.used";
    static constexpr std::string_view means =
        "A guest joined by the invitation of a member (other) who has her card";
    MemberId member;
    MemberId other;
    ContactId contact;
    static constexpr store::Thing thing{"contact", &ClaimUsed::contact};
};

} // namespace goen::guest

namespace goen::introduction {

using IntroductionId = Id<struct IntroductionMeaning>; // as in introduction/introduction.hpp

struct IntroductionAsked {
    static constexpr std::string_view kind = "introduction.asked";
    static constexpr std::string_view means =
        "A member asked an acquaintance (other) for an introduction";
    MemberId member;
    MemberId other;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionAsked::introduction};
};

struct IntroductionPassedOn {
    static constexpr std::string_view kind = "introduction.passed_on";
    static constexpr std::string_view means = "The acquaintance passed a wish of other on";
    MemberId member;
    MemberId other;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionPassedOn::introduction};
};

struct IntroductionProposed {
    static constexpr std::string_view kind = "introduction.proposed";
    static constexpr std::string_view means =
        "A member proposed to two acquaintances that they meet";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionProposed::introduction};
};

struct IntroductionArrived {
    static constexpr std::string_view kind = "introduction.arrived";
    static constexpr std::string_view means = "An introduction lies before other";
    MemberId member;
    MemberId other;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionArrived::introduction};
};

struct IntroductionKeptAway {
    static constexpr std::string_view kind = "introduction.kept_away";
    static constexpr std::string_view means = "An introduction to somebody blocked is not shown";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionKeptAway::introduction};
};

struct IntroductionAccepted {
    static constexpr std::string_view kind = "introduction.accepted";
    static constexpr std::string_view means = "One of two agreed to a proposed introduction";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionAccepted::introduction};
};

struct IntroductionMade {
    static constexpr std::string_view kind = "introduction.made";
    static constexpr std::string_view means = "Two members were introduced and exchanged cards";
    MemberId member;
    MemberId other;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionMade::introduction};
};

struct IntroductionCameAbout {
    static constexpr std::string_view kind = "introduction.came_about";
    static constexpr std::string_view means = "What a member introduced came about";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionCameAbout::introduction};
};

struct IntroductionHeld {
    static constexpr std::string_view kind = "introduction.held";
    static constexpr std::string_view means = "Somebody put an introduction aside; nobody is told";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionHeld::introduction};
};

struct IntroductionDeclined {
    static constexpr std::string_view kind = "introduction.declined";
    static constexpr std::string_view means = "Somebody declined an introduction; nobody is told";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionDeclined::introduction};
};

struct IntroductionWithdrawn {
    static constexpr std::string_view kind = "introduction.withdrawn";
    static constexpr std::string_view means = "A member withdrew an introduction";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionWithdrawn::introduction};
};

struct IntroductionGone {
    static constexpr std::string_view kind = "introduction.gone";
    static constexpr std::string_view means =
        "A withdrawn introduction no longer lies before a member";
    MemberId member;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionGone::introduction};
};

struct IntroductionThanked {
    static constexpr std::string_view kind = "introduction.thanked";
    static constexpr std::string_view means =
        "A member thanked who introduced her; other is nobody when the thanks do not arrive";
    MemberId member;
    MemberId other;
    IntroductionId introduction;
    static constexpr store::Thing thing{"introduction", &IntroductionThanked::introduction};
};

struct IntroductionSettingsChanged {
    static constexpr std::string_view kind = "introduction.settings";
    static constexpr std::string_view means = "A member changed how she may be introduced";
    MemberId member;
};

} // namespace goen::introduction

namespace goen::feed {

using PostId = Id<struct PostMeaning>;
using CommentId = Id<struct CommentMeaning>;
using PostPictureId = Id<struct PostPictureMeaning>;

// What is shown of one post, and the posts of one author, for what is kept in memory.
inline constexpr store::Topic of_post{"post"}, of_author{"posts_of"};

struct PostMade {
    static constexpr std::string_view kind = "post.made";
    static constexpr std::string_view means = "A member posted";
    MemberId member;
    PostId post;
    static constexpr store::Thing thing{"post", &PostMade::post};
    store::Marks touches() const {
        return {store::mark_of(of_author, member.value), store::mark_of(of_post, post.value)};
    }
};

struct PostChanged {
    static constexpr std::string_view kind = "post.changed";
    static constexpr std::string_view means =
        "A post was edited, has a preview of its link, or takes no more comments";
    MemberId member;
    PostId post;
    static constexpr store::Thing thing{"post", &PostChanged::post};
    store::Marks touches() const { return {store::mark_of(of_post, post.value)}; }
};

struct PostDeleted {
    static constexpr std::string_view kind = "post.deleted";
    static constexpr std::string_view means =
        "A post is not shown any more; for ten seconds it can be restored";
    MemberId member;
    PostId post;
    static constexpr store::Thing thing{"post", &PostDeleted::post};
    store::Marks touches() const {
        return {store::mark_of(of_author, member.value), store::mark_of(of_post, post.value)};
    }
};

struct PostRestored {
    static constexpr std::string_view kind = "post.restored";
    static constexpr std::string_view means = "A deleted post is shown again";
    MemberId member;
    PostId post;
    static constexpr store::Thing thing{"post", &PostRestored::post};
    store::Marks touches() const {
        return {store::mark_of(of_author, member.value), store::mark_of(of_post, post.value)};
    }
};

struct PostErased {
    static constexpr std::string_view kind = "post.erased";
    static constexpr std::string_view means = "Text and pictures of a deleted post are gone";
    PostId post;
    static constexpr store::Thing thing{"post", &PostErased::post};
    store::Marks touches() const { return {store::mark_of(of_post, post.value)}; }
};

struct CommentMade {
    static constexpr std::string_view kind = "comment.made";
    static constexpr std::string_view means = "A member commented on a post of other";
    MemberId member;
    MemberId other;
    PostId post;
    static constexpr store::Thing thing{"post", &CommentMade::post};
    store::Marks touches() const { return {store::mark_of(of_post, post.value)}; }
};

struct CommentDeleted {
    static constexpr std::string_view kind = "comment.deleted";
    static constexpr std::string_view means = "A comment on a post is not shown any more";
    MemberId member;
    PostId post;
    static constexpr store::Thing thing{"post", &CommentDeleted::post};
    store::Marks touches() const { return {store::mark_of(of_post, post.value)}; }
};

struct CommentRestored {
    static constexpr std::string_view kind = "comment.restored";
    static constexpr std::string_view means = "A deleted comment is shown again";
    MemberId member;
    PostId post;
    static constexpr store::Thing thing{"post", &CommentRestored::post};
    store::Marks touches() const { return {store::mark_of(of_post, post.value)}; }
};

struct PostReacted {
    static constexpr std::string_view kind = "post.reacted";
    static constexpr std::string_view means =
        "A member reacted to a post of other, or took that back";
    MemberId member;
    MemberId other;
    PostId post;
    static constexpr store::Thing thing{"post", &PostReacted::post};
    store::Marks touches() const { return {store::mark_of(of_post, post.value)}; }
};

struct FeedChosen {
    static constexpr std::string_view kind = "feed.chosen";
    static constexpr std::string_view means =
        "A member hid somebody's posts from her feed or shows them again, or has seen new ones";
    MemberId member;
};

struct MoveNoted {
    static constexpr std::string_view kind = "move.noted";
    static constexpr std::string_view means = "Company, department or title of a card changed";
    MemberId member;
    std::int64_t move;
    static constexpr store::Amount payload{"move", &MoveNoted::move};
};

} // namespace goen::feed

namespace goen::circle {

using Events = store::Events<
    network::SuggestionDismissed, network::SuggestionRestored, exchange::TieMade,
    exchange::TieRenewed, exchange::TieTierChanged, exchange::TieEnded, exchange::TiesImported,
    exchange::BlockSet, exchange::BlockLifted, exchange::CodeShown, exchange::CodeEnded,
    exchange::RequestSent, exchange::RequestArrived, exchange::RequestKeptAway,
    exchange::RequestAccepted, exchange::RequestHeld, exchange::RequestDeclined,
    exchange::RequestWithdrawn, exchange::RequestGone, guest::CardLinkMade, guest::CardLinkEnded,
    guest::GuestLeftCard, guest::GuestAccepted, guest::GuestDeclined, guest::ClaimSent,
    guest::ClaimUsed, introduction::IntroductionAsked, introduction::IntroductionPassedOn,
    introduction::IntroductionProposed, introduction::IntroductionArrived,
    introduction::IntroductionKeptAway, introduction::IntroductionAccepted,
    introduction::IntroductionMade, introduction::IntroductionCameAbout,
    introduction::IntroductionHeld, introduction::IntroductionDeclined,
    introduction::IntroductionWithdrawn, introduction::IntroductionGone,
    introduction::IntroductionThanked, introduction::IntroductionSettingsChanged, feed::PostMade,
    feed::PostChanged, feed::PostDeleted, feed::PostRestored, feed::PostErased, feed::CommentMade,
    feed::CommentDeleted, feed::CommentRestored, feed::PostReacted, feed::FeedChosen,
    feed::MoveNoted, message::MessageSent, message::MessageDeleted, message::MessageRestored,
    message::MessageErased, message::ThreadRead, message::ThreadMade, message::ThreadJoined,
    message::ThreadLeft, message::ThreadChanged, message::ThreadChosen,
    message::MessageSettingsChanged, notice::NoticeMade, notice::NoticesRead>;

} // namespace goen::circle
