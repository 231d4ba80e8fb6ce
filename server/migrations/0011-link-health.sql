-- What the last probe of a link's destination found; gone with the link.
create table link_health (
  handle_id        text not null,
  slug             text not null,
  -- What was probed: about another destination the result says nothing. Null, like all below, before the first probe.
  destination_url  text,
  checked_at       bigint,
  status           bigint,
  latency_ms       bigint,
  error            text,
  failing_since    bigint,
  -- Until when some process is believed to be probing this link.
  claimed_until    bigint,
  primary key (handle_id, slug),
  foreign key (handle_id, slug) references links (handle_id, slug) on delete cascade
);
