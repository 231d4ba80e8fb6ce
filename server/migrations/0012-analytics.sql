-- How many days a handle keeps its events. One without a row keeps them as long as the operator lets it.
create table handle_retention (
  handle_id    text primary key references handles (handle_id),
  events_days  bigint not null check (events_days > 0),
  updated_at   bigint not null
);
-- What became of each batch of imported history. Kept for ever: the key is what keeps one from counting twice.
create table analytics_imports (
  handle_id  text not null references handles (handle_id),
  batch_key  text not null,
  -- The folder in which its segments wait until they are in the event log.
  folder     text not null unique,
  outcome    text not null,
  at         bigint not null,
  primary key (handle_id, batch_key)
);
-- Visitors of whom nothing may be left, until it is sure that nothing of them is on its way any more.
create table erasures (
  erasure_id  text primary key,
  handle_id   text not null references handles (handle_id),
  visitor_id  text not null,
  at          bigint not null,
  -- When everything that was known at first had gone; null before.
  done_at     bigint,
  next_at     bigint not null
);
create index erasures_by_visitor on erasures (handle_id, visitor_id);
create index erasures_due on erasures (next_at);
-- What is past a handle's limit, found among much that is not. A conversion without a type has lost what it was.
create index conversions_by_time on conversions (handle_id, occurred_at) where event_type != '';
create index chain_signals_by_time on chain_signals (handle_id, occurred_at);
create index chain_sessions_by_time on chain_sessions (handle_id, last_seen_at);
-- Which process does what one of them has to do.
create table job_claims (
  job            text primary key,
  claimed_until  bigint not null,
  done_at        bigint not null
);
