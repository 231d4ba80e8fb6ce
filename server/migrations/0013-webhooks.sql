-- Whether an event has become deliveries. All of before have: nobody could subscribe to them.
alter table outbox add column dispatched_at bigint;
update outbox set dispatched_at = at;
create index outbox_undispatched on outbox (handle_id, id) where dispatched_at is null;
create index outbox_by_handle on outbox (handle_id, at, id);
-- Who wants to be told of what. A deleted one is purged later, with its deliveries.
create table webhook_subscriptions (
  subscription_id  text primary key,
  handle_id        text not null references handles (handle_id),
  endpoint_url     text not null,
  -- JSON lists; null: whatever the event is about.
  event_types      text not null,
  slugs            text,
  campaign_ids     text,
  description      text,
  enabled          bigint not null check (enabled in (0, 1)),
  -- Who disabled it: a member, the endpoint with a 410, or five days of failures.
  disabled_reason  text check (disabled_reason in ('member', 'gone', 'failing')),
  disabled_at      bigint,
  -- Since when there have been failures only; null after a success.
  failing_since    bigint,
  -- Whether it wants clicks, which are many: where nobody does they are not looked at.
  wants_clicks     bigint not null check (wants_clicks in (0, 1)),
  created_by       text not null,
  created_at       bigint not null,
  updated_at       bigint not null,
  version          bigint not null,
  deleted_at       bigint
);
create index webhook_subscriptions_by_handle on webhook_subscriptions (handle_id, subscription_id);
create index webhook_subscriptions_for_clicks on webhook_subscriptions (handle_id) where wants_clicks = 1;
-- Sealed, newest last; one that was replaced holds until it expires.
create table webhook_secrets (
  subscription_id  text not null references webhook_subscriptions (subscription_id),
  number           bigint not null,
  sealed           text not null,
  expires_at       bigint,
  primary key (subscription_id, number)
);
-- One event on its way to one endpoint, and what came of it.
create table webhook_deliveries (
  subscription_id  text not null references webhook_subscriptions (subscription_id),
  delivery_id      text not null,
  event_id         text not null,
  event_type       text not null,
  -- The bytes that are signed and sent, the same at every attempt.
  body             text not null,
  status           text not null check (status in ('PENDING', 'SUCCEEDED', 'FAILED')),
  -- Failed attempts of this round; redelivering begins another.
  failures         bigint not null,
  -- All attempts that were concluded, and a JSON list of the last of them.
  attempts         bigint not null,
  history          text not null,
  -- Of the last attempt: JSON headers and the beginning of the body.
  answer_headers   text,
  answer_body      text,
  -- When it is due; null when it is done. A lease is a time in the future and the name of who holds it.
  next_at          bigint,
  claim            text,
  created_at       bigint not null,
  completed_at     bigint,
  primary key (subscription_id, delivery_id),
  unique (subscription_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (subscription_id, next_at) where next_at is not null;
-- Windows of the past that are to be delivered again, and how far that has come.
create table webhook_replays (
  replay_id        text primary key,
  subscription_id  text not null references webhook_subscriptions (subscription_id),
  handle_id        text not null references handles (handle_id),
  after_at         bigint not null,
  after_id         text not null,
  until_at         bigint not null
);
-- The end of a link that `link.expired` has told of; another end is told of again.
alter table links add column end_told bigint;
create index links_to_end on links (
  (case when scheduled_end_at is null or expires_at < scheduled_end_at then expires_at else scheduled_end_at end)
) where (end_told is null or end_told <> case when scheduled_end_at is null or expires_at < scheduled_end_at then expires_at else scheduled_end_at end)
  and case when scheduled_end_at is null or expires_at < scheduled_end_at then expires_at else scheduled_end_at end > created_at;
