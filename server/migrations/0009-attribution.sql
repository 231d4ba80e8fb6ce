-- The sites whose pages may send conversions and signals from a browser. A handle without a row has none.
create table context_origins (
  handle_id   text primary key references handles (handle_id),
  origins     text not null,
  version     bigint not null,
  updated_at  bigint not null
);
-- Every conversion there ever was. Never swept: the key is what keeps one from counting twice.
create table conversions (
  handle_id        text not null references handles (handle_id),
  idempotency_key  text not null,
  conversion_id    text not null,
  slug             text not null,
  click_id         text not null,
  event_type       text not null,
  value            text not null,
  currency         text not null,
  occurred_at      bigint not null,
  received_at      bigint not null,
  primary key (handle_id, idempotency_key)
);
create unique index conversions_by_id on conversions (handle_id, conversion_id);
