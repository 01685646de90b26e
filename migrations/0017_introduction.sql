-- SPDX-License-Identifier: Apache-2.0
-- Introductions (紹介). Everybody who has a part in one has a row of her own under the same id: the asker (asker), who
-- is asked to introduce or has proposed it (bridge), and whoever is introduced (party). Holding and declining touch
-- one's own row only, so nothing another person reads can depend on them.
create table introduction (
    member_id bigint not null,            -- whose row
    id bigint not null,
    role text not null,                   -- asker bridge party
    proposed bigint not null,             -- 1: the bridge's own idea; from_id and to_id are then both parties
    from_id bigint not null,
    bridge_id bigint not null,
    to_id bigint not null,
    other_id bigint not null,             -- of the two, the one who is not member_id; 0 in the bridge's row
    card_id bigint not null,              -- which card member_id gives, 0 = none yet
    shown_id bigint not null,             -- party: the asker's card that is shown, 0 = what everyone sees
    message text not null,                -- the asker's, to the bridge only
    about text not null,                  -- a sentence of the asker's on herself, to be passed on
    words text not null,                  -- the bridge's
    sent_at bigint not null,
    since bigint not null,                -- when this state's 30 days began
    state text not null,                  -- open introduced held declined accepted made withdrawn
    thanks_from bigint not null,          -- the phrase, 0 = none
    thanks_to bigint not null,
    primary key (member_id, id)
) /*sqlite: without rowid */;
create index introduction_state on introduction (member_id, state, since);
create index introduction_sent on introduction (member_id, sent_at);
create index introduction_to on introduction (to_id);
create index introduction_id on introduction (id);

create table introduction_setting (
    member_id bigint not null primary key,
    card_id bigint not null,              -- shown for introductions, 0 = the main one
    found bigint not null                 -- 1: may be introduced
) /*sqlite: without rowid */;
