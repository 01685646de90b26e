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
