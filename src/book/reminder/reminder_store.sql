-- SPDX-License-Identifier: Apache-2.0
-- Reminders and important dates. They show only while their contact stands in the book: one in the bin takes them along.

-- columns: reminder_columns
r.id, r.contact_id, r.day, r.was_day, r.note, r.made_at, r.done_at, r.removed_at

-- columns: date_columns
d.id, d.contact_id, d.kind, d.label, d.year, d.month, d.day

-- name: add
insert into reminder (member_id, id, contact_id, day, note, made_at, done_at)
values (:me, :id, :contact, :day, :note, :at, :done_at)

-- name: count_open
select count(*) from reminder where member_id = :me and done_at is null and removed_at is null

-- name: open
-- reads: contact
select :columns(reminder_columns)
  from reminder r join contact c on c.member_id = r.member_id and c.id = r.contact_id
 where r.member_id = :me and r.done_at is null and r.removed_at is null and (r.day, r.id) > (:day, :id)
   and r.day <= :until
 order by r.day, r.id limit :count

-- name: due_count
-- reads: contact
select count(*) from reminder r join contact c on c.member_id = r.member_id and c.id = r.contact_id
 where r.member_id = :me and r.done_at is null and r.removed_at is null and r.day <= :until

-- name: done
-- reads: contact
select :columns(reminder_columns)
  from reminder r join contact c on c.member_id = r.member_id and c.id = r.contact_id
 where r.member_id = :me and r.done_at is not null and r.removed_at is null and (r.done_at, r.id) < (:at, :id)
 order by r.done_at desc, r.id desc limit :count

-- name: open_of
select :columns(reminder_columns) from reminder r
 where r.member_id = :me and r.contact_id = :contact and r.done_at is null and r.removed_at is null order by r.day, r.id

-- name: one
-- reads: contact
select :columns(reminder_columns)
  from reminder r join contact c on c.member_id = r.member_id and c.id = r.contact_id
 where r.member_id = :me and r.id = :id

-- name: change
update reminder set day = :day, was_day = :was_day, note = :note, done_at = :done_at, removed_at = :removed_at
 where member_id = :me and id = :id

-- name: add_date
insert into contact_date (member_id, contact_id, id, kind, label, year, month, day, made_at)
values (:me, :contact, :id, :kind, :label, :year, :month, :day, :at)

-- name: count_dates
select count(*) from contact_date where member_id = :me and contact_id = :contact and removed_at is null

-- name: dates_of
select :columns(date_columns) from contact_date d
 where d.member_id = :me and d.contact_id = :contact and d.removed_at is null order by d.kind, d.id

-- name: dates_of_book
-- reads: contact
-- Those that come again each year: all but kind 4, the day another network linked the two.
select :columns(date_columns)
  from contact_date d join contact c on c.member_id = d.member_id and c.id = d.contact_id
 where d.member_id = :me and d.removed_at is null and d.day > 0 and d.kind <> 4

-- name: reminders_of_book
-- reads: contact
-- Those that wait and those that are done, as they were made.
select :columns(reminder_columns)
  from reminder r join contact c on c.member_id = r.member_id and c.id = r.contact_id
 where r.member_id = :me and r.removed_at is null order by r.id

-- name: all_dates_of_book
-- reads: contact
select :columns(date_columns)
  from contact_date d join contact c on c.member_id = d.member_id and c.id = d.contact_id
 where d.member_id = :me and d.removed_at is null order by d.contact_id, d.id

-- name: remove_date
update contact_date set removed_at = :at
 where member_id = :me and contact_id = :contact and id = :id and removed_at is null

-- name: restore_date
update contact_date set removed_at = null
 where member_id = :me and contact_id = :contact and id = :id and removed_at > :since

-- name: years
select is_era from date_style where member_id = :me

-- name: set_years
insert into date_style (member_id, is_era) values (:me, :is_era)
on conflict (member_id) do update set is_era = excluded.is_era

-- name: drop_removed
delete from reminder where removed_at is not null and removed_at <= :before

-- name: drop_removed_dates
delete from contact_date where removed_at is not null and removed_at <= :before

-- name: drop_lost
-- reads: contact, contact_bin
-- Of contacts that are gone for good.
delete from reminder
 where not exists (select 1 from contact c where c.member_id = reminder.member_id and c.id = reminder.contact_id)
   and not exists (select 1 from contact_bin b where b.member_id = reminder.member_id and b.id = reminder.contact_id)

-- name: drop_lost_dates
-- reads: contact, contact_bin
delete from contact_date
 where not exists (select 1 from contact c
                    where c.member_id = contact_date.member_id and c.id = contact_date.contact_id)
   and not exists (select 1 from contact_bin b
                    where b.member_id = contact_date.member_id and b.id = contact_date.contact_id)

-- name: move_reminders
-- To the line of the member the person has become.
update reminder set contact_id = :to where member_id = :me and contact_id = :contact

-- name: move_dates
update contact_date set contact_id = :to where member_id = :me and contact_id = :contact

-- name: leave_reminders
delete from reminder where member_id = :me

-- name: leave_dates
delete from contact_date where member_id = :me

-- name: leave_date_style
delete from date_style where member_id = :me
