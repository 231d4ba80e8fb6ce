-- What a handle's functions are. A deleted one keeps its row, so that versions go on counting.
create table function_bindings (
  handle_id            text not null references handles (handle_id),
  binding_key          text not null,
  target_type          text not null check (target_type in ('HTTP', 'SCRIPT')),
  -- The URL, or the source.
  target               text not null,
  -- JSON: the variables of a script.
  env                  text not null,
  methods              text not null,
  access               text not null check (access in ('NONE', 'SCOPED')),
  -- Null: functions.invoke of this binding.
  required_scope       text,
  timeout_ms           bigint not null,
  max_bytes            bigint not null,
  enabled              bigint not null check (enabled in (0, 1)),
  -- Sealed, what requests are signed with; the one before signs as well until it expires. Null where nothing is signed.
  secret               text,
  secret_before        text,
  secret_before_until  bigint,
  version              bigint not null,
  created_at           bigint not null,
  updated_at           bigint not null,
  deleted_at           bigint,
  primary key (handle_id, binding_key)
);
-- The latest calls of each function.
create table function_invocations (
  handle_id       text not null,
  binding_key     text not null,
  invocation_id   text not null,
  at              bigint not null,
  caller          text not null,
  method          text not null,
  path            text not null,
  -- What the caller was answered.
  status          bigint not null,
  duration_ms     bigint not null,
  error           text,
  message         text,
  request_bytes   bigint not null,
  response_bytes  bigint not null,
  log             text not null,
  primary key (handle_id, binding_key, invocation_id)
);
create index function_invocations_by_age on function_invocations (at);
-- Whether an event has become mail for whoever wants it. All of before have: nobody could ask for it. Clicks never do.
alter table outbox add column notified_at bigint;
update outbox set notified_at = at;
create index outbox_unnotified on outbox (id) where notified_at is null and type <> 'link.clicked';
-- Who is sent mail of what. The owner gets some without a row.
create table email_subscriptions (
  subscription_id  text primary key,
  handle_id        text not null references handles (handle_id),
  email            text not null,
  event_types      text not null,
  created_by       text not null,
  created_at       bigint not null,
  unique (handle_id, email)
);
-- How a handle stands with an address: whether it may send anything there. Outlives the subscription, or deleting and making
-- it again would undo what the address has said.
create table notification_addresses (
  handle_id             text not null references handles (handle_id),
  email                 text not null,
  confirmation_sent_at  bigint,
  confirmed_at          bigint,
  unsubscribed_at       bigint,
  primary key (handle_id, email)
);
-- A handle without a row has the defaults.
create table notification_settings (
  handle_id          text primary key references handles (handle_id),
  owner_event_types  text not null,
  paused             bigint not null check (paused in (0, 1)),
  version            bigint not null,
  updated_at         bigint not null
);
-- One event for one address, until a while after it was sent.
create table notification_items (
  handle_id    text not null references handles (handle_id),
  email        text not null,
  event_id     text not null,
  type         text not null,
  payload      text not null,
  occurred_at  bigint not null,
  at           bigint not null,
  -- The mail that it is in; null while it waits for one.
  mail_id      text,
  primary key (handle_id, email, event_id)
);
create index notification_items_waiting on notification_items (handle_id, email) where mail_id is null;
create index notification_items_by_mail on notification_items (mail_id) where mail_id is not null;
-- Mail on its way, and for a while after it.
create table notification_mails (
  mail_id     text primary key,
  handle_id   text not null references handles (handle_id),
  email       text not null,
  kind        text not null check (kind in ('events', 'confirmation', 'test')),
  created_at  bigint not null,
  -- When it is due; null when it is done. A lease is a time in the future and the name of who holds it.
  next_at     bigint,
  claim       text,
  failures    bigint not null,
  sent_at     bigint,
  -- Why it was not sent.
  given_up    text
);
create index notification_mails_due on notification_mails (next_at) where next_at is not null;
create index notification_mails_done on notification_mails (created_at) where next_at is null;
-- How many mails an address was sent on a day of UTC, by all handles together.
create table notification_days (
  day    text not null,
  email  text not null,
  mails  bigint not null,
  primary key (day, email)
);
