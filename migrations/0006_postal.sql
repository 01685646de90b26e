-- SPDX-License-Identifier: Apache-2.0
-- Japan Post's list of postal codes, when the operator has imported it. One code can stand for several places, and
-- one place has one row: `place` counts them. The kana are hiragana.
create table postal_place (
    code text not null,
    place bigint not null,
    prefecture text not null,
    city text not null,
    town text not null,
    prefecture_kana text not null,
    city_kana text not null,
    town_kana text not null,
    primary key (code, place)
) /*sqlite: without rowid */;
