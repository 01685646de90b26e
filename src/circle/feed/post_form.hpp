// SPDX-License-Identifier: Apache-2.0
// What is typed about a post, between its form and its value. A person sees and types "@山田 花子";
// the form carries whom that means in hidden fields (mention = "ID|山田 花子"), and what is stored
// is "@[ID]". Pure values, no state.
#pragma once

#include "feed/feed.hpp"
#include "web/form_version.hpp"

namespace goen::feed {

struct Mention {
    MemberId id;
    std::string name; // as it stands in the text, after the @
};
std::vector<Mention> mentions_of(http::Params const &form); // at most most_mentions
std::string mention_field(Mention const &mention);          // "ID|name"
// A namesake of somebody who is there gets a number: "山田 太郎（2）".
void add_mention(std::vector<Mention> &to, Mention one);
// "@山田 花子" -> "@[ID]", longest names first; and back.
std::string stored_text(std::string_view typed, std::vector<Mention> const &mentions);
std::string typed_text(std::string_view stored, std::vector<Mention> const &mentions);

// "exchanged" "tag:NAME" "group:ID".
std::string audience_value(Audience const &audience);
std::optional<Audience> read_audience(std::string_view value);

struct AudienceChoice {
    Audience audience;
    std::optional<std::int64_t> readers; // how many people that is now; nothing for everyone here
};

struct PostForm {
    struct Photo {
        PostPictureId id;
        std::string alt;
    };
    std::string text; // as typed
    bool is_article = false;
    Audience audience;
    std::vector<Photo> photos;
    PostId quote;
    std::vector<Mention> mentions;
    std::vector<Mention> chosen; // by a tick: told also when the text does not name them

    NewPost post() const;
    Draft draft() const;
};
PostForm post_form_of(http::Params const &form);
PostForm post_form_of(Draft const &draft, std::vector<Mention> const &mentions);
PostForm post_form_of(Shown const &shown, i18n::Words const &words);
std::vector<Picture> pictures_of(PostForm const &form);

// The edit form's parts and what is stored of them, for its version.
web::FormParts edit_parts(i18n::Words const &words);
http::Params edit_fields(PostForm const &form);
std::vector<PostForm::Photo> photos_of(http::Params const &edit_fields);

} // namespace goen::feed
