-- SPDX-License-Identifier: Apache-2.0
-- Posts and what hangs on them. Nothing here asks who reads: may_read.cpp does, of every row.

-- columns: post_columns
id, author_id, kind, audience, audience_tag, audience_key, audience_id, text, quote_id, version, made_at, edited_at, deleted_at,
is_closed

-- name: put_post
insert into post (id, author_id, kind, audience, audience_tag, audience_key, audience_id, text, quote_id, version, made_at,
                  edited_at, deleted_at, is_closed)
values (:id, :author, :kind, :audience, :tag, :key, :group, :text, :quote, 1, :at, null, null, 0)

-- name: posts_by_id
select :columns(post_columns) from post where id in :each(ids)

-- name: post
select :columns(post_columns) from post where id = :id

-- name: newest_post_of
select :columns(post_columns) from post where author_id = :author and deleted_at is null order by id desc limit 1

-- name: posts_of
select id from post where author_id = :author and id < :before and deleted_at is null order by id desc limit :count

-- name: posts_of_many
-- What lies behind the newest ones that are kept in memory.
select id from post where author_id in :each(authors) and id < :before and deleted_at is null order by id desc limit :count

-- name: own_posts_after
select :columns(post_columns) from post where author_id = :author and id > :after and deleted_at is null order by id limit :count

-- name: edit_post
update post set text = :text, version = version + 1, edited_at = :at where id = :id

-- name: keep_version
insert into post_version (post_id, version, text, pictures, made_at) values (:id, :version, :text, :pictures, :at)

-- name: versions
select version, made_at, text, pictures from post_version where post_id = :id order by version desc limit 1000

-- name: versions_after
select version, made_at, text, pictures from post_version where post_id = :id and version > :after order by version limit :count

-- name: delete_post
update post set deleted_at = :at where id = :id and deleted_at is null

-- name: restore_post
update post set deleted_at = null where id = :id and deleted_at is not null

-- name: close_post
update post set is_closed = :closed where id = :id

-- name: posts_to_erase
select id, author_id from post where deleted_at is not null and deleted_at <= :before order by id limit 200

-- name: erase_post
delete from post where id = :id

-- name: erase_versions
delete from post_version where post_id = :id

-- name: erase_mentions
delete from post_mention where post_id = :id

-- name: erase_comments
delete from post_comment where post_id = :id

-- name: erase_reactions
delete from post_reaction where post_id = :id

-- name: erase_link
delete from post_link where post_id = :id

-- name: recent_posts
-- For the index in memory, in pieces.
select id, author_id, audience, deleted_at from post where id > :after order by id limit :count

-- name: count_posts
select count(*) from post where author_id = :member and deleted_at is null

-- name: texts_after
-- For the index of texts (feed_search.cpp), whoever may read them.
select id, author_id, kind, text, audience from post where id > :after and deleted_at is null order by id limit :count

-- name: texts_by_id
select id, author_id, kind, text, audience from post where id in :each(ids) and deleted_at is null

-- name: put_mention
insert into post_mention (post_id, member_id) values (:id, :member) on conflict (post_id, member_id) do nothing

-- name: mentions_of
select post_id, member_id from post_mention where post_id in :each(ids) order by post_id, member_id

-- ---- comments ----

-- columns: comment_columns
post_id, id, author_id, reply_to, text, made_at, deleted_at

-- name: put_comment
insert into post_comment (post_id, id, author_id, reply_to, text, made_at, deleted_at)
values (:post, :id, :author, :reply_to, :text, :at, null)

-- name: comments
select :columns(comment_columns) from post_comment
 where post_id = :post and id > :after and deleted_at is null and author_id not in :each(without)
 order by id limit :count

-- name: comment
select :columns(comment_columns) from post_comment where id = :id

-- name: comments_by_id
select :columns(comment_columns) from post_comment where id in :each(ids) and deleted_at is null order by id

-- name: remarks
select :columns(comment_columns) from post_comment
 where post_id = :post and author_id = :by and made_at >= :since and deleted_at is null order by id desc limit 20

-- name: author_of_comment
select author_id from post_comment where id = :id

-- name: newest_comment_of
select :columns(comment_columns) from post_comment
 where author_id = :author and deleted_at is null order by id desc limit 1

-- name: comment_counts
select post_id, count(*) from post_comment
 where post_id in :each(ids) and deleted_at is null and author_id not in :each(without) group by post_id

-- name: delete_comment
update post_comment set deleted_at = :at where post_id = :post and id = :id and deleted_at is null

-- name: restore_comment
update post_comment set deleted_at = null where post_id = :post and id = :id and deleted_at is not null

-- name: comments_to_erase
select post_id, id from post_comment where deleted_at is not null and deleted_at <= :before limit 200

-- name: erase_comment
delete from post_comment where post_id = :post and id = :id

-- name: free_answers
-- Answers to a comment that is gone stand by themselves.
update post_comment set reply_to = 0 where post_id = :post and reply_to = :id

-- name: own_comments_after
select :columns(comment_columns) from post_comment
 where author_id = :author and id > :after and deleted_at is null order by id limit :count

-- name: count_comments
select count(*) from post_comment where author_id = :member and deleted_at is null

-- ---- reactions ----

-- name: put_reaction
insert into post_reaction (post_id, member_id, kind, made_at) values (:post, :member, :kind, :at)
on conflict (post_id, member_id) do update set kind = excluded.kind, made_at = excluded.made_at

-- name: drop_reaction
delete from post_reaction where post_id = :post and member_id = :member

-- name: reaction_counts
select post_id, kind, count(*) from post_reaction
 where post_id in :each(ids) and member_id not in :each(without) group by post_id, kind

-- name: my_reactions
select post_id, kind from post_reaction where post_id in :each(ids) and member_id = :member

-- name: reacted
select member_id, kind from post_reaction
 where post_id = :post and member_id not in :each(without) order by made_at, member_id limit 1000

-- name: reacted_to_many
select post_id, member_id from post_reaction
 where post_id in :each(ids) and member_id not in :each(without) order by made_at desc, member_id limit 2000

-- name: own_reactions_after
select post_id, kind, made_at from post_reaction where member_id = :member and post_id > :after order by post_id limit :count

-- ---- pictures and links ----

-- name: put_picture
insert into post_picture (id, author_id, post_id, place, alt, width, height, bytes, made_at)
values (:id, :author, :post, :place, '', :width, :height, :bytes, :at)

-- name: put_print
insert into post_print (picture_id, size, format, bytes) values (:picture, :size, :format, :bytes)

-- name: picture
select author_id, post_id, width, height from post_picture where id = :id

-- name: print
select bytes from post_print where picture_id = :picture and size = :size and format = :format

-- name: prints
select size, format, bytes from post_print where picture_id = :picture order by size, format

-- name: unposted_picture
select width, height, bytes from post_picture where id = :id and author_id = :author and post_id = 0

-- name: own_pictures
-- Of these, the author's own that no other post shows.
select id, width, height from post_picture
 where id in :each(ids) and author_id = :author and post_id in (0, :post)

-- name: pictures_of
select post_id, id, alt, width, height, place from post_picture
 where post_id in :each(ids) and place >= 0 order by post_id, place

-- name: post_picture
update post_picture set post_id = :post, place = :place, alt = :alt where id = :id and author_id = :author

-- name: take_off_pictures
-- A day later they are gone.
update post_picture set post_id = 0, made_at = :at where post_id = :post and place >= 0

-- name: usage
select count(*), cast(coalesce(sum(bytes), 0) as bigint) from post_picture where author_id = :author

-- name: count_pictures
-- Without those of previews.
select count(*) from post_picture where author_id = :member and place >= 0

-- name: unposted
select id from post_picture where post_id = 0 and made_at < :before order by id limit 200

-- name: pictures_to_erase
select id from post_picture where post_id = :post

-- name: erase_prints
delete from post_print where picture_id = :id

-- name: erase_picture
delete from post_picture where id = :id

-- name: put_link
insert into post_link (post_id, url, title, about, site, picture_id, due_at) values (:post, :url, '', '', '', 0, :due)

-- name: link_of
select url, picture_id from post_link where post_id = :post

-- name: links_of
select post_id, url, title, about, site, picture_id from post_link where post_id in :each(ids) and title <> ''

-- name: picture_sizes
select id, width, height from post_picture where id in :each(ids)

-- name: links_due
select post_id, url from post_link where due_at is not null and due_at <= :now order by due_at limit 20

-- name: hold_link
-- Of several processes one fetches it.
update post_link set due_at = :later where post_id = :post and url = :url and due_at is not null and due_at <= :now

-- name: finish_link
update post_link set title = :title, about = :about, site = :site, picture_id = :picture, due_at = null
 where post_id = :post and url = :url

-- ---- who reads ----

-- name: shown_ties
-- reads: tie
-- Whose posts are before me, and how near I am to each.
select other_id, sees from tie where member_id = :member and ended_at is null

-- name: tied_with
-- reads: tie
select other_id from tie where member_id = :member and ended_at is null order by other_id

-- name: near_ties
-- reads: tie
select other_id from tie where member_id = :member and ended_at is null and tier >= :tier

-- name: count_by_tier
-- reads: tie
select tier, count(*) from tie where member_id = :member and ended_at is null group by tier

-- name: count_by_tag
-- reads: contact_tag, tie
select g.tag_key, count(*) from contact_tag g join tie t on t.member_id = g.member_id and t.other_id = g.contact_id
 where g.member_id = :member and t.ended_at is null group by g.tag_key

-- name: with_tag
-- reads: contact_tag
-- Of these authors' books: where I stand under one of the tags.
select member_id, tag_key from contact_tag where member_id in :each(authors) and contact_id = :me

-- name: mine_with_tag
-- reads: contact_tag
select contact_id from contact_tag where member_id = :me and tag_key = :key

-- name: blocks_of
-- reads: block, blocked_by
select other_id from block where member_id = :member
union select other_id from blocked_by where member_id = :member

-- ---- what a member chose ----

-- name: hidden
select other_id, since from feed_hidden where member_id = :member order by since desc limit 10000

-- name: is_hidden
select 1 from feed_hidden where member_id = :member and other_id = :other

-- name: hide
insert into feed_hidden (member_id, other_id, since) values (:member, :other, :at) on conflict (member_id, other_id) do nothing

-- name: unhide
delete from feed_hidden where member_id = :member and other_id = :other

-- name: seen
select seen_id from feed_mark where member_id = :member

-- name: put_seen
insert into feed_mark (member_id, seen_id) values (:member, :seen)
on conflict (member_id) do update set seen_id = excluded.seen_id where feed_mark.seen_id < excluded.seen_id

-- name: draft
select text, kind, audience, audience_tag, pictures, quote_id, kept_at from post_draft where member_id = :member

-- name: put_draft
insert into post_draft (member_id, text, kind, audience, audience_tag, pictures, quote_id, kept_at)
values (:member, :text, :kind, :audience, :tag, :pictures, :quote, :at)
on conflict (member_id) do update set text = excluded.text, kind = excluded.kind, audience = excluded.audience,
    audience_tag = excluded.audience_tag, pictures = excluded.pictures, quote_id = excluded.quote_id, kept_at = excluded.kept_at

-- name: drop_draft
delete from post_draft where member_id = :member

-- name: own_pictures_by_id
select id, alt, width, height from post_picture where id in :each(ids) and author_id = :author and post_id = 0

-- name: describe_unposted
update post_picture set alt = :alt where id = :id and author_id = :author and post_id = 0

-- ---- moves ----

-- name: previous_version
-- reads: card_version
select max(id) from card_version where member_id = :owner and card_id = :card and id < :version

-- name: put_move
insert into move (member_id, id, card_id, before_version, after_version) values (:member, :id, :card, :before, :after)

-- name: moves
select member_id, id, card_id, before_version, after_version from move where (member_id, id) in :pairs(keys)

-- name: recent_moves
select id, member_id from move where id > :after order by id limit :count

-- name: moves_of_many
select member_id, id from move where member_id in :each(members) and id >= :from and id < :before order by id desc limit :count

-- ---- somebody leaves ----

-- name: leave_posts
select id from post where author_id = :member

-- name: leave_commented
select distinct post_id from post_comment where author_id = :member

-- name: leave_reacted
select r.post_id, p.author_id from post_reaction r join post p on p.id = r.post_id where r.member_id = :member

-- name: leave_answers
-- Answers to her comments stand by themselves.
update post_comment set reply_to = 0 where reply_to in (select id from post_comment where author_id = :member)

-- name: leave_comments
delete from post_comment where author_id = :member

-- name: leave_reactions
delete from post_reaction where member_id = :member

-- name: leave_mentions
delete from post_mention where member_id = :member

-- name: leave_pictures
select id from post_picture where author_id = :member

-- name: leave_draft
delete from post_draft where member_id = :member

-- name: leave_hidden
delete from feed_hidden where member_id = :member or other_id = :member

-- name: leave_mark
delete from feed_mark where member_id = :member

-- name: leave_moves
delete from move where member_id = :member
