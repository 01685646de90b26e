-- SPDX-License-Identifier: Apache-2.0
-- Invitations, links in letters, applicants.

-- name: add_invitation
insert into invitation (member_id, id, secret_hash, mail, mail_key, family, given, family_kana, given_kana, note, by_operator,
                        uses_left, made_at, expires_at)
values (:member, :id, :hash, :mail, :mail_key, :family, :given, :family_kana, :given_kana, :note, :by_operator, :uses, :now, :expires)

-- columns: invitation_columns
id, mail, note, family, given, family_kana, given_kana, by_operator, uses_left, made_at, expires_at

-- name: invitation_by_secret
select :columns(invitation_columns) from invitation
 where member_id = :member and secret_hash = :hash and uses_left > 0 and expires_at > :now

-- name: fate_of_invitation
select uses_left, expires_at, by_operator from invitation where member_id = :member and secret_hash = :hash

-- name: is_invited
select 1 from invitation where member_id = :member and mail_key = :mail_key and uses_left > 0 and expires_at > :now

-- name: use_invitation
-- The row count says whether it was still good: two who use the last one at once cannot both come in.
update invitation set uses_left = uses_left - 1
 where member_id = :member and id = :id and uses_left > 0 and expires_at > :now

-- name: invitations_of
select :columns(invitation_columns) from invitation where member_id = :member order by id desc limit 100

-- name: all_invitations_of
select :columns(invitation_columns) from invitation where member_id = :member order by id

-- name: count_invitations
-- Those for which a letter or link left since :since, used or not.
select count(*) from invitation where member_id = :member and made_at > :since

-- name: take_back_invitation
-- It ends now. A negative number says that it was withdrawn, rather than used or expired.
update invitation set expires_at = :now, uses_left = -uses_left
 where member_id = :member and id = :id and uses_left > 0 and expires_at > :now

-- name: came_by
select id, family, given, middle, family_kana, given_kana, family_romaji, given_romaji, given_first, joined_at
  from member where invited_by = :member and approved_at is not null and confirmed_at is not null order by id desc limit 200

-- name: came_by_invitation
-- By which invitation a member came, and whether her mail address is proven.
select invited_by, invitation_id, case when confirmed_at is null then 0 else 1 end, mail from member where id = :member

-- name: add_link
insert into letter_link (member_id, id, kind, secret_hash, mail, made_at, expires_at)
values (:member, :id, :kind, :hash, :mail, :now, :expires)

-- name: trim_links
-- Only the newest of a kind live on beside a new one.
delete from letter_link where member_id = :member and kind = :kind and id not in
       (select id from letter_link where member_id = :member and kind = :kind order by id desc limit :kept)

-- name: drop_links
delete from letter_link where member_id = :member and kind = :kind

-- name: drop_links_elsewhere
delete from letter_link where member_id = :member and kind = :kind and mail <> :mail

-- name: drop_all_links
delete from letter_link where member_id = :member

-- name: link_by_secret
select id, kind, mail from letter_link where member_id = :member and secret_hash = :hash and expires_at > :now

-- name: use_link
delete from letter_link where member_id = :member and id = :id

-- name: members_before
select :columns(member_columns), m.invited_by, m.application
  from member m where m.id < :before and m.approved_at is not null order by m.id desc limit :count

-- name: applicants
select :columns(member_columns), m.invited_by, m.application
  from member m where m.approved_at is null order by m.id limit 100

-- name: count_members
select count(*) from member where approved_at is not null

-- name: count_newcomers
select count(*) from member where approved_at > :since

-- name: count_invited
-- By letter or by link.
select count(*) from invitation where uses_left > 0 and expires_at > :now

-- name: approve
update member set approved_at = :now where id = :id and approved_at is null

-- name: drop_applicant
delete from member where id = :id and approved_at is null

-- name: add_decision
insert into approval (member_id, id, operator_id, decision, at) values (:member, :id, :operator, :decision, :now)
