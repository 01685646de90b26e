// SPDX-License-Identifier: Apache-2.0
#include "feed/feed_json.hpp"

namespace goen::feed {

namespace shape = web::shape;
using web::field;

namespace {

struct QuoteJson { // what is quoted, as far as it may be read
    Shown const *shown = nullptr;
};
web::Record const &record_of(QuoteJson const *) {
    static web::Record const record{
        "QuotedPost",
        {field<[](QuoteJson const &one) { return one.shown->post.id; }>("id"),
         field<[](QuoteJson const &one) { return PersonJson{one.shown->author}; }>("author"),
         field<[](QuoteJson const &one) { return one.shown->post.text; }>("text").most(
             most_article),
         field<[](QuoteJson const &one) { return one.shown->post.made; }>("at")}};
    return record;
}

struct LinkJson {
    Link link;
    bool empty() const { return link.empty(); }
};
web::Record const &record_of(LinkJson const *) {
    static web::Record const record{
        "PostLink",
        {field<[](LinkJson const &one) { return one.link.url; }>("url").most(4000),
         field<[](LinkJson const &one) { return one.link.title; }>("title"),
         field<[](LinkJson const &one) { return one.link.about; }>("description").or_null(),
         field<[](LinkJson const &one) { return one.link.site; }>("site").or_null()}};
    return record;
}

struct MoveJson {
    Move move;
};
web::Record const &record_of(MoveJson const *) {
    static web::Record const record{
        "Move",
        {field<[](MoveJson const &one) { return PersonJson{one.move.person}; }>("member"),
         field<[](MoveJson const &one) { return one.move.before; }>("before"),
         field<[](MoveJson const &one) { return one.move.after; }>("after"),
         field<[](MoveJson const &one) { return one.move.at; }>("at")}};
    return record;
}

std::string headline_of(card::CardBody const &body) {
    auto const *position = card::main_position(body, i18n::Language::ja);
    if (!position) return {};
    if (position->title.empty() || position->company.empty())
        return position->company + position->title;
    return position->company + " " + position->title;
}

std::map<std::string, int> counts_of(Shown const &shown) {
    std::map<std::string, int> out;
    for (auto const reaction : reactions) {
        if (int const count = shown.counts[static_cast<std::size_t>(reaction)])
            out[std::string{to_string(reaction)}] = count;
    }
    return out;
}

std::vector<PictureJson> pictures_of(std::vector<Picture> const &pictures) {
    std::vector<PictureJson> out;
    for (auto const &picture : pictures) out.push_back({picture});
    return out;
}

std::vector<PersonJson> people_of(std::vector<Person> const &people) {
    std::vector<PersonJson> out;
    for (auto const &person : people) out.push_back({person});
    return out;
}

} // namespace

Result<Audience> AudienceJson::parse(AudienceJson const &typed) {
    if (typed.to.has_value() + typed.tag.has_value() + typed.group.has_value() != 1)
        return Refusal::field("audience", N_("Say who reads it: one of `to`, `tag` and `group`."));
    if (typed.tag) return Audience{Audience::To::tag, *typed.tag};
    if (typed.group) return Audience{Audience::To::group, {}, typed.group->value};
    auto const to = audience_of(*typed.to);
    if (!to || *to == Audience::To::tag || *to == Audience::To::group)
        return Refusal::field("audience.to", N_("This audience is not available."));
    return Audience{*to};
}

AudienceJson AudienceJson::of(Audience const &audience) {
    if (audience.to == Audience::To::tag) return {{}, audience.tag, {}};
    if (audience.to == Audience::To::group)
        return {{}, {}, Id<struct GroupMeaning>{audience.group}};
    return {std::string{to_string(audience.to)}, {}, {}};
}

web::Record const &record_of(AudienceJson const *) {
    static web::Record const record{
        "PostAudience",
        {field<&AudienceJson::to>("to").optional().as(
             shape::words({"everyone", "exchanged", "colleague", "close"})
                 .about("everyone: all members here; the others: those to whom the author's tier "
                        "is that or nearer")),
         field<&AudienceJson::tag>("tag").optional().most(100).about(
             "a tag of the author's book; named to nobody else"),
         field<&AudienceJson::group>("group").optional()}};
    return record;
}

web::Record const &record_of(PersonJson const *) {
    using Of = PersonJson;
    static web::Record const record{
        "PostAuthor",
        {field<[](Of const &one) { return one.person.id; }>("id"),
         field<[](Of const &one) { return one.person.card.name; }>("name").or_null().about(
             "null when it is not shown to you"),
         field<[](Of const &one) { return one.person.card.photo; }>("photo").or_null(),
         field<[](Of const &one) { return headline_of(one.person.card); }>("headline").or_null()}};
    return record;
}

web::Record const &record_of(PictureJson const *) {
    using Of = PictureJson;
    static web::Record const record{
        "PostPicture",
        {field<[](Of const &one) { return one.picture.id; }>("id"),
         field<[](Of const &one) { return "/api/v1/pictures/" + one.picture.id.text() + "/1600"; }>(
             "url")
             .about("by the same rule as the post; WebP for those whose Accept names it, else "
                    "JPEG; /640 is smaller"),
         field<[](Of const &one) { return one.picture.alt; }>("alt").most(most_alt),
         field<[](Of const &one) { return one.picture.width; }>("width"),
         field<[](Of const &one) { return one.picture.height; }>("height")}};
    return record;
}

web::Record const &record_of(PostJson const *) {
    using Of = PostJson;
    static web::Record const record{
        "Post",
        {field<[](Of const &one) { return one.shown.post.id; }>("id"),
         field<[](Of const &one) { return PersonJson{one.shown.author}; }>("author"),
         field<[](Of const &one) { return one.shown.post.kind; }>("kind"),
         field<[](Of const &one) { return one.shown.post.text; }>("text")
             .most(most_article)
             .about("mentions stand in it as @[MEMBER]; of an article it is Markdown"),
         field<[](Of const &one) {
             auto audience = one.shown.post.audience;
             // Which tier the reader has, and what the author calls people, is the author's.
             bool const is_open =
                 audience.to == Audience::To::everyone || audience.to == Audience::To::group;
             if (!one.shown.author.is_self && !is_open) audience = {Audience::To::exchanged};
             return AudienceJson::of(audience);
         }>("audience"),
         field<[](Of const &one) { return one.shown.post.made; }>("at"),
         field<[](Of const &one) { return one.shown.post.edited; }>("edited_at").or_null(),
         field<[](Of const &one) { return pictures_of(one.shown.pictures); }>("pictures"),
         field<[](Of const &one) { return LinkJson{one.shown.link}; }>("preview").or_null().about(
             "of the first link in it"),
         field<&PostJson::url>("link"),
         field<[](Of const &one) {
             return one.shown.quoted ? std::optional{QuoteJson{one.shown.quoted.get()}}
                                     : std::nullopt;
         }>("quote")
             .or_null(),
         field<[](Of const &one) { return people_of(one.shown.mentions); }>("mentions"),
         field<[](Of const &one) { return counts_of(one.shown); }>("reactions"),
         field<[](Of const &one) { return one.shown.mine; }>("mine").or_null(),
         field<[](Of const &one) { return one.shown.comments; }>("comments"),
         field<[](Of const &one) { return one.shown.post.is_closed; }>("comments_closed")}};
    return record;
}

web::Record const &record_of(VersionJson const *) {
    using Of = VersionJson;
    static web::Record const record{
        "PostVersion",
        {field<[](Of const &one) { return one.version.version; }>("version"),
         field<[](Of const &one) { return one.version.made; }>("at"),
         field<[](Of const &one) { return one.version.text; }>("text").most(most_article),
         field<[](Of const &one) { return one.version.alts; }>("pictures")
             .about("descriptions of its pictures")}};
    return record;
}

web::Record const &record_of(CommentJson const *) {
    using Of = CommentJson;
    static web::Record const record{
        "PostComment",
        {field<[](Of const &one) { return one.comment.id; }>("id"),
         field<[](Of const &one) { return one.comment.post; }>("post"),
         field<[](Of const &one) { return PersonJson{one.comment.author}; }>("author"),
         field<[](Of const &one) { return one.comment.reply_to; }>("reply_to").or_null(),
         field<[](Of const &one) { return one.comment.text; }>("text").most(most_comment),
         field<[](Of const &one) { return one.comment.made; }>("at"),
         field<[](Of const &one) { return one.comment.may_delete; }>("may_delete"),
         field<[](Of const &one) { return people_of(one.comment.mentions); }>("mentions")}};
    return record;
}

web::Record const &record_of(ReactedJson const *) {
    using Of = ReactedJson;
    static web::Record const record{
        "PostReaction",
        {field<[](Of const &one) { return PersonJson{one.person}; }>("member"),
         field<&ReactedJson::kind>("kind")}};
    return record;
}

web::Record const &record_of(ItemJson const *) {
    using Of = ItemJson;
    static web::Record const record{
        "FeedItem",
        {field<[](Of const &one) {
             return one.item.post ? std::string_view{"post"} : std::string_view{"moves"};
         }>("kind")
             .as(shape::words({"post", "moves"})),
         field<[](Of const &one) {
             if (!one.item.post) return std::optional<PostJson>{};
             auto const id = one.item.post->post.id.text();
             return std::optional{PostJson{*one.item.post, one.public_url + "/posts/" + id}};
         }>("post")
             .optional(),
         field<[](Of const &one) {
             return one.item.moves ? std::optional{one.item.moves->day} : std::nullopt;
         }>("day")
             .optional()
             .about("in Japan, of moves"),
         field<[](Of const &one) {
             if (!one.item.moves) return std::optional<std::vector<MoveJson>>{};
             std::vector<MoveJson> moves;
             for (auto const &move : one.item.moves->moves) moves.push_back({move});
             return std::optional{std::move(moves)};
         }>("moves")
             .optional()}};
    return record;
}

} // namespace goen::feed
