create table links (
  handle_id           text not null references handles (handle_id),
  slug                text not null,
  destination_url     text not null,
  title               text,
  description         text,
  tags                text not null,
  categories          text not null,
  enabled             bigint not null check (enabled in (0, 1)),
  redirect_type       bigint not null check (redirect_type in (302, 307)),
  forward_query       bigint not null check (forward_query in (0, 1)),
  tracking            text not null,
  scheduled_start_at  bigint,
  scheduled_end_at    bigint,
  expires_at          bigint,
  expired_url         text,
  max_clicks          bigint check (max_clicks > 0),
  campaign_id         text,
  version             bigint not null,
  created_at          bigint not null,
  updated_at          bigint not null,
  primary key (handle_id, slug)
);
create index links_by_creation on links (handle_id, created_at, slug);
create index links_by_update on links (handle_id, updated_at, slug);
-- Every version there ever was; a deletion is one without a snapshot. Outlives the link.
create table link_versions (
  handle_id  text not null,
  slug       text not null,
  version    bigint not null,
  at         bigint not null,
  actor      text not null,
  snapshot   text,
  primary key (handle_id, slug, version)
);
