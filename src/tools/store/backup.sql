-- SPDX-License-Identifier: Apache-2.0
-- What a backup has to know of the schema. It is asked, never written down a second time: a table that somebody adds
-- tomorrow is in tomorrow's backup.

-- name: columns_of_tables
-- Every table with its columns in order, and each column's place in the primary key (0: none).
-- sqlite:
select m.name, p.name, lower(p.type), p.pk
  from sqlite_master m, pragma_table_info(m.name) p
 where m.type = 'table' and substr(m.name, 1, 7) <> 'sqlite_'
 order by m.name, p.cid
-- postgres:
select r.relname, a.attname, format_type(a.atttypid, null),
       coalesce(array_position(cast(string_to_array(cast(i.indkey as text), ' ') as integer[]), cast(a.attnum as integer)), 0)
  from pg_class r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_index i on i.indrelid = r.oid and i.indisprimary
 where r.relkind in ('r', 'p') and r.relnamespace = (select oid from pg_namespace where nspname = current_schema())
 order by r.relname, a.attnum
