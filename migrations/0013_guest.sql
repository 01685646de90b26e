-- SPDX-License-Identifier: Apache-2.0
-- People without an account: links to a card, cards they leave, and how they come in later.

-- A lasting link to one card, at most one a card. The plain secret is here because its owner looks at it, hands it on
-- and prints it for years; it opens what its holder may see anyway.
create table card_link (
    member_id bigint not null,
    card_id bigint not null,
    secret text not null,
    secret_hash text not null,
    made_at bigint not null,
    primary key (member_id, card_id)
) /*sqlite: without rowid */;
create unique index card_link_secret on card_link (secret_hash);

-- A card somebody without an account has left, until the member has answered. The digest makes a second tap change
-- nothing.
create table guest (
    member_id bigint not null,            -- for whom it was left
    id bigint not null,
    card_id bigint not null,              -- of the member's: the one the guest saw
    body text not null,                   -- the guest's card as JSON
    word text not null,
    place text not null,                  -- of the code, or ''
    by_code bigint not null,              -- 1: by a code shown in person, 0: by the lasting link
    language text not null,               -- in which the guest read the page: of a letter later
    digest text not null,
    left_at bigint not null,
    primary key (member_id, id)
) /*sqlite: without rowid */;
create unique index guest_digest on guest (member_id, digest);
create index guest_left on guest (left_at);

-- Guests who were accepted: which contact each has become, and what is needed to invite her.
create table guest_contact (
    member_id bigint not null,
    contact_id bigint not null,
    card_id bigint not null,
    body text not null,                   -- the card as she left it
    place text not null,
    met_at bigint not null,
    language text not null,
    accepted_at bigint not null,
    primary key (member_id, contact_id)
) /*sqlite: without rowid */;

-- Letters that invite a guest to join. One that was used makes a tie at once.
create table claim (
    member_id bigint not null,            -- who invites
    invitation_id bigint not null,
    contact_id bigint not null,           -- the guest in the member's book
    card_id bigint not null,              -- the card she gets
    mail_hash text not null,              -- so that one address is not written to again and again
    sent_at bigint not null,
    used_at bigint,
    primary key (member_id, invitation_id)
) /*sqlite: without rowid */;
create index claim_contact on claim (member_id, contact_id, sent_at);
create index claim_mail on claim (mail_hash, sent_at);

-- Cards that came into a book without an exchange between members: what the ledger shows of them. Never changed.
create table contact_received (
    member_id bigint not null,
    contact_id bigint not null,
    id bigint not null,
    at bigint not null,
    body text not null,                   -- the card as JSON
    primary key (member_id, contact_id, id)
) /*sqlite: without rowid */;
