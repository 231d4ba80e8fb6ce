-- What a handle wants to reach. A deleted one keeps its row, so that versions go on counting.
create table campaigns (
  handle_id              text not null references handles (handle_id),
  campaign_id            text not null,
  name                   text,
  description            text,
  goal_type              text not null,
  status                 text not null check (status in ('DRAFT', 'ACTIVE', 'PAUSED')),
  primary_slug           text not null,
  -- What a conversion is called that reaches the goal.
  conversion_event       text not null,
  -- Null: its links bring their own, or none.
  tracking_template_key  text,
  version                bigint not null,
  created_at             bigint not null,
  updated_at             bigint not null,
  deleted_at             bigint,
  primary key (handle_id, campaign_id)
);
create index campaigns_by_slug on campaigns (handle_id, primary_slug);
-- How an active campaign was when it was last looked at.
create table campaign_health (
  handle_id    text not null,
  campaign_id  text not null,
  status       text not null,
  since        bigint not null,
  -- Another status that was found once: it has to be found again before it is believed.
  candidate    text,
  checked_at   bigint not null,
  primary key (handle_id, campaign_id)
);
-- What people have sent through a form. Addresses of machines are not kept.
create table leads (
  lead_id       text primary key,
  handle_id     text not null references handles (handle_id),
  -- Trimmed, in small letters.
  email         text,
  name          text,
  phone         text,
  message       text,
  -- JSON: whatever else the form asked for.
  fields        text not null,
  form          text not null,
  slug          text not null,
  campaign_id   text,
  click_id      text,
  session_id    text,
  variant_id    text,
  country       text not null,
  -- The site that the form is on, where a browser said so.
  origin        text,
  spam_score    bigint not null,
  spam_reasons  text not null,
  is_spam       bigint not null check (is_spam in (0, 1)),
  -- Somebody has decided about it, whatever the score.
  is_judged     bigint not null check (is_judged in (0, 1)),
  -- lead.captured has told of it.
  is_told       bigint not null check (is_told in (0, 1)),
  version       bigint not null,
  received_at   bigint not null
);
create index leads_newest on leads (handle_id, lead_id);
create index leads_by_email on leads (handle_id, email);
create index leads_by_session on leads (handle_id, session_id) where session_id is not null;
create index leads_by_click on leads (handle_id, click_id) where click_id is not null;
create index leads_by_campaign on leads (handle_id, campaign_id, lead_id);
-- Under which keys leads have come: the hash, for ever, so that one that was erased does not come back by a repetition.
create table lead_keys (
  handle_id  text not null references handles (handle_id),
  key_hash   text not null,
  lead_id    text not null,
  primary key (handle_id, key_hash)
);
create table lead_attachments (
  handle_id     text not null,
  lead_id       text not null,
  attachment    bigint not null,
  sha256        text not null,
  file_name     text not null,
  content_type  text not null,
  size_bytes    bigint not null,
  primary key (lead_id, attachment)
);
-- What a campaign's page is made of, version by version; the newest is what holds.
create table site_structures (
  handle_id          text not null references handles (handle_id),
  campaign_id        text not null,
  version            bigint not null,
  -- JSON: detailsPageSlug, accessMode, structureType, schema.
  structure          text not null,
  actor              text not null,
  -- The version that this one was brought back from.
  rolled_back_to     bigint,
  at                 bigint not null,
  primary key (handle_id, campaign_id, version)
);
-- Which version visitors see, and where.
create table site_publications (
  handle_id     text not null,
  campaign_id   text not null,
  version       bigint not null,
  page_slug     text not null,
  published_at  bigint not null,
  primary key (handle_id, campaign_id)
);
