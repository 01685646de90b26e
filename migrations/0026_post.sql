-- SPDX-License-Identifier: Apache-2.0
-- Posts (投稿), what is said about them, and what each member reads of others. A post and all that hangs on it lie by the
-- post's own number; drafts and choices by the member.
-- owner: feed, own key id

create table post (
    id bigint not null primary key,
    author_id bigint not null,
    kind text not null,                   -- text article
    audience text not null,               -- everyone exchanged colleague close tag group
    audience_tag text not null,           -- of the author's book, as she wrote it; '' for the others
    audience_key text not null,           -- the same folded, as contact_tag has it
    audience_id bigint not null,          -- the group, else 0
    text text not null,                   -- mentions stand in it as @[MEMBER]
    quote_id bigint not null,             -- the post it quotes, 0 = none
    version bigint not null,              -- 1 = never edited
    made_at bigint not null,
    edited_at bigint,
    deleted_at bigint,                    -- its undo time is running; afterwards the row is gone
    is_closed bigint not null             -- 1: no more comments
);
create index post_of_author on post (author_id, id);
create index post_deleted on post (deleted_at) where deleted_at is not null;

-- Photographs. One that no post shows is gone after a day.
create table post_picture (
    id bigint not null primary key,
    author_id bigint not null,
    post_id bigint not null,              -- 0 = not posted yet
    place bigint not null,                -- 0-3 within the post
    alt text not null,
    width bigint not null,
    height bigint not null,
    bytes bigint not null,                -- of all its prints
    made_at bigint not null
);
create index post_picture_of on post_picture (post_id, place) where post_id <> 0;
create index post_picture_unposted on post_picture (made_at) where post_id = 0;
create index post_picture_by on post_picture (author_id);

-- owner: feed, own key picture_id
create table post_print (
    picture_id bigint not null,
    size bigint not null,
    format text not null,
    bytes bytea not null,
    primary key (picture_id, size, format)
);

-- owner: feed, own key post_id
-- What a post said before it was edited.
create table post_version (
    post_id bigint not null,
    version bigint not null,
    text text not null,
    pictures text not null,               -- descriptions, a JSON list
    made_at bigint not null,
    primary key (post_id, version)
) /*sqlite: without rowid */;

create table post_mention (
    post_id bigint not null,
    member_id bigint not null,
    primary key (post_id, member_id)
) /*sqlite: without rowid */;
create index post_mention_of on post_mention (member_id);

create table post_comment (
    post_id bigint not null,
    id bigint not null,
    author_id bigint not null,
    reply_to bigint not null,             -- a comment on the same post that answers none itself, else 0
    text text not null,
    made_at bigint not null,
    deleted_at bigint,                    -- as of a post
    primary key (post_id, id)
) /*sqlite: without rowid */;
create index post_comment_id on post_comment (id);
create index post_comment_by on post_comment (author_id, id);
create index post_comment_deleted on post_comment (deleted_at) where deleted_at is not null;

create table post_reaction (
    post_id bigint not null,
    member_id bigint not null,
    kind text not null,                   -- like congratulation useful thanks
    made_at bigint not null,
    primary key (post_id, member_id)
) /*sqlite: without rowid */;
create index post_reaction_by on post_reaction (member_id);

-- The first link of a post, fetched once.
create table post_link (
    post_id bigint not null primary key,
    url text not null,
    title text not null,                  -- '' until it has been fetched, or when there is nothing to show
    about text not null,
    site text not null,
    picture_id bigint not null,           -- a post_picture, 0 = none
    due_at bigint                         -- null: done
) /*sqlite: without rowid */;
create index post_link_due on post_link (due_at) where due_at is not null;

-- owner: feed, by member_id
-- The one post somebody is writing.
create table post_draft (
    member_id bigint not null primary key,
    text text not null,
    kind text not null,
    audience text not null,
    audience_tag text not null,
    pictures text not null,               -- ids, a JSON list
    quote_id bigint not null,
    kept_at bigint not null
) /*sqlite: without rowid */;

-- Whose posts somebody does not want to see. Nobody can tell.
create table feed_hidden (
    member_id bigint not null,
    other_id bigint not null,
    since bigint not null,
    primary key (member_id, other_id)
) /*sqlite: without rowid */;
create index feed_hidden_of on feed_hidden (other_id);

-- The newest post somebody has seen.
create table feed_mark (
    member_id bigint not null primary key,
    seen_id bigint not null
) /*sqlite: without rowid */;

-- Company, department or title of a card changed (異動): which version came after which.
create table move (
    member_id bigint not null,
    id bigint not null,
    card_id bigint not null,
    before_version bigint not null,
    after_version bigint not null,
    primary key (member_id, id)
) /*sqlite: without rowid */;
