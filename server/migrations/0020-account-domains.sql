-- Hosts that people have shown to be theirs, or still mean to show. Many may want one; one has it.
create table account_domains (
  user_id        text not null references users (user_id),
  -- In lower case and punycode; this host alone, and nothing below it.
  domain         text not null,
  -- The text that its TXT record must be: another for each who adds it.
  proof          text not null,
  state          text not null check (state in ('PENDING', 'ACTIVE', 'FAILING', 'STALE')),
  problem        text,
  verified_at    bigint,
  checked_at     bigint,
  failing_since  bigint,
  -- When DNS is asked again without anyone asking for it; null: never.
  next_check_at  bigint,
  version        bigint not null,
  created_at     bigint not null,
  updated_at     bigint not null,
  primary key (user_id, domain)
);
create unique index account_domains_served on account_domains (domain) where state in ('ACTIVE', 'FAILING');
create index account_domains_by_check on account_domains (next_check_at) where next_check_at is not null;
-- Which handle a domain leads to, by the beginning of the path.
create table account_domain_routes (
  user_id      text not null,
  domain       text not null,
  -- Empty: whatever no other takes.
  path_prefix  text not null,
  handle_id    text not null references handles (handle_id),
  priority     bigint not null,
  primary key (user_id, domain, path_prefix),
  foreign key (user_id, domain) references account_domains (user_id, domain)
);
create index account_domain_routes_by_handle on account_domain_routes (handle_id);
