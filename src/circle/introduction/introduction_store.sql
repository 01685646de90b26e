-- SPDX-License-Identifier: Apache-2.0
-- Everybody reads her own rows only. A block is looked at where a party reads hers: whom she has blocked is not put
-- before her, nor an asker who has blocked her (as if the asker had withdrawn).

-- name: put_introduction
insert into introduction (member_id, id, role, proposed, from_id, bridge_id, to_id, other_id, card_id, shown_id, message,
                          about, words, sent_at, since, state, thanks_from, thanks_to)
values (:me, :id, :role, :proposed, :from, :bridge, :to, :other, :card, :shown, :message, :about, :words, :at, :at,
        :state, 0, 0)

-- columns: introduction_columns
member_id, id, role, proposed, from_id, bridge_id, to_id, card_id, shown_id, message, about, words, sent_at, since, state,
thanks_from, thanks_to

-- name: introduction
select :columns(introduction_columns)
  from introduction where member_id = :me and id = :id

-- name: waiting_introductions
-- reads: block, blocked_by
select :columns(introduction_columns)
  from introduction i
 where member_id = :me and role <> 'asker' and state in ('open', 'held') and since > :since and id < :before
   and not exists (select 1 from block b where b.member_id = i.member_id and b.other_id in (i.other_id, i.bridge_id))
   and not exists (select 1 from blocked_by b where i.role = 'party' and i.proposed = 0
                                                and b.member_id = i.member_id and b.other_id = i.other_id)
 order by id desc limit :count

-- name: count_waiting
-- reads: block, blocked_by
select count(*)
  from introduction i
 where member_id = :me and role <> 'asker' and state = 'open' and since > :since
   and not exists (select 1 from block b where b.member_id = i.member_id and b.other_id in (i.other_id, i.bridge_id))
   and not exists (select 1 from blocked_by b where i.role = 'party' and i.proposed = 0
                                                and b.member_id = i.member_id and b.other_id = i.other_id)

-- name: introductions_under_way
-- What I asked for, what I passed on, and what I said yes to.
select :columns(introduction_columns)
  from introduction
 where member_id = :me and id < :before
   and ((role = 'asker' and state in ('open', 'introduced', 'withdrawn'))
     or (role = 'bridge' and state in ('introduced', 'withdrawn'))
     or (role = 'party' and state = 'accepted'))
 order by id desc limit :count

-- name: introductions_made
select :columns(introduction_columns)
  from introduction where member_id = :me and state = 'made' and id < :before
 order by id desc limit :count

-- name: introductions_after
-- reads: block, blocked_by
-- All that the three above show, oldest first: what waits for her, what is under way, what came about. Nobody's holding
-- or declining, not her own either. A test of the archive compares.
select :columns(introduction_columns)
  from introduction i
 where i.member_id = :me and i.id > :after
   and (i.state = 'made'
     or (i.role = 'asker' and i.state in ('open', 'introduced', 'withdrawn'))
     or (i.role = 'bridge' and i.state in ('introduced', 'withdrawn'))
     or (i.role = 'party' and i.state = 'accepted')
     or (i.role <> 'asker' and i.state in ('open', 'held') and i.since > :since
         and not exists (select 1 from block b where b.member_id = :me and b.other_id in (i.other_id, i.bridge_id))
         and not exists (select 1 from blocked_by b where i.role = 'party' and i.proposed = 0
                                                      and b.member_id = :me and b.other_id = i.other_id)))
 order by i.id limit :count

-- name: move_introduction
update introduction set state = :state, since = :since where member_id = :me and id = :id

-- name: put_words
update introduction set words = :words where member_id = :me and id = :id

-- name: give_card
update introduction set card_id = :card where member_id = :me and id = :id

-- name: thank_from
update introduction set thanks_from = :phrase where member_id = :me and id = :id and thanks_from = 0

-- name: thank_to
update introduction set thanks_to = :phrase where member_id = :me and id = :id and thanks_to = 0

-- name: asked_today
select count(*), min(sent_at) from introduction where member_id = :me and role = 'asker' and sent_at > :since

-- name: asked_and_open
-- As the asker sees it: what the others hold or decline is open here.
select count(*), min(since) from introduction
 where member_id = :me and role = 'asker' and state in ('open', 'introduced') and since > :since

-- name: asked_of_bridge
select count(*), min(since) from introduction
 where member_id = :me and role = 'asker' and bridge_id = :bridge and state in ('open', 'introduced') and since > :since

-- name: asked_for
-- Withdrawn ones count: else withdrawing and asking again would go round a refusal one must not notice.
select bridge_id from introduction
 where member_id = :me and role = 'asker' and to_id = :to and state in ('open', 'introduced', 'withdrawn') and sent_at > :since

-- name: proposed_today
select count(*), min(sent_at) from introduction
 where member_id = :me and role = 'bridge' and proposed = 1 and sent_at > :since

-- name: proposed_pair
select 1 from introduction
 where member_id = :me and role = 'bridge' and proposed = 1 and sent_at > :since and state <> 'made'
   and ((from_id = :one and to_id = :another) or (from_id = :another and to_id = :one)) limit 1

-- name: settings
select card_id, found from introduction_setting where member_id = :me

-- name: settings_of
select member_id, card_id from introduction_setting where member_id in :each(members)

-- name: put_settings
insert into introduction_setting (member_id, card_id, found) values (:me, :card, :found)
on conflict (member_id) do update set card_id = excluded.card_id, found = excluded.found

-- name: leave_introductions
-- Whoever has a part in one has a row of her own, but a target whom nobody has been introduced to yet.
delete from introduction where to_id = :me or id in (select id from introduction where member_id = :me)

-- name: leave_settings
delete from introduction_setting where member_id = :me
