-- SPDX-License-Identifier: Apache-2.0

-- name: server_key
select secret, point from push_server_key where one = 1

-- name: put_server_key
insert into push_server_key (one, secret, point, made_at) values (1, :secret, :point, :at)
on conflict (one) do nothing

-- ---- her browsers ----

-- name: add_subscription
insert into push_subscription (member_id, id, endpoint, p256dh, auth, label, language, holder_id,
                               made_at, sent_at, failures, retry_at)
values (:me, :id, :endpoint, :p256dh, :auth, :label, :language, :holder, :at, 0, 0, 0)

-- name: renew_subscription
update push_subscription set p256dh = :p256dh, auth = :auth, label = :label, language = :language,
       holder_id = :holder, failures = 0, retry_at = 0
 where member_id = :me and id = :id

-- name: subscriptions_of
select id, endpoint, label, made_at, sent_at, holder_id from push_subscription where member_id = :me order by id desc

-- name: count_subscriptions
select count(*) from push_subscription where member_id = :me

-- name: endpoint_of
select endpoint from push_subscription where member_id = :member and id = :id

-- name: drop_subscription
delete from push_subscription where member_id = :member and id = :id

-- name: drop_due_of
delete from push_due where member_id = :member and subscription_id = :id

-- name: signed_out
-- Hers whose session or token has ended.
-- reads: session, api_token
select s.id from push_subscription s
 where s.member_id = :member
   and not exists (select 1 from session e where e.member_id = s.member_id and e.id = s.holder_id)
   and not exists (select 1 from api_token t where t.member_id = s.member_id and t.id = s.holder_id)

-- name: all_signed_out
-- The same of everybody: sessions also end by themselves. The next hour takes the rest.
-- reads: session, api_token
select s.member_id, s.id from push_subscription s
 where not exists (select 1 from session e where e.member_id = s.member_id and e.id = s.holder_id)
   and not exists (select 1 from api_token t where t.member_id = s.member_id and t.id = s.holder_id)
 limit 500

-- ---- what she has chosen ----

-- name: settings
select name from push_setting where member_id = :me

-- name: switch_on
insert into push_setting (member_id, name) values (:me, :name) on conflict (member_id, name) do nothing

-- name: switch_off
delete from push_setting where member_id = :me and name = :name

-- ---- what waits to be sent ----

-- name: put_due
insert into push_due (member_id, subscription_id, kind, thing_id, made_at, due_at, held_until)
select s.member_id, s.id, :kind, :thing, :at, case when s.retry_at > :at then s.retry_at else :at end, 0
  from push_subscription s
 where s.member_id = :to
   and exists (select 1 from push_setting c where c.member_id = :to and c.name = :kind)
on conflict (member_id, subscription_id, kind, thing_id) do nothing

-- name: due_now
select member_id, subscription_id, kind from push_due where due_at <= :now and held_until <= :now
 group by member_id, subscription_id, kind order by min(due_at) limit :count

-- name: due_of
select thing_id from push_due
 where member_id = :member and subscription_id = :id and kind = :kind and due_at <= :now and held_until <= :now
 order by made_at, thing_id limit :count

-- name: receiver
-- Nothing for one whose session or token has ended.
-- reads: session, api_token
select s.endpoint, s.p256dh, s.auth, s.language from push_subscription s
 where s.member_id = :member and s.id = :id
   and (exists (select 1 from session e where e.member_id = :member and e.id = s.holder_id)
        or exists (select 1 from api_token t where t.member_id = :member and t.id = s.holder_id))

-- name: hold
update push_due set held_until = :until
 where member_id = :member and subscription_id = :id and kind = :kind and thing_id = :thing

-- name: drop_one
-- Not if another process has begun to send it meanwhile.
delete from push_due
 where member_id = :member and subscription_id = :id and kind = :kind and thing_id = :thing and held_until = :until

-- name: drop_kind
delete from push_due where member_id = :member and kind = :kind

-- name: drop_old
delete from push_due where member_id = :member and subscription_id = :id and made_at <= :before

-- name: put_off
-- Everything for this browser: its service cannot be reached, or asks for patience. What others hold stays theirs.
update push_due set due_at = :at, held_until = 0
 where member_id = :member and subscription_id = :id and due_at < :at and held_until in (0, :until)

-- name: failures_of
select failures from push_subscription where member_id = :member and id = :id

-- name: has_failed
update push_subscription set failures = failures + 1, retry_at = :at where member_id = :member and id = :id

-- name: was_sent
update push_subscription set sent_at = :at, failures = 0, retry_at = 0 where member_id = :member and id = :id

-- ---- she leaves ----

-- name: leave_subscriptions
delete from push_subscription where member_id = :member

-- name: leave_settings
delete from push_setting where member_id = :member

-- name: leave_due
delete from push_due where member_id = :member
