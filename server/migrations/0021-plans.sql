-- Where a day of this person begins and ends: a name such as Europe/Berlin; null is UTC.
alter table users add column time_zone text;
-- A plan that an operator has given to an account, whatever it pays for.
create table account_plans (
  user_id   text primary key references users (user_id),
  plan      text not null check (plan in ('FREE', 'PRO', 'ENTERPRISE')),
  -- null: until it is taken back.
  until     bigint,
  given_at  bigint not null
);
-- As whom the payment provider knows an account.
create table billing_customers (
  user_id      text primary key references users (user_id),
  customer_id  text not null unique
);
-- What accounts pay for, as the provider told it last.
create table subscriptions (
  subscription_id  text primary key,
  user_id          text not null references users (user_id),
  plan             text not null check (plan in ('FREE', 'PRO', 'ENTERPRISE')),
  -- The provider's word, and whether the plan holds by it.
  status           text not null,
  is_live          bigint not null,
  -- Until when it is paid, and when it ends; null: unknown, and not at all.
  period_end       bigint,
  ends_at          bigint,
  -- When the provider says this became so, and which of several at one moment is the later.
  heard_at         bigint not null,
  heard_rank       bigint not null
);
create index subscriptions_by_user on subscriptions (user_id);
-- What the provider has told, so that it counts once.
create table billing_events (
  event_id  text primary key,
  at        bigint not null
);
create index billing_events_by_age on billing_events (at);
-- How much an account has written, by its own days.
create table write_counts (
  user_id  text not null references users (user_id),
  -- As 2026-01-31, in the account's time zone at that moment.
  day      text not null,
  used     bigint not null,
  primary key (user_id, day)
);
create index write_counts_by_day on write_counts (day);
