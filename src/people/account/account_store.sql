-- SPDX-License-Identifier: Apache-2.0
-- Members, sessions, tokens. Every read by a secret also names its member: one shard, one point read.

-- columns: member_columns
m.id, m.family, m.given, m.middle, m.family_kana, m.given_kana, m.family_romaji, m.given_romaji, m.given_first, m.mail,
m.language, m.is_operator, m.confirmed_at, m.approved_at, m.bridge, m.reach, m.joined_at

-- name: member_by_id
select :columns(member_columns) from member m where m.id = :id

-- name: members_by_id
select :columns(member_columns) from member m where m.id in :each(ids)

-- name: member_of_mail
select member_id from member_mail where mail_key = :mail_key

-- name: add_member
insert into member (id, family, given, middle, family_kana, given_kana, family_romaji, given_romaji, given_first, mail,
                    mail_key, password_hash, language, is_operator, confirmed_at, approved_at, bridge, reach, joined_at,
                    invited_by, invitation_id, application)
values (:id, :family, :given, :middle, :family_kana, :given_kana, :family_romaji, :given_romaji, :given_first, :mail,
        :mail_key, :password_hash, :language, :is_operator, :confirmed_at, :approved_at, 0, 'distance_two', :joined_at,
        :invited_by, :invitation_id, :application)

-- name: claim_mail
-- Two who claim one address at the same moment: the key lets one in.
insert into member_mail (mail_key, member_id) values (:mail_key, :member) on conflict (mail_key) do nothing

-- name: free_mail
delete from member_mail where mail_key = :mail_key and member_id = :member

-- name: password_of
select password_hash, approved_at from member where id = :id

-- name: set_password
update member set password_hash = :password_hash where id = :id

-- name: set_name
update member set family = :family, given = :given, middle = :middle, family_kana = :family_kana, given_kana = :given_kana,
       family_romaji = :family_romaji, given_romaji = :given_romaji, given_first = :given_first
 where id = :id

-- name: set_mail
update member set mail = :mail, mail_key = :mail_key, confirmed_at = :now where id = :id

-- name: set_choices
update member set language = :language, reach = :reach, bridge = :bridge where id = :id

-- name: set_bridge
update member set bridge = :bridge where id = :id

-- name: set_confirmed
-- Only while the address is still the one the letter went to.
update member set confirmed_at = :now where id = :id and mail_key = :mail_key

-- name: by_session
-- THE hot read: every page of every member begins with it.
select :columns(member_columns), s.id, s.seen_at
  from session s join member m on m.id = s.member_id
 where s.member_id = :member and s.secret_hash = :hash and s.seen_at > :idle and s.started_at > :oldest
   and m.approved_at is not null

-- name: by_token
select :columns(member_columns), t.id, t.used_at, t.scopes
  from api_token t join member m on m.id = t.member_id
 where t.member_id = :member and t.secret_hash = :hash and t.used_at > :idle and m.approved_at is not null

-- name: add_session
insert into session (member_id, id, secret_hash, device, started_at, seen_at)
values (:member, :id, :hash, :device, :now, :now)

-- name: sessions_of
select id, started_at, seen_at, device from session
 where member_id = :member and seen_at > :idle and started_at > :oldest order by id desc

-- name: trim_sessions
-- A member keeps her newest fifty: a script that logs in for ever cannot fill the disk.
delete from session where member_id = :member and id not in
       (select id from session where member_id = :member order by id desc limit 50)

-- name: end_session
delete from session where member_id = :member and id = :id

-- name: end_sessions_but
delete from session where member_id = :member and id <> :kept

-- name: seen_session
-- Never back, never for one that has ended.
update session set seen_at = :at where member_id = :member and id = :id and seen_at < :at

-- name: used_token
update api_token set used_at = :at where member_id = :member and id = :id and used_at < :at

-- name: add_token
insert into api_token (member_id, id, secret_hash, label, scopes, made_at, used_at)
values (:member, :id, :hash, :label, :scopes, :now, :now)

-- name: count_tokens
select count(*) from api_token where member_id = :member

-- name: tokens_of
select id, label, scopes, made_at, used_at from api_token where member_id = :member and used_at > :idle order by id desc

-- name: end_token
delete from api_token where member_id = :member and id = :id

-- name: end_tokens
delete from api_token where member_id = :member

-- columns: record_columns
id, kind, family, given, middle, family_kana, given_kana, family_romaji, given_romaji, given_first, since, until, visible,
findable, member_id

-- name: records_of
select :columns(record_columns) from name_record where member_id = :member order by id

-- name: records_of_members
select :columns(record_columns) from name_record where member_id in :each(members) order by member_id, id

-- name: add_record
insert into name_record (member_id, id, kind, family, given, middle, family_kana, given_kana, family_romaji, given_romaji,
                         given_first, since, until, visible, findable)
values (:member, :id, :kind, :family, :given, :middle, :family_kana, :given_kana, :family_romaji, :given_romaji,
        :given_first, :since, :until, :visible, :findable)

-- name: count_records
select count(*) from name_record where member_id = :member

-- name: remove_record
delete from name_record where member_id = :member and id = :id

-- name: tidy_sessions
delete from session where seen_at <= :idle or started_at <= :oldest

-- name: tidy_tokens
delete from api_token where used_at <= :idle

-- name: tidy_links
delete from letter_link where expires_at <= :now

-- name: tidy_invitations
-- Kept for a while after their end, so that the inviter sees what became of them.
delete from invitation where expires_at <= :long_ago
