-- SPDX-License-Identifier: Apache-2.0
-- Ids that two things have. Since there are node numbers the schema refuses the first two; a database can hold them all
-- the same when it was damaged, or changed by hand.

-- name: twin_cards
-- reads: card
select id, min(member_id), max(member_id) from card group by id having count(*) > 1 order by id limit 1000

-- name: twin_introductions
-- reads: introduction
select id, min(member_id), max(member_id) from introduction
 where role = 'bridge' group by id having count(*) > 1 order by id limit 1000

-- name: contacts_with_a_members_number
-- reads: contact, member
-- A member's line in a book has her own number; a private contact that has it stands in her place.
select c.member_id, c.id from contact c join member m on m.id = c.id where c.is_member = 0 order by c.member_id, c.id limit 1000

-- name: count_twin_contacts
-- reads: contact
select count(*) from (select id from contact where is_member = 0 group by id having count(*) > 1) as twins

-- name: without_post
-- reads: post, post_comment, post_link, post_mention, post_picture, post_reaction, post_version
-- What hangs on a post that is not there.
select 'comment' as what, id, post_id from post_comment c where not exists (select 1 from post p where p.id = c.post_id)
union all
select 'photograph' as what, id, post_id from post_picture c
 where post_id <> 0 and not exists (select 1 from post p where p.id = c.post_id)
union all
select 'version' as what, version, post_id from post_version c where not exists (select 1 from post p where p.id = c.post_id)
union all
select 'link' as what, 0, post_id from post_link c where not exists (select 1 from post p where p.id = c.post_id)
union all
select 'reaction of member' as what, member_id, post_id from post_reaction c
 where not exists (select 1 from post p where p.id = c.post_id)
union all
select 'mention of member' as what, member_id, post_id from post_mention c
 where not exists (select 1 from post p where p.id = c.post_id)
 order by 3, 1, 2 limit 1000

-- name: pictures_and_prints
-- reads: post_picture, post_print
-- A photograph of which nothing can be shown, and prints of none.
select 'photograph' as what, id from post_picture c where not exists (select 1 from post_print p where p.picture_id = c.id)
union all
select distinct 'print' as what, picture_id from post_print c where not exists (select 1 from post_picture p where p.id = c.picture_id)
 order by 2 limit 1000

-- name: answers_to_none
-- reads: post_comment
select c.id, c.reply_to, c.post_id from post_comment c
 where c.reply_to <> 0 and not exists (select 1 from post_comment d
                                        where d.post_id = c.post_id and d.id = c.reply_to and d.reply_to = 0)
 order by c.id limit 1000

-- name: moves_without_version
-- reads: card_version, move
select m.member_id, m.id from move m
 where not exists (select 1 from card_version v where v.member_id = m.member_id and v.card_id = m.card_id and v.id = m.before_version)
    or not exists (select 1 from card_version v where v.member_id = m.member_id and v.card_id = m.card_id and v.id = m.after_version)
 order by m.id limit 1000
