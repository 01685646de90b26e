// SPDX-License-Identifier: Apache-2.0
#include "feed/post_form.hpp"

#include "base/text.hpp"
#include "feed/feed_view.hpp"

#include <algorithm>

namespace goen::feed {
namespace {

constexpr std::string_view tag_value = "tag:", group_value = "group:";
constexpr std::size_t most_name = 200;

std::optional<Mention> read_mention(std::string_view field) {
    auto const bar = field.find('|');
    if (bar == field.npos) return {};
    auto const id = MemberId::parse(field.substr(0, bar));
    auto const name = trimmed(field.substr(bar + 1));
    if (!id || name.empty() || name.size() > most_name) return {};
    return Mention{*id, std::string{name}};
}

std::vector<Mention> longest_first(std::vector<Mention> mentions) {
    std::ranges::stable_sort(
        mentions, [](Mention const &a, Mention const &b) { return a.name.size() > b.name.size(); });
    return mentions;
}

void replace_all(std::string &text, std::string const &what, std::string const &by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

std::vector<Mention> read_mentions(http::Params const &form, std::string_view field) {
    std::vector<Mention> found;
    for (auto const one : form.all(field)) {
        auto mention = read_mention(one);
        if (!mention) continue;
        bool const is_there = std::ranges::any_of(
            found, [&](Mention const &other) { return other.id == mention->id; });
        if (!is_there && found.size() < static_cast<std::size_t>(most_mentions))
            found.push_back(std::move(*mention));
    }
    return found;
}

} // namespace

std::vector<Mention> mentions_of(http::Params const &form) {
    return read_mentions(form, "mention");
}

std::string mention_field(Mention const &mention) { return mention.id.text() + '|' + mention.name; }

void add_mention(std::vector<Mention> &to, Mention one) {
    auto const is_taken = [&](std::string const &name) {
        return std::ranges::any_of(
            to, [&](Mention const &other) { return other.name == name && other.id != one.id; });
    };
    auto const name = one.name;
    for (int n = 2; is_taken(one.name); ++n) one.name = name + "（" + std::to_string(n) + "）";
    to.push_back(std::move(one));
}

std::string stored_text(std::string_view typed, std::vector<Mention> const &mentions) {
    auto text = with_unix_lines(typed);
    for (auto const &one : longest_first(mentions))
        replace_all(text, "@" + one.name, "@[" + one.id.text() + "]");
    return text;
}

std::string typed_text(std::string_view stored, std::vector<Mention> const &mentions) {
    std::string text{stored};
    for (auto const &one : mentions) replace_all(text, "@[" + one.id.text() + "]", "@" + one.name);
    return text;
}

std::string audience_value(Audience const &audience) {
    switch (audience.to) {
    case Audience::To::tag: return std::string{tag_value} + audience.tag;
    case Audience::To::group: return std::string{group_value} + std::to_string(audience.group);
    default: return std::string{to_string(audience.to)};
    }
}

std::optional<Audience> read_audience(std::string_view value) {
    Audience audience;
    if (value.starts_with(tag_value)) {
        audience.to = Audience::To::tag;
        audience.tag = value.substr(tag_value.size());
        return audience.tag.empty() ? std::nullopt : std::optional{audience};
    }
    if (value.starts_with(group_value)) {
        auto const group = parse_id(value.substr(group_value.size()));
        if (!group) return {};
        audience.to = Audience::To::group;
        audience.group = *group;
        return audience;
    }
    auto const to = audience_of(value);
    if (!to || *to == Audience::To::tag || *to == Audience::To::group) return {};
    audience.to = *to;
    return audience;
}

PostForm post_form_of(http::Params const &form) {
    PostForm read;
    read.text = with_unix_lines(form.get("text"));
    read.is_article = form.get("article") == "1";
    read.audience = read_audience(form.get("audience")).value_or(Audience{});
    read.quote = PostId::parse(form.get("quote")).value_or(PostId{});
    for (auto const one : form.all("picture")) {
        auto const id = PostPictureId::parse(one);
        if (!id || read.photos.size() == static_cast<std::size_t>(most_pictures)) continue;
        if (form.get("drop." + id->text()) == "1") continue;
        read.photos.push_back({*id, std::string{trimmed(form.get("alt." + id->text()))}});
    }
    read.mentions = mentions_of(form);
    read.chosen = read_mentions(form, "tell");
    return read;
}

PostForm post_form_of(Draft const &draft, std::vector<Mention> const &mentions) {
    PostForm form;
    form.text = typed_text(draft.text, mentions);
    form.is_article = draft.kind == Kind::article;
    form.audience = draft.audience;
    form.quote = draft.quote;
    form.mentions = mentions;
    for (auto const &one : draft.pictures) form.photos.push_back({one.id, one.alt});
    return form;
}

PostForm post_form_of(Shown const &shown, i18n::Words const &words) {
    PostForm form;
    for (auto const &one : shown.mentions)
        add_mention(form.mentions, {one.id, name_of(one, words)});
    form.text = typed_text(shown.post.text, form.mentions);
    form.is_article = shown.post.kind == Kind::article;
    form.audience = shown.post.audience;
    form.quote = shown.post.quote;
    for (auto const &one : shown.pictures) form.photos.push_back({one.id, one.alt});
    return form;
}

std::vector<Picture> pictures_of(PostForm const &form) {
    std::vector<Picture> pictures;
    for (auto const &one : form.photos) pictures.push_back({one.id, one.alt});
    return pictures;
}

NewPost PostForm::post() const {
    auto known = mentions;
    known.insert(known.end(), chosen.begin(), chosen.end());
    NewPost made{stored_text(trimmed(text), known),
                 is_article ? Kind::article : Kind::text,
                 audience,
                 pictures_of(*this),
                 quote,
                 {}};
    for (auto const &one : chosen) {
        if (made.text.find("@[" + one.id.text() + "]") == std::string::npos)
            made.mentions.push_back(one.id);
    }
    return made;
}

Draft PostForm::draft() const {
    auto const as_post = post();
    Draft draft;
    draft.text = stored_text(text, mentions);
    // A draft has its text only: whom she chose stands at its end.
    for (auto const id : as_post.mentions) draft.text += " @[" + id.text() + "]";
    draft.kind = as_post.kind;
    draft.audience = audience;
    draft.pictures = as_post.pictures;
    draft.quote = quote;
    return draft;
}

web::FormParts edit_parts(i18n::Words const &words) {
    auto const no_description = std::string{words("no description")};
    return {{"text", words("Text"), {}},
            {"photos", words("Photos"), [no_description](http::Params const &fields) {
                 std::string text;
                 for (auto const &one : photos_of(fields)) {
                     if (!text.empty()) text += '\n';
                     text += one.alt.empty() ? no_description : one.alt;
                 }
                 return text;
             }}};
}

std::vector<PostForm::Photo> photos_of(http::Params const &fields) {
    std::vector<PostForm::Photo> photos;
    for (auto const line : split(fields.get("photos"), '\n')) {
        auto const space = line.find(' ');
        if (space == line.npos) continue;
        if (auto const id = PostPictureId::parse(line.substr(0, space)))
            photos.push_back({*id, std::string{line.substr(space + 1)}});
    }
    return photos;
}

http::Params edit_fields(PostForm const &form) {
    http::Params fields;
    fields.add("text", form.text);
    // One part: which photographs, in which order, and what is said about each.
    std::string photos;
    for (auto const &one : form.photos) {
        if (!photos.empty()) photos += '\n';
        photos += one.id.text() + ' ' + one.alt;
    }
    fields.add("photos", photos);
    return fields;
}

} // namespace goen::feed
