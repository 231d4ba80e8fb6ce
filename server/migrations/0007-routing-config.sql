-- Rules for all links of a handle, or for some. A deleted one keeps its row, so that versions go on counting.
create table personalization_rules (
  handle_id        text not null references handles (handle_id),
  rule_id          text not null,
  enabled          bigint not null check (enabled in (0, 1)),
  priority         bigint not null,
  conditions       text not null,
  variant_id       text not null,
  destination_url  text not null,
  -- JSON list; null for every link.
  slugs            text,
  version          bigint not null,
  created_at       bigint not null,
  updated_at       bigint not null,
  deleted_at       bigint,
  primary key (handle_id, rule_id)
);
-- The tags of BRIDGE pages, with their parameters as the edge reads them.
create table tracking_templates (
  handle_id         text not null references handles (handle_id),
  template_key      text not null,
  kind              text not null check (kind in ('meta_pixel', 'gtm_event', 'ga4_event', 'utm', 'custom_webhook')),
  parameters        text not null,
  enabled           bigint not null check (enabled in (0, 1)),
  requires_consent  bigint not null check (requires_consent in (0, 1)),
  version           bigint not null,
  created_at        bigint not null,
  updated_at        bigint not null,
  deleted_at        bigint,
  primary key (handle_id, template_key)
);
