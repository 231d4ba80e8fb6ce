-- One row a session that has sent a signal. `signals` is what the limit is counted by.
create table chain_sessions (
  handle_id      text not null,
  session_id     text not null,
  signals        bigint not null,
  first_seen_at  bigint not null,
  last_seen_at   bigint not null,
  primary key (handle_id, session_id)
);
create table chain_signals (
  handle_id     text not null,
  session_id    text not null,
  -- From 0 on, in the order in which they were accepted.
  seq           bigint not null,
  signal_key    text not null,
  signal_value  text,
  confidence    double precision not null,
  source        text,
  metadata      text,
  occurred_at   bigint not null,
  at            bigint not null,
  primary key (handle_id, session_id, seq)
);
-- A deleted rule keeps its row without its fields, so that versions go on counting.
create table chain_rules (
  handle_id   text not null references handles (handle_id),
  rule_id     text not null,
  enabled     bigint not null check (enabled in (0, 1)),
  priority    bigint not null,
  fields      text,
  version     bigint not null,
  created_at  bigint not null,
  updated_at  bigint not null,
  primary key (handle_id, rule_id)
);
create index chain_rules_in_order on chain_rules (handle_id, priority, rule_id)
