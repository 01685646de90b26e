-- SPDX-License-Identifier: Apache-2.0
-- What a member takes with her, as far as no other room's door gives it. Every query names her; long lists come in pieces.

-- name: cards_ever
-- Removed ones too: their versions are hers.
select id, is_main, made_at, removed_at from card where member_id = :me order by id

-- name: ties_after
-- Her side only; what the other discloses (sees) is the other's to know.
select other_id, since, means, place, introducer_id, given_card_id, tier, ended_at
  from tie where member_id = :me and other_id > :after order by other_id limit :count

-- name: sent_after
-- The sender's own rows know nothing of hold and decline.
select r.id, r.to_id, r.card_id, r.message, r.sent_at,
       case when r.state = 'open' and t.since is not null then 'accepted' else r.state end
  from request_out r
  left join tie t on t.member_id = r.member_id and t.other_id = r.to_id and t.since >= r.sent_at
 where r.member_id = :me and r.id > :after
 order by r.id limit :count

-- name: received_after
-- What its sender took back is no longer to be read.
select r.id, r.from_id, r.card_id, r.message, r.sent_at,
       case when r.state = 'open' and t.since is not null then 'accepted' else r.state end
  from request_in r
  left join tie t on t.member_id = r.member_id and t.other_id = r.from_id and t.since >= r.sent_at
 where r.member_id = :me and r.state <> 'withdrawn' and r.id > :after
 order by r.id limit :count

-- name: guests
select id, card_id, body, word, place, by_code, language, left_at from guest where member_id = :me order by id

-- name: introductions_after
-- What her own pages show of them and no more: what waits for her, what is under way, what came about (as
-- introduction_store.sql has it; a test compares the two). Nobody's holding or declining, not her own either.
select i.id, i.role, i.proposed, i.from_id, i.bridge_id, i.to_id, i.shown_id, i.message, i.about, i.words, i.since,
       i.state, i.thanks_from, i.thanks_to
  from introduction i
 where i.member_id = :me and i.id > :after
   and (i.state = 'made'
     or (i.role = 'asker' and i.state in ('open', 'introduced', 'withdrawn'))
     or (i.role = 'bridge' and i.state in ('introduced', 'withdrawn'))
     or (i.role = 'party' and i.state = 'accepted')
     or (i.role <> 'asker' and i.state in ('open', 'held') and i.since > :since
         and not exists (select 1 from block b where b.member_id = i.member_id and b.other_id in (i.other_id, i.bridge_id))
         and not exists (select 1 from block b where i.role = 'party' and i.proposed = 0 and b.member_id = i.other_id
                                                 and b.other_id = i.member_id)))
 order by i.id limit :count

-- name: imports
select name, format, state, made_at,
       (select count(*) from import_row r where r.member_id = b.member_id and r.batch_id = b.id and r.chosen = 2)
  from import_batch b where member_id = :me and state > 0 order by id

-- name: blocks
select other_id, since from block where member_id = :me order by other_id

-- name: invitations
select note, mail, family, given, family_kana, given_kana, uses_left, made_at, expires_at
  from invitation where member_id = :me order by id

-- name: openings
select at, operator_id, what, reason from opening where member_id = :me order by id

-- name: stands_since
-- When this member came into her book.
select created_at from contact where member_id = :me and id = :other and is_member = 1

-- name: sizes
-- What an archive was compared with: if it is not so any more, it is compared again.
select (select count(*) from contact where member_id = :me), (select count(*) from card where member_id = :me)

-- name: put_draft
insert into archive_draft (member_id, number, at, bytes) values (:me, :number, :at, :bytes)

-- name: draft
select bytes from archive_draft where member_id = :me order by number

-- name: draft_sent
select min(at) from archive_draft where member_id = :me

-- name: drop_draft
delete from archive_draft where member_id = :me

-- name: old_drafts
select distinct member_id from archive_draft where at < :before order by member_id limit 100
