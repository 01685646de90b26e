-- Answers already given to writes that carried an Idempotency-Key; status 0 = still running.
create table idempotency (
    member_id bigint not null,
    key text not null,
    fingerprint text not null,
    status bigint not null,
    body text not null,
    at bigint not null,
    primary key (member_id, key)
) /*sqlite: without rowid */;
create index idempotency_by_age on idempotency (at);
