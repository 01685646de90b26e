-- SPDX-License-Identifier: Apache-2.0
-- A member leaves: what this room keeps of her. The other rooms end theirs before, by Accounts::on_leave.

-- name: operators_left
select count(*) from member where is_operator = 1 and id <> :member

-- name: leave_sessions
delete from session where member_id = :member

-- name: leave_tokens
delete from api_token where member_id = :member

-- name: leave_invitations
delete from invitation where member_id = :member

-- name: leave_invitations_to
-- Others' invitations by which her address is still known.
update invitation set mail = '', mail_key = '', family = '', given = '', family_kana = '', given_kana = ''
 where mail_key = (select mail_key from member where id = :member) and mail_key <> ''

-- name: leave_letter_links
delete from letter_link where member_id = :member

-- name: leave_name_records
delete from name_record where member_id = :member

-- name: leave_name_keys
delete from name_record_key where member_id = :member

-- name: leave_approvals
delete from approval where member_id = :member

-- name: leave_directory
-- Whatever of hers is found by a hash, in whichever room.
delete from directory where member_id = :member

-- name: leave_mail
delete from member_mail where member_id = :member

-- name: leave_member
delete from member where id = :member

-- name: put_departed
insert into departed (member_id, at) values (:member, :at)
