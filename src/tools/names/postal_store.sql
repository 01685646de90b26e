-- name: places_of
-- In the order of the list: the first is the one to fill in.
select prefecture, city, town, prefecture_kana, city_kana, town_kana from postal_place
 where code = :code order by place limit 200;

-- name: forget_places
-- An import replaces the whole list, in one transaction: people see the old one until the new one is complete.
delete from postal_place;

-- name: add_place
insert into postal_place (code, place, prefecture, city, town, prefecture_kana, city_kana, town_kana)
values (:code, :place, :prefecture, :city, :town, :prefecture_kana, :city_kana, :town_kana);

-- name: count_places
select count(*) from postal_place;
