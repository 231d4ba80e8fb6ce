-- What a handle's link page shows beside its profile; a handle without a row shows the profile alone.
create table link_pages (
  handle_id   text primary key references handles (handle_id),
  -- JSON of a LinkPageDocument.
  document    text not null,
  version     bigint not null,
  updated_at  bigint not null
);
-- People who have shown that an address is theirs. They are nobody's members, and analytics does not know them.
create table visitor_accounts (
  visitor_id  text primary key,
  email       text not null unique,
  created_at  bigint not null
);
-- What was mailed to an address, by its hash: good once.
create table visitor_links (
  token_hash  text primary key,
  email       text not null,
  -- The handle on whose host it is good; empty: on the API's.
  scope       text not null,
  expires_at  bigint not null,
  used_at     bigint
);
create index visitor_links_by_email on visitor_links (email, scope, expires_at);
create index visitor_links_by_age on visitor_links (expires_at);
create table visitor_sessions (
  session_id  text primary key,
  visitor_id  text not null references visitor_accounts (visitor_id),
  -- As of visitor_links: a cookie of one host is worth nothing on another.
  scope       text not null,
  created_at  bigint not null,
  expires_at  bigint not null,
  ended_at    bigint
);
create index visitor_sessions_by_visitor on visitor_sessions (visitor_id);
create index visitor_sessions_by_age on visitor_sessions (expires_at);
-- Which address may read which page. An address may be granted one before it has shown that it is anybody's.
create table page_grants (
  handle_id   text not null references handles (handle_id),
  slug        text not null,
  email       text not null,
  kind        text not null check (kind in ('LOGIN', 'PURCHASE')),
  granted_at  bigint not null,
  revoked_at  bigint,
  primary key (handle_id, slug, email)
);
create index page_grants_by_email on page_grants (email);
-- Every purchase that was begun.
create table page_payments (
  payment_id   text primary key,
  handle_id    text not null references handles (handle_id),
  slug         text not null,
  -- The provider's name for it, once it has one; and for the money, once it has moved.
  checkout_id  text unique,
  intent_id    text,
  email        text,
  price_cents  bigint not null,
  currency     text not null,
  status       text not null check (status in ('OPEN', 'EXPIRED', 'PAID', 'REFUNDED')),
  created_at   bigint not null,
  paid_at      bigint,
  refunded_at  bigint
);
create index page_payments_by_page on page_payments (handle_id, slug, payment_id);
create index page_payments_by_intent on page_payments (intent_id) where intent_id is not null;
-- Refunds that were told of before the payment was: news of a provider come in any order.
create table early_refunds (
  intent_id  text primary key,
  at         bigint not null
);
create index early_refunds_by_age on early_refunds (at);
