-- SPDX-License-Identifier: Apache-2.0
-- The address book's queries. A line's state comes from the tie in the same read, so that what is shown is
-- always what the other side discloses now; `shown_…` is what was in force last, for exchanges that have ended and
-- cards that were withdrawn. `last_…` is the ledger's end.

-- columns: list_line
c.id, c.is_member, c.sort_key, c.face, substr(c.memo, 1, 100) as memo_start, c.tags, c.met, c.moved_at,
c.shown_version_id, c.shown_tier, t.received_version_id, t.sees, t.ended_at,
case when t.ended_at is null then 0 else (select count(*) from departed d where d.member_id = c.id) end as has_left

-- columns: key_line
c.id, c.is_member, c.sort_key, c.find, c.face, c.moved_at,
c.shown_version_id, c.shown_tier, t.received_version_id, t.sees, t.ended_at

-- columns: whole_line
c.id, c.is_member, c.body, c.memo, c.tags, c.met, c.moved_at, c.looked_version_id, c.created_at, c.updated_at,
c.shown_version_id, c.shown_tier, t.received_version_id, t.sees, t.ended_at,
case when t.ended_at is null then 0 else (select count(*) from departed d where d.member_id = c.id) end as has_left

-- columns: drawn_line
c.id, c.is_member, c.face, c.met, c.shown_version_id, c.shown_tier, t.received_version_id, t.sees, t.ended_at,
t.since, t.place

-- name: page
-- reads: departed, tie
-- THE hot query: one range of the book in its own order. (:sort_key, :id) is the last line of the page before.
select :columns(list_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and (c.sort_key, c.id) > (:sort_key, :id)
 order by c.sort_key, c.id limit :count

-- name: page_filtered
-- reads: departed, tie
-- The same with an index letter, a tag, or both.
select :columns(list_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and (c.sort_key, c.id) > (:sort_key, :id)
   and (cast(:head as text) = '' or c.head = :head)
   and (cast(:tag as text) = '' or exists (select 1 from contact_tag g
        where g.member_id = :member and g.tag_key = :tag and g.contact_id = c.id))
 order by c.sort_key, c.id limit :count

-- name: heads
-- The index letters that somebody stands under. A sort key begins with two bytes that say the letter, so the book's
-- own order is stepped through letter by letter, without reading the lines between. What comes after 3 is one letter.
with recursive letter(start) as (
    select min(substr(sort_key, 1, 2)) from (select sort_key from contact where member_id = :member
                                              order by sort_key limit 1) as first_line
    union all
    select (select substr(c.sort_key, 1, 2) from contact c
             where c.member_id = :member and c.sort_key > letter.start || '~' order by c.sort_key limit 1)
      from letter where letter.start < '3'
)
select (select c.head from contact c where c.member_id = :member and c.sort_key >= letter.start
         order by c.sort_key limit 1)
  from letter where letter.start is not null

-- name: page_newest
-- reads: departed, tie
-- As they came into the book: a pass over it, like a search. (:created, :id) is the last line of the page before.
select :columns(list_line), c.created_at
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and (c.created_at, c.id) < (:created, :id)
   and (cast(:head as text) = '' or c.head = :head)
   and (cast(:tag as text) = '' or exists (select 1 from contact_tag g
        where g.member_id = :member and g.tag_key = :tag and g.contact_id = c.id))
 order by c.created_at desc, c.id desc limit :count

-- name: lately
-- reads: tie
-- Exchanged a moment ago, and nothing noted yet.
select c.id from tie t join contact c on c.member_id = t.member_id and c.id = t.other_id
 where t.member_id = :member and t.since > :since and t.ended_at is null and c.memo = ''
 order by t.since desc limit 5

-- name: page_moved
-- reads: departed, tie
-- Those who moved since I last looked: few, by a small index of their own.
select :columns(list_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and c.moved_at > 0 and t.ended_at is null
   and (c.sort_key, c.id) > (:sort_key, :id)
   and (cast(:head as text) = '' or c.head = :head)
   and (cast(:tag as text) = '' or exists (select 1 from contact_tag g
        where g.member_id = :member and g.tag_key = :tag and g.contact_id = c.id))
 order by c.sort_key, c.id limit :count

-- name: whole_book
-- reads: tie
-- For free words: every line, but only what it takes to match it. Names of members are not in this table: the program
-- matches them against folded keys, and reads in full (line) the few that are shown.
select :columns(key_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member
   and (cast(:head as text) = '' or c.head = :head)
   and (cast(:tag as text) = '' or exists (select 1 from contact_tag g
        where g.member_id = :member and g.tag_key = :tag and g.contact_id = c.id))
 order by c.sort_key, c.id

-- name: lines_by_id
-- reads: departed, tie
select :columns(list_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and c.id in :each(ids)

-- name: everyone
-- reads: tie
-- With the tie in the same read, as the list has it: what is drawn is what is disclosed now.
select :columns(drawn_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member order by c.sort_key, c.id limit :most

-- name: size
select count(*) from contact where member_id = :member

-- name: is_there
select 1 from contact where member_id = :member and id = :id

-- name: meetings
-- The whole book: when each was met.
select id, is_member, met, created_at, updated_at from contact where member_id = :member order by id

-- name: stands_since
select created_at from contact where member_id = :member and id = :other and is_member = 1

-- name: private_ones
select private_ones from contact_count where member_id = :member

-- name: take_room
-- Two at once follow one another on this row. :most 0 = no limit.
insert into contact_count (member_id, private_ones) values (:member, :count)
on conflict (member_id) do update set private_ones = contact_count.private_ones + excluded.private_ones
 where cast(:most as bigint) = 0 or contact_count.private_ones + excluded.private_ones <= cast(:most as bigint)

-- name: give_room_back
-- For a private line that is about to go.
update contact_count set private_ones = private_ones - 1
 where member_id = :member
   and exists (select 1 from contact c where c.member_id = :member and c.id = :id and c.is_member = 0)

-- name: contact
-- reads: departed, tie
select :columns(whole_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and c.id = :id

-- name: contacts_by_id
-- reads: departed, tie
select :columns(whole_line)
  from contact c left join tie t on t.member_id = c.member_id and t.other_id = c.id
 where c.member_id = :member and c.id in :each(ids)

-- name: add
insert into contact (member_id, id, is_member, sort_key, head, body, face, find, memo, tags, met, last_version_id,
                     last_tier, shown_version_id, shown_tier, looked_version_id, created_at, updated_at)
values (:member, :id, :is_member, :sort_key, :head, :body, :face, :find, :memo, :tags, :met, :version, :tier, :version,
        :tier, :version, :at, :at)
on conflict (member_id, id) do nothing

-- name: added_since
-- What I typed a moment ago: numbers grow with time.
select id, body, memo, tags, met from contact where member_id = :member and id > :since and is_member = 0
 order by id desc limit 20

-- name: change
-- Everything a person can change at once; the verb has read the row in the same transaction.
update contact set sort_key = :sort_key, head = :head, body = :body, face = :face, find = :find, memo = :memo,
       tags = :tags, met = :met, updated_at = :at
 where member_id = :member and id = :id

-- name: order_of
select sort_key, head, face from contact where member_id = :member and id = :id

-- name: looked
update contact set looked_version_id = :version, moved_at = 0 where member_id = :member and id = :id

-- name: held
-- What this member holds of the other: the ledger's end, what is shown, and the version last looked at.
select last_version_id, last_tier, looked_version_id, sort_key, moved_at, shown_version_id, shown_tier from contact
 where member_id = :member and id = :id

-- name: revive
-- A new exchange with somebody in the book: the card in hand is new, notes stay, the meeting goes on top.
update contact set is_member = 1, sort_key = :sort_key, head = :head, met = :met || met, find = :find || find,
       last_version_id = :last_version, last_tier = :last_tier, shown_version_id = :version, shown_tier = :tier,
       looked_version_id = :version, moved_at = 0, updated_at = :at
 where member_id = :member and id = :id

-- name: refresh
update contact set sort_key = :sort_key, head = :head, last_version_id = :last_version, last_tier = :last_tier,
       shown_version_id = :version, shown_tier = :tier, moved_at = :moved_at,
       updated_at = case when cast(:is_seen as integer) = 1 then cast(:at as bigint) else updated_at end
 where member_id = :member and id = :id

-- name: ledger_add
-- Numbered from 1 for each contact; nothing ever changes or removes a line while the contact is in the book.
insert into ledger (member_id, contact_id, number, at, version_id, tier)
select cast(:member as bigint), cast(:id as bigint), coalesce(max(number), 0) + 1, cast(:at as bigint),
       cast(:version as bigint), cast(:tier as bigint)
  from ledger where member_id = :member and contact_id = :id

-- name: ledger_of
select at, version_id, tier from ledger where member_id = :member and contact_id = :id order by number

-- name: seen_before
-- Of those who moved: the entry of the ledger that I have looked at, of several with one version the last.
select c.id, c.moved_at, l.version_id, l.tier
  from contact c
  left join ledger l on l.member_id = c.member_id and l.contact_id = c.id and l.version_id = c.looked_version_id
 where c.member_id = :member and c.id in :each(ids)
 order by c.id, l.number

-- name: tags_of_member
select min(tag), count(*) from contact_tag where member_id = :member group by tag_key order by count(*) desc, tag_key

-- name: tag_add
insert into contact_tag (member_id, tag_key, contact_id, tag) values (:member, :tag_key, :id, :tag)

-- name: tags_clear
delete from contact_tag where member_id = :member and contact_id = :id

-- name: bin
insert into contact_bin (member_id, id, is_member, sort_key, head, body, face, find, memo, tags, met, last_version_id,
                         last_tier, shown_version_id, shown_tier, looked_version_id, created_at, updated_at,
                         deleted_at)
select member_id, id, is_member, sort_key, head, body, face, find, memo, tags, met, last_version_id, last_tier,
       shown_version_id, shown_tier, looked_version_id, created_at, updated_at, cast(:at as bigint)
  from contact where member_id = :member and id = :id

-- name: remove
delete from contact where member_id = :member and id = :id

-- name: binned
select tags from contact_bin where member_id = :member and id = :id and deleted_at > :since

-- name: is_private_binned
select 1 from contact_bin where member_id = :member and id = :id and is_member = 0

-- name: restore
insert into contact (member_id, id, is_member, sort_key, head, body, face, find, memo, tags, met, last_version_id,
                     last_tier, shown_version_id, shown_tier, looked_version_id, created_at, updated_at)
select member_id, id, is_member, sort_key, head, body, face, find, memo, tags, met, last_version_id, last_tier,
       shown_version_id, shown_tier, looked_version_id, created_at, updated_at
  from contact_bin where member_id = :member and id = :id

-- name: unbin
delete from contact_bin where member_id = :member and id = :id

-- name: with_old_bins
select distinct member_id from contact_bin where deleted_at <= :before limit :count

-- name: purge_ledger
-- The ledger of a line goes when the line is gone for good, unless a later exchange has brought it back.
delete from ledger where member_id = :member
   and contact_id in (select b.id from contact_bin b where b.member_id = :member and b.deleted_at <= :before)
   and not exists (select 1 from contact c where c.member_id = :member and c.id = ledger.contact_id)

-- name: purge
delete from contact_bin where member_id = :member and deleted_at <= :before
