-- SPDX-License-Identifier: Apache-2.0

-- name: link_of
select secret from card_link where member_id = :me and card_id = :card

-- name: put_link
insert into card_link (member_id, card_id, secret, made_at) values (:me, :card, :secret, :at)

-- name: drop_link
delete from card_link where member_id = :me and card_id = :card returning secret

-- name: put_guest
-- Changes no row for a second tap with the same words.
insert into guest (member_id, id, card_id, body, word, place, by_code, language, digest, left_at)
values (:me, :id, :card, :body, :word, :place, :by_code, :language, :digest, :at)
on conflict (member_id, digest) do nothing

-- name: count_guests
select count(*) from guest where member_id = :me

-- name: guests_of
select id, card_id, body, word, place, by_code, language, left_at from guest
 where member_id = :me and id < :before order by id desc limit :count

-- name: all_guests_of
select id, card_id, body, word, place, by_code, language, left_at from guest where member_id = :me order by id

-- name: guest
select id, card_id, body, word, place, by_code, language, left_at from guest where member_id = :me and id = :id

-- name: drop_guest
delete from guest where member_id = :me and id = :id

-- name: drop_old_guests
delete from guest where left_at <= :before

-- name: put_guest_contact
insert into guest_contact (member_id, contact_id, card_id, body, place, met_at, language, accepted_at)
values (:me, :contact, :card, :body, :place, :met_at, :language, :at)

-- name: guest_contact
select card_id, body, place, met_at, language from guest_contact where member_id = :me and contact_id = :contact

-- name: drop_guest_contact
delete from guest_contact where member_id = :me and contact_id = :contact

-- name: claims_of
select sent_at from claim where member_id = :me and contact_id = :contact order by sent_at desc

-- name: put_claim
insert into claim (member_id, invitation_id, contact_id, card_id, sent_at)
values (:me, :invitation, :contact, :card, :at)

-- name: open_claim
select contact_id, card_id from claim where member_id = :me and invitation_id = :invitation and used_at is null

-- name: use_claim
update claim set used_at = :at where member_id = :me and invitation_id = :invitation and used_at is null

-- name: leave_links
delete from card_link where member_id = :me

-- name: leave_guests
delete from guest where member_id = :me

-- name: leave_guest_contacts
delete from guest_contact where member_id = :me

-- name: leave_claims
delete from claim where member_id = :me
