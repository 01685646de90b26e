// SPDX-License-Identifier: Apache-2.0
// What an answer becomes.
#include "answering/answer_word.hpp"
#include "answering/reply.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace goen::answering {

using feed::CommentId;
using feed::PostId;

std::string path_of(letter::Answer const &answer) {
    switch (answer.to) {
    case letter::Answer::To::thread: return "/messages/" + std::to_string(answer.id);
    case letter::Answer::To::post: return "/posts/" + std::to_string(answer.id);
    case letter::Answer::To::comment: return "/";
    case letter::Answer::To::request: return "/requests";
    }
    return "/";
}

Done Answering::deliver(Reply const &reply, bool is_second_try) {
    if (reply.unread) return *reply.unread;
    if (reply.address.has_expired)
        return Refusal{Reason::not_found,
                       {N_("This email can be answered for {1} days only. Please log in and answer "
                           "there."),
                        {std::to_string(letter::reply_life.count())}}};
    if (!reply.member.is_confirmed || !reply.member.is_approved)
        return Refusal{Reason::forbidden, N_("Your account cannot be used yet. Please log in.")};
    auto const &answer = reply.address.answer;
    switch (answer.to) {
    case letter::Answer::To::thread: return to_thread(reply);
    case letter::Answer::To::post: return to_post(reply, PostId{answer.id}, {}, is_second_try);
    case letter::Answer::To::comment: {
        CommentId const comment{answer.id};
        auto const post = rooms_.feed.post_of(comment);
        if (!post) return Refusal{Reason::not_found, N_("This comment is not available.")};
        return to_post(reply, *post, comment, is_second_try);
    }
    case letter::Answer::To::request: return to_request(reply);
    }
    return {};
}

Done Answering::to_thread(Reply const &reply) {
    auto const me = reply.member.id;
    auto const &letter = reply.letter;
    message::ThreadId const thread{reply.address.answer.id};
    if (letter.text.empty() && letter.attachments.empty())
        return Refusal{Reason::invalid,
                       N_("We found no text of yours in it. Please write above what you quote.")};
    // Asked before anything is stored; sending asks again.
    auto const now = rooms_.messages.thread(me, thread);
    if (!now) return now.why();
    if (now->is_pair) {
        if (auto const may = rooms_.messages.can_reach(me, now->other); !may) return may.why();
    }
    message::NewMessage message;
    message.text = letter.text;
    message.client_id = "mail-" + reply.key.substr(0, 40);
    if (letter.attachments.size() >
        static_cast<std::size_t>(message::most_photos + message::most_files))
        return Refusal{
            Reason::invalid,
            {N_("A message can have up to {1} files."), {std::to_string(message::most_files)}}};
    if (count_code_points(letter.text) > message::most_text)
        return Refusal{Reason::invalid,
                       {N_("Please keep this to {1} characters or fewer."),
                        {std::to_string(message::most_text)}}};
    for (auto const &one : letter.attachments) {
        bool const is_photo =
            one.is_image &&
            message.photos.size() < static_cast<std::size_t>(message::most_photos) &&
            one.bytes.size() <= feed::most_picture_bytes;
        if (is_photo) {
            // What the darkroom cannot read goes as a file.
            auto const picture = rooms_.feed.add_picture(me, one.bytes);
            if (picture) {
                message.photos.push_back({picture->id, ""});
                continue;
            }
            if (picture.why().reason == Reason::too_many) return picture.why();
        }
        auto const file = rooms_.messages.add_file(me, one.name, one.bytes);
        if (!file) return file.why();
        message.files.push_back(file->id);
    }
    auto const sent = rooms_.messages.send(me, thread, message);
    if (!sent) return sent.why();
    return {};
}

Done Answering::to_post(Reply const &reply, PostId post, CommentId comment, bool is_second_try) {
    auto const me = reply.member.id;
    auto const &text = reply.letter.text;
    if (text.empty())
        return Refusal{Reason::invalid,
                       N_("We found no text of yours in it. Please write above what you quote.")};
    if (is_second_try) {
        // The process that did it may have died between the comment and its note.
        CommentId after{};
        for (;;) {
            auto const page = rooms_.feed.comments(me, post, after, 100);
            if (!page) return page.why();
            for (auto const &one : page->comments) {
                if (one.author.is_self && !one.deleted &&
                    one.text == with_unix_lines(trimmed(text)))
                    return {};
            }
            if (!page->next) break;
            after = page->next;
        }
    }
    auto const made = rooms_.feed.comment(me, post, text, comment);
    if (!made) return made.why();
    if (!reply.letter.attachments.empty())
        tell(reply, "comment without files " + post.text(),
             N_("Your comment is there, but without the files: a comment holds text only."));
    return {};
}

Done Answering::to_request(Reply const &reply) {
    auto const me = reply.member.id;
    RequestId const id{reply.address.answer.id};
    auto const word = answer_word(reply.letter.text);
    if (!word)
        return Refusal{
            Reason::invalid,
            N_("Please answer with one word: “yes” to exchange cards, “hold” to decide later, or "
               "“no” to decline. The sender is not told when you hold or decline.")};
    switch (*word) {
    case AnswerWord::accept: {
        auto const cards = rooms_.cards.of(me);
        if (cards.empty())
            return Refusal{Reason::conflict,
                           N_("You have no card to give. Please make one first.")};
        auto const tie = rooms_.exchange.accept(me, id, cards.front().id);
        if (!tie) return tie.why();
        return {};
    }
    case AnswerWord::hold: return rooms_.exchange.hold(me, id);
    case AnswerWord::decline: return rooms_.exchange.decline(me, id);
    }
    return {};
}

} // namespace goen::answering
