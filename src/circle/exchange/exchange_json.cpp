// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange_json.hpp"

#include "contacts/contact_json.hpp"

#include <algorithm>

namespace goen::account {

static constexpr auto values_of(NameKind) {
    return std::array{NameKind::maiden, NameKind::alias, NameKind::legal, NameKind::pen};
}

static web::Record const &record_of(NameRecord const *) {
    auto const partial = [](web::Field date) {
        return std::move(date).most(10).or_null().about("1998, 1998-04 or 1998-04-01");
    };
    static web::Record const record{"OtherName",
                                    {web::field<&NameRecord::kind>("kind"),
                                     web::field<&NameRecord::name>("name"),
                                     partial(web::field<&NameRecord::since>("since")),
                                     partial(web::field<&NameRecord::until>("until"))}};
    return record;
}

} // namespace goen::account

namespace goen::exchange {

namespace shape = web::shape;
using web::field;

namespace {

web::Field name_part(web::Field name) {
    return std::move(name).or_null().about("null when it is not shown to you");
}
web::Field card_part(web::Field card) { return std::move(card).about("as far as you may see it"); }

std::string_view state_of(RequestAnswer const &one) {
    return one.is_mine ? one.request.state_for_sender(one.now) : to_string(one.request.state);
}

} // namespace

web::Record const &record_of(MemberAnswer const *) {
    using Member = MemberAnswer;
    static web::Record const record{
        "Member",
        {field<&Member::id>("id"),
         name_part(field<[](Member const &one) { return one.seen.name; }>("name")),
         card_part(field<[](Member const &one) { return card::CardAnswer{one.seen}; }>("card"))}};
    return record;
}

web::Record const &record_of(TieAnswer const *) {
    using Tie = TieAnswer;
    static web::Record const record{
        "Tie",
        {field<[](Tie const &one) {
             return MemberAnswer{one.tie.other, one.seen};
         }>("member"),
         field<[](Tie const &one) { return one.tie.since; }>("since"),
         field<[](Tie const &one) { return one.tie.means; }>("means"),
         field<[](Tie const &one) { return one.tie.place; }>("place").most(max_place),
         field<[](Tie const &one) { return one.tie.given; }>("given"),
         field<[](Tie const &one) { return one.tie.received; }>("received"),
         field<[](Tie const &one) { return one.tie.tier; }>("tier").as(
             shape::words({"exchanged", "colleague", "close"})
                 .about("what you show to the other; only you can read it"))}
        // goen::exchange
    };
    return record;
}

web::Record const &record_of(MemberWithTie const *) {
    using Page = MemberWithTie;
    static web::Record const record{
        "MemberWithTie",
        {field<[](Page const &one) { return one.member.id; }>("id"),
         name_part(field<[](Page const &one) { return one.member.seen.name; }>("name")),
         card_part(
             field<[](Page const &one) { return card::CardAnswer{one.member.seen}; }>("card")),
         field<&Page::other_names>("other_names")
             .most(20)
             .about("former names and the like, as far as they are shown to me"),
         field<&Page::withdrawn>("withdrawn_at")
             .or_null()
             .about("when the member withdrew the card I hold; the card is then the last received"),
         field<[](Page const &one) {
             return one.tie ? std::optional{TieAnswer{*one.tie, one.member.seen}} : std::nullopt;
         }>("tie")
             .or_null()
             .about("null when none stands")}};
    return record;
}

web::Record const &record_of(CodeAnswer const *) {
    using Answer = CodeAnswer;
    static web::Record const record{
        "ExchangeCode",
        {field<[](Answer const &one) { return one.code.id; }>("id"),
         field<[](Answer const &one) { return one.code.digits; }>("code").most(6).least(6).about(
             "six digits, to be said or typed"),
         field<[](Answer const &one) { return one.public_url + "/c/" + one.code.secret; }>("url")
             .about("what the QR holds"),
         field<[](Answer const &one) {
             return one.public_url + "/x/" + one.code.secret + "/qr.svg";
         }>("qr")
             .about("the QR as SVG; needs no token"),
         field<[](Answer const &one) { return one.code.card; }>("card"),
         field<[](Answer const &one) { return one.code.place; }>("place").most(max_place),
         field<[](Answer const &one) { return std::max(0, one.code.uses_left); }>("uses")
             .between(0, max_uses)
             .about("0: everyone who comes in time"),
         field<[](Answer const &one) { return one.code.expires; }>("expires_at")}};
    return record;
}

web::Record const &record_of(RequestAnswer const *) {
    using Answer = RequestAnswer;
    static web::Record const record{
        "ExchangeRequest",
        {field<[](Answer const &one) { return one.request.id; }>("id"),
         field<[](Answer const &one) { return one.request.from; }>("from"),
         field<[](Answer const &one) { return one.request.to; }>("to"),
         field<[](Answer const &one) {
             return MemberAnswer{one.is_mine ? one.request.to : one.request.from, one.seen};
         }>("member")
             .about("the other person"),
         field<[](Answer const &one) { return one.request.card; }>("card").about(
             "the card the sender gives"),
         field<[](Answer const &one) { return one.request.message; }>("message").most(max_message),
         field<[](Answer const &one) { return one.request.sent; }>("sent_at"),
         field<[](Answer const &one) { return one.request.lapses(); }>("lapses_at"),
         field<[](Answer const &one) { return state_of(one); }>("state").as(
             shape::words({"open", "held", "sent", "accepted", "withdrawn", "lapsed"})
                 .about("received ones are open or held; sent ones are sent, accepted, withdrawn "
                        "or lapsed"))}};
    return record;
}

} // namespace goen::exchange
