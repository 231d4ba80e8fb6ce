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
  campaign_id         text,
  scheduled_start_at  bigint,
  scheduled_end_at    bigint,
  expires_at          bigint,
  expired_url         text,
  max_clicks          bigint check (max_clicks > 0),
  version             bigint not null,
  created_at          bigint not null,
  updated_at          bigint not null,
  primary key (handle_id, slug)
);
create index links_by_creation on links (handle_id, created_at, slug);
create index links_by_update on links (handle_id, updated_at, slug);
-- Partial, so that most links pay nothing for them.
create index links_by_campaign on links (handle_id, campaign_id, slug) where campaign_id is not null;
create index disabled_links on links (handle_id, slug) where enabled = 0;
-- The tags and categories of `links`, one a row, so that a filter by one is exact and finds few rows among many.
create table link_labels (
  handle_id  text not null,
  kind       text not null check (kind in ('tag', 'category')),
  label      text not null,
  slug       text not null,
  primary key (handle_id, kind, label, slug)
);
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
