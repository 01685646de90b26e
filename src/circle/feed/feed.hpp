// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the feed room: posts (投稿), comments and reactions, and what happened among the
// people one exchanged cards with, strictly by time.
//
// Who may read a post is decided by one function (readable() in may_read.cpp), asked by every verb
// here; pages, API, search, letters and archive get posts from this door and from nowhere else.
// Whoever may not read a post gets the answer of one that is not there: no count, reaction,
// comment, picture or quotation of it either. What somebody wrote whom the reader has blocked, or
// who has blocked the reader, is not there for her.
//
// A post costs the same whether its author has ten ties or 30,000: nothing is written for readers.
// The newest posts of every author lie in memory (feed_index.hpp) and are merged when somebody
// reads. Threads may share a Feed.
#pragma once

#include "account/quota.hpp"
#include "base/throttle.hpp"
#include "circle_events/events.hpp"
#include "contacts/contacts.hpp"
#include "fetch/fetch.hpp"
#include "media/darkroom.hpp"
#include "policy/policy.hpp"

#include <array>

namespace goen::feed {

inline constexpr std::size_t most_text = 5'000, most_article = 50'000; // characters
inline constexpr std::size_t most_comment = 2'000, most_alt = 500;
inline constexpr int most_pictures = 4, most_mentions = 20;
inline constexpr seconds undo_time{10};
inline constexpr std::size_t most_picture_bytes = 20 * 1024 * 1024; // of one file

enum class Kind { text, article };
std::string_view to_string(Kind kind);

// Who may read a post: all members here; those to whom the author's tier is that or nearer; those
// whose line in the author's book has a tag and with whom a tie stands; a group's members.
struct Audience {
    enum class To : std::uint8_t { everyone, exchanged, colleague, close, tag, group };
    To to = To::exchanged;
    std::string tag = {};
    std::int64_t group = 0;
    std::string key = {}; // of the tag, as the book has it; made by the verbs
    bool operator==(Audience const &) const = default;
};
std::string_view to_string(Audience::To to);
std::optional<Audience::To> audience_of(std::string_view text);

enum class Reaction { like, congratulation, useful, thanks };
inline constexpr std::array reactions{Reaction::like, Reaction::congratulation, Reaction::useful,
                                      Reaction::thanks};
std::string_view to_string(Reaction reaction);
std::optional<Reaction> reaction_of(std::string_view text);

struct Picture {
    PostPictureId id;
    std::string alt;
    int width = 0, height = 0;
};
// What the server found behind the first link of a post.
struct Link {
    std::string url, title, about, site;
    std::optional<Picture> picture;
    bool empty() const { return title.empty(); }
};

struct Post {
    PostId id;
    MemberId author;
    Kind kind = Kind::text;
    Audience audience;
    std::string text; // mentions stand in it as @[MEMBER]
    PostId quote;     // 0: none
    int version = 1;
    Time made{};
    std::optional<Time> edited, deleted;
    bool is_closed = false; // no more comments
};

struct NewPost {
    std::string text;
    Kind kind = Kind::text;
    Audience audience;
    std::vector<Picture> pictures; // ids and descriptions
    PostId quote;
    std::vector<MemberId> mentions; // besides those in the text
};
// What is not set stays.
struct PostEdit {
    std::optional<std::string> text;
    std::optional<std::vector<Picture>> pictures;
};
struct PostVersion {
    int version = 1;
    Time made{};
    std::string text;
    std::vector<std::string> alts; // descriptions of its pictures
};

// Somebody as the reader sees her.
struct Person {
    MemberId id;
    card::CardBody card; // empty name: the reader may not see it
    bool is_self = false;
};

// A post as its reader sees it.
struct Shown {
    Post post;
    Person author;
    std::vector<Picture> pictures;
    Link link;
    std::shared_ptr<Shown const> quoted;        // null also when it may not be read
    std::vector<Person> mentions;               // those in the text, and the others
    std::array<int, reactions.size()> counts{}; // by Reaction
    std::optional<Reaction> mine;
    int comments = 0;
    bool is_tied = false; // with the author: why it is in the feed
};

struct Comment {
    CommentId id;
    PostId post;
    Person author;
    CommentId reply_to;
    std::string text;
    Time made{};
    std::optional<Time> deleted;
    bool may_delete = false; // by the reader: hers, or on her post
    std::vector<Person> mentions = {};
};

// Somebody's new company, department or title, as the reader sees the card in hand.
struct Move {
    Person person;
    std::vector<card::Position> before, after; // of the side the reader's language asks for first
    Time at{};
};
// All moves of one day in Japan (Asia/Tokyo) stand in one line.
struct MovesOfDay {
    Date day;
    std::vector<Move> moves;
};

struct Item {
    std::optional<Shown> post; // or
    std::optional<MovesOfDay> moves;
};
struct Filter {
    enum class What { all, colleague, close, company, tag, group };
    What what = What::all;
    std::string tag = {};
    std::int64_t group = 0;
    // "all" "close" "tag:NAME" "group:ID"; nothing for what is none.
    static std::optional<Filter> parse(std::string_view text);
    std::string text() const;
};
struct FeedPage {
    std::vector<Item> items;
    std::string next; // opaque cursor of at most 20 characters; "" = the end
    PostId newest;    // of this filter, on any page; 0: there is none
    PostId seen;      // the newest when the reader was here last; what is newer is new
    int fresh = 0;    // of the first page: how many items are newer than `seen`
};
bool is_cursor(std::string_view text); // "": the first page
struct PostPage {
    std::vector<Shown> posts; // newest first
    PostId next;              // pass as `before`; 0 = the end
};

// What shown posts were made of, their reader apart: they may be kept in memory while nothing
// happens to these and to her.
struct MadeOf {
    std::vector<std::int64_t> people;
    store::Marks topics;
    // False: a quotation stands in it that she may not read now, and of which nothing is named
    // here.
    bool can_be_kept = true;

    void add(Shown const &shown);
    void add(FeedPage const &page);
    void add(Comment const &comment); // on a post that was added
};

struct Draft {
    std::string text;
    Kind kind = Kind::text;
    Audience audience;
    std::vector<Picture> pictures;
    PostId quote;
    Time kept{};
};

struct Options {
    int posts_an_hour = 30, edits_an_hour = 120, comments_an_hour = 120, reactions_an_hour = 600,
        pictures_an_hour = 60;
    std::size_t kept_of_author = 32; // posts in memory
    // How the first link of a post is looked at; nothing: not at all.
    std::optional<fetch::Settings> links = {};
};

class Feed {
public:
    struct Rooms {
        store::Database &database;
        policy::Policy &policy;
        card::Cards &cards;
        contacts::Contacts &contacts;
        media::Darkroom &darkroom;
        IdMaker &ids;
        Clock &clock;
        account::Quotas quotas{};
    };
    explicit Feed(Rooms rooms, Options options = {});
    ~Feed();
    Feed(Feed const &) = delete;
    Feed &operator=(Feed const &) = delete;

    // Fills the index on a thread of its own, deletes what was deleted when its undo time is over,
    // and fetches what links lead to; before serving.
    void open();
    void close();
    bool is_ready() const;
    bool wait_until_ready(milliseconds at_most);
    void keep_in(store::DerivedMemory &memory);

    // ---- writing (posting.cpp, answering.cpp) ----
    // `once`: for a form; the same text and audience again within two minutes is a second tap on
    // the button, and answers the post that is there.
    Result<Post> post(MemberId me, NewPost const &post, bool once = false);
    // `check` is asked inside the transaction with what is stored then; its refusal is the answer.
    using Check = std::function<Done(Shown const &now)>;
    Result<Post> edit(MemberId me, PostId id, PostEdit const &edit, Check const &check = {});
    // Not there for anybody from now on; for good after `undo_time`.
    Done remove(MemberId me, PostId id, Check const &check = {});
    Done restore(MemberId me, PostId id);
    Done close_comments(MemberId me, PostId id, bool is_closed);
    // `reply_to` an answer: to the comment that it answers.
    Result<Comment> comment(MemberId me, PostId post, std::string_view text, CommentId reply_to,
                            bool once = false);
    // The post a comment is on; nothing when there is no such comment. Says nothing of whether
    // anybody may read it: for comment(), which does.
    std::optional<PostId> post_of(CommentId id);
    Result<PostId> remove_comment(MemberId me, CommentId id); // the post it was on
    Result<PostId> restore_comment(MemberId me, CommentId id);
    Done react(MemberId me, PostId id, std::optional<Reaction> reaction); // nothing: takes it back
    // Their posts are left out of my feed; the tie stays.
    Done hide(MemberId me, MemberId other);
    Done unhide(MemberId me, MemberId other);
    std::vector<MemberId> hidden(MemberId me);
    Done seen(MemberId me, PostId newest); // never goes back
    // A photograph to be posted within a day.
    Result<Picture> add_picture(MemberId me, std::string_view file);
    std::optional<std::string> print(MemberId viewer, PostPictureId id, int size,
                                     std::string_view format); // "webp" "jpeg"
    goen::Usage usage(store::Reader &reader, MemberId me);     // bytes of her photographs
    std::optional<Draft> draft(MemberId me);
    Done keep_draft(MemberId me, Draft const &draft); // an empty one is dropped

    // ---- reading (reading.cpp) ----
    // Those she may read, in the order of `ids`; the others are left out.
    std::vector<Shown> look(store::Reader &reader, MemberId viewer, std::vector<PostId> const &ids);
    Result<Shown> find(MemberId viewer, PostId id); // her own also while it can be restored
    FeedPage page(MemberId me, Filter const &filter, std::string_view after, int limit,
                  i18n::Language reader);
    PostPage of_member(MemberId viewer, MemberId author, PostId before, int limit);
    // What the first page is made of, from memory alone: for those who keep the page. While this is
    // the same, the page can only differ inside of its posts (the topic of_post of each) and
    // people. Nothing: not to be kept (not ready, or a post for those under a tag stands in it).
    std::optional<std::vector<std::int64_t>> outline(MemberId me, Filter const &filter, int limit,
                                                     i18n::Language reader);
    Result<std::vector<PostVersion>> versions(MemberId viewer, PostId id); // newest first
    struct Comments {
        std::vector<Comment> comments; // oldest first, answers in their place by time
        CommentId next;                // pass as `after`; 0 = the end
    };
    Result<Comments> comments(MemberId viewer, PostId post, CommentId after, int limit);
    Result<std::vector<std::pair<Person, Reaction>>> reacted(MemberId viewer, PostId post);
    std::vector<MovesOfDay> moves(MemberId me, Date month, i18n::Language reader); // newest first
    // How many people can read each of them now, in their order; nothing for everyone here.
    std::vector<std::optional<std::int64_t>> readers(MemberId me,
                                                     std::vector<Audience> const &audiences);
    std::vector<Person> people(MemberId viewer, std::vector<MemberId> const &ids);

    // ---- for those who read a stream (feed_live.cpp) ----
    // Those of `members` in whose feed the post may be: its author, and who has a tie with her.
    std::vector<MemberId> who_follows(store::Reader &reader, PostId post,
                                      std::vector<MemberId> const &members);
    // The post, if she may read it now, has not hidden its author, and is not blocked with `by`,
    // who did something to it.
    std::optional<Post> to_tell(store::Reader &reader, MemberId viewer, PostId post, MemberId by);

    // ---- for notices (noticing.cpp) ----
    // Something that somebody wrote on a post, and whom it may concern; whoever may read it.
    struct Remark {
        CommentId id, answers; // 0: no other comment
        MemberId answered;     // who wrote that
        std::vector<MemberId> mentioned;
    };
    std::vector<Remark> remarks(store::Reader &reader, PostId post, MemberId by, Time since);
    std::vector<MemberId> mentioned(store::Reader &reader, PostId post);
    bool has_reacted(store::Reader &reader, PostId post, MemberId by);
    // Those of them that she may read now; the others are left out.
    std::vector<Comment> look(store::Reader &reader, MemberId viewer,
                              std::vector<CommentId> const &ids);
    // Who reacted to those of the posts that she may read, newest first.
    std::vector<std::pair<PostId, Person>> reacted(store::Reader &reader, MemberId viewer,
                                                   std::vector<PostId> const &posts);
    // In her feed since then, newest first: at most `most` people, each with the newest.
    std::vector<Move> moves_since(MemberId me, Time since, i18n::Language reader, std::size_t most);

    // ---- for other rooms ----
    // A photograph of hers that no post shows, to be sent with something else: handed over whole,
    // and not kept here any more. Nothing for any other.
    struct TakenPrint {
        int size = 0;
        std::string format, bytes; // "webp" "jpeg"
    };
    struct TakenPicture {
        int width = 0, height = 0;
        std::int64_t bytes = 0;
        std::vector<TakenPrint> prints;
    };
    std::optional<TakenPicture> take_picture(store::Writer &writer, MemberId me, PostPictureId id);
    // Hook for Cards::on_change.
    void card_changed(store::Writer &writer, card::Cards::Change const &change);
    void member_leaves(store::Writer &writer, MemberId member);
    void tidy(); // photographs that were never posted, drafts of a year ago

    struct State; // of this room's .cpp files

private:
    std::shared_ptr<State> state_;
};

// In one line, for lists and letters; mentions by their names, as far as they are given.
std::string plain_text(std::string_view text, Kind kind, std::vector<Person> const &mentions,
                       i18n::Words const &words, std::size_t characters);
// As it was written, with its lines.
std::string with_names(std::string_view text, std::vector<Person> const &mentions,
                       i18n::Words const &words);

} // namespace goen::feed
