-- What a handle has decided of the domains that its links may lead to; each counts for all that is below it as well.
create table destination_domains (
  handle_id    text not null references handles (handle_id),
  domain       text not null,
  decision     text not null check (decision in ('ALLOW', 'BLOCK', 'REVIEW')),
  -- Who decided: a person, or a scanner by its name; nobody yet.
  source       text,
  -- What the domain's TXT record must hold to prove it.
  proof        text not null,
  verified_at  bigint,
  created_at   bigint not null,
  updated_at   bigint not null,
  primary key (handle_id, domain)
);
