-- SPDX-License-Identifier: Apache-2.0
-- Everything that goes when a member leaves. A test asks the schema for every table and finds the ones forgotten here.

-- name: operators_left
select count(*) from member where is_operator = 1 and id <> :me

-- name: holders
-- Everyone she ever exchanged cards with, in one order, for the locks.
select other_id from tie where member_id = :me order by other_id

-- name: live_ties
select other_id from tie where member_id = :me and ended_at is null order by other_id

-- name: kept_versions
-- What others received or are shown, and the most that any of them saw of it. Their books are reached over the ties.
select version_id, max(tier)
  from (select l.version_id, l.tier
          from tie t join ledger l on l.member_id = t.other_id and l.contact_id = t.member_id
         where t.member_id = :me
        union all
        select c.shown_version_id, c.shown_tier
          from tie t join contact c on c.member_id = t.other_id and c.id = t.member_id
         where t.member_id = :me and c.shown_version_id > 0
        union all
        select b.shown_version_id, b.shown_tier
          from tie t join contact_bin b on b.member_id = t.other_id and b.id = t.member_id
         where t.member_id = :me and b.shown_version_id > 0) held
 group by version_id order by version_id

-- name: put_departed
insert into departed (member_id, at) values (:me, :at)

-- name: put_holders
insert into departed_holder (member_id, holder_id)
select t.member_id, t.other_id from tie t
 where t.member_id = :me
   and exists (select 1 from ledger l where l.member_id = t.other_id and l.contact_id = t.member_id)

-- name: drop_as_holder
-- She held cards of people who left before her.
delete from departed_holder where holder_id = :me and member_id in (select other_id from tie where member_id = :me)

-- name: drop_orphans
-- Cards of people who have left that nobody holds any more.
delete from card_version
 where member_id in (select t.other_id from tie t join departed d on d.member_id = t.other_id where t.member_id = :me)
   and not exists (select 1 from departed_holder h where h.member_id = card_version.member_id)

-- name: end_their_side
-- Their own record of the exchange stays, ended.
update tie set received_version_id = 0, ended_at = coalesce(ended_at, cast(:at as bigint))
 where other_id = :me and member_id in (select other_id from tie where member_id = :me)

-- name: drop_my_ties
delete from tie where member_id = :me

-- name: cut_version
-- The only change a version ever sees: what nobody received is taken out of it.
update card_version set body = :body where id = :id and member_id = :me

-- name: drop_versions
delete from card_version
 where member_id = :me
   and not exists (select 1 from tie t join ledger l on l.member_id = t.other_id and l.contact_id = t.member_id
                    where t.member_id = :me and l.version_id = card_version.id)
   and not exists (select 1 from tie t join contact c on c.member_id = t.other_id and c.id = t.member_id
                    where t.member_id = :me and c.shown_version_id = card_version.id)
   and not exists (select 1 from tie t join contact_bin b on b.member_id = t.other_id and b.id = t.member_id
                    where t.member_id = :me and b.shown_version_id = card_version.id)

-- name: drop_cards
delete from card where member_id = :me

-- name: drop_their_trays
delete from request_in where from_id = :me and member_id in (select to_id from request_out where member_id = :me)

-- name: drop_their_askings
delete from request_out where to_id = :me and member_id in (select from_id from request_in where member_id = :me)

-- name: drop_trays
delete from request_in where member_id = :me

-- name: drop_askings
delete from request_out where member_id = :me

-- name: drop_code
delete from exchange_code where member_id = :me

-- name: drop_code_uses
delete from code_use where member_id = :me or user_id = :me

-- name: drop_blocks
delete from block where member_id = :me or other_id = :me

-- name: drop_person_keys
delete from person_key where member_id = :me

-- name: drop_contacts
delete from contact where member_id = :me

-- name: drop_contact_count
delete from contact_count where member_id = :me

-- name: drop_contact_tags
delete from contact_tag where member_id = :me

-- name: drop_bin
delete from contact_bin where member_id = :me

-- name: drop_ledger
delete from ledger where member_id = :me

-- name: drop_sessions
delete from session where member_id = :me

-- name: drop_tokens
delete from api_token where member_id = :me

-- name: drop_invitations
delete from invitation where member_id = :me

-- name: drop_invitations_to
-- Others' invitations by which her address is still known.
update invitation set mail = '', mail_key = '', family = '', given = '', family_kana = '', given_kana = ''
 where mail_key = (select mail_key from member where id = :me) and mail_key <> ''

-- name: drop_letter_links
delete from letter_link where member_id = :me

-- name: drop_name_records
delete from name_record where member_id = :me

-- name: drop_name_keys
delete from name_record_key where member_id = :me

-- name: drop_approvals
delete from approval where member_id = :me

-- name: drop_openings
delete from opening where member_id = :me

-- name: drop_answers
-- Answers kept for a day for programs that ask twice: her own, and others' that speak of her.
delete from idempotency where member_id = :me or body like :about

-- name: refs_of
select ref from import_ref where member_id = :me

-- name: put_departed_ref
insert into departed_ref (hash) values (:hash) on conflict (hash) do nothing

-- name: drop_refs
delete from import_ref where member_id = :me

-- name: drop_rows_of_import_batch
delete from import_batch where member_id = :me

-- name: drop_rows_of_import_row
delete from import_row where member_id = :me

-- name: drop_rows_of_picture
delete from picture where member_id = :me

-- name: drop_rows_of_picture_print
delete from picture_print where member_id = :me

-- name: drop_rows_of_picture_use
delete from picture_use where member_id = :me

-- name: drop_rows_of_card_link
delete from card_link where member_id = :me

-- name: drop_rows_of_guest
delete from guest where member_id = :me

-- name: drop_rows_of_guest_contact
delete from guest_contact where member_id = :me

-- name: drop_rows_of_claim
delete from claim where member_id = :me

-- name: drop_rows_of_contact_received
delete from contact_received where member_id = :me

-- name: drop_rows_of_not_interested
delete from not_interested where member_id = :me or other_id = :me

-- name: drop_rows_of_contact_edit
delete from contact_edit where member_id = :me

-- name: drop_rows_of_tag_batch
delete from tag_batch where member_id = :me

-- name: drop_rows_of_reminder
delete from reminder where member_id = :me

-- name: drop_rows_of_contact_date
delete from contact_date where member_id = :me

-- name: drop_rows_of_date_style
delete from date_style where member_id = :me

-- name: drop_introductions
-- Whoever has a part in one has a row of her own, but a target whom nobody has been introduced to yet.
delete from introduction where to_id = :me or id in (select id from introduction where member_id = :me)

-- name: drop_rows_of_introduction_setting
delete from introduction_setting where member_id = :me

-- name: drop_rows_of_archive_draft
delete from archive_draft where member_id = :me

-- name: drop_mail
delete from member_mail where member_id = :me

-- name: drop_member
delete from member where id = :me
