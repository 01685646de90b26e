-- SPDX-License-Identifier: Apache-2.0

-- name: whole_book
-- reads: contact, tie
-- With the tie in the same read, as the list of contacts has it: what is drawn is what is disclosed now.
select c.id, c.is_member, c.face, c.met, c.shown_version_id, c.shown_tier, t.received_version_id, t.sees, t.ended_at,
       t.since, t.place
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :me order by c.sort_key, c.id limit :most
