-- SPDX-License-Identifier: Apache-2.0
-- The sender reads request_out only, the receiver request_in only. An exchange made in the meantime by any means
-- answers a request without touching it: such requests are those with a tie begun after they were sent.

-- name: put_request_in
insert into request_in (member_id, id, from_id, card_id, message, sent_at, state)
values (:to, :id, :from, :card, :message, :at, :state)

-- name: put_request_out
insert into request_out (member_id, id, to_id, card_id, message, sent_at, state)
values (:from, :id, :to, :card, :message, :at, 'open')

-- columns: received_columns
r.id, r.from_id, r.card_id, r.message, r.sent_at

-- columns: sent_columns
r.id, r.to_id, r.card_id, r.message, r.sent_at

-- name: requests_received
-- Newest first, open and held; :before is the last id of the page before.
select :columns(received_columns), r.state from request_in r
 where member_id = :me and state in ('open', 'held') and sent_at > :since and id < :before
   and not exists (select 1 from tie t where t.member_id = r.member_id and t.other_id = r.from_id and t.since >= r.sent_at)
 order by id desc limit :count

-- name: requests_sent
select :columns(sent_columns),
       case when r.state = 'open' and t.since is not null then 'accepted' else r.state end
  from request_out r
  left join tie t on t.member_id = r.member_id and t.other_id = r.to_id and t.since >= r.sent_at
 where r.member_id = :me and r.id < :before
 order by r.id desc limit :count

-- name: request_received
select :columns(received_columns), r.state from request_in r where r.member_id = :me and r.id = :id

-- name: request_sent
select :columns(sent_columns), r.state from request_out r where r.member_id = :me and r.id = :id

-- name: waiting
-- Open ones only, for the badge.
select count(*) from request_in r
 where member_id = :me and state = 'open' and sent_at > :since
   and not exists (select 1 from tie t where t.member_id = r.member_id and t.other_id = r.from_id and t.since >= r.sent_at)

-- name: request_unanswered
-- One of those that `waiting` counts, of nobody I have blocked.
select 1 from request_in r
 where member_id = :me and id = :id and state = 'open' and sent_at > :since
   and not exists (select 1 from tie t where t.member_id = r.member_id and t.other_id = r.from_id and t.since >= r.sent_at)
   and not exists (select 1 from block b where b.member_id = r.member_id and b.other_id = r.from_id)

-- name: asked_me
-- Whether they have a request with me that I could answer.
select 1 from request_in r
 where member_id = :me and from_id = :them and state in ('open', 'held') and sent_at > :since
   and not exists (select 1 from tie t where t.member_id = r.member_id and t.other_id = r.from_id and t.since >= r.sent_at)
 limit 1

-- name: last_asked
-- When I last asked this person, answered requests apart. A withdrawn one counts: else withdrawing and asking again
-- would go round a refusal one must not notice.
select max(sent_at) from request_out r
 where member_id = :me and to_id = :them and state in ('open', 'withdrawn') and sent_at > :since
   and not exists (select 1 from tie t where t.member_id = r.member_id and t.other_id = r.to_id and t.since >= r.sent_at)

-- name: sent_since
select count(*), min(sent_at) from request_out where member_id = :me and sent_at > :since

-- name: open_sent_since
-- As the sender sees it: held and declined ones are open here.
select count(*), min(sent_at) from request_out r
 where member_id = :me and sent_at > :since and state = 'open'
   and not exists (select 1 from tie t where t.member_id = r.member_id and t.other_id = r.to_id and t.since >= r.sent_at)

-- name: received_since
-- Whatever became of them: a sender must not read from a limit what the receiver did.
select count(*), min(sent_at) from request_in where member_id = :them and sent_at > :since

-- name: move_request_in
update request_in set state = :state
 where member_id = :me and id = :id and state in ('open', 'held') and sent_at > :since

-- name: move_request_out
update request_out set state = :state where member_id = :from and id = :id and state = 'open'

-- name: decline_all_from
update request_in set state = 'declined' where member_id = :me and from_id = :them and state in ('open', 'held')

-- name: withdraw_all_in
update request_in set state = 'withdrawn' where member_id = :them and from_id = :me and state in ('open', 'held')

-- name: withdraw_all_out
update request_out set state = 'withdrawn' where member_id = :me and to_id = :them and state = 'open'
