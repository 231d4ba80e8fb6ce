-- What the edge shows at the root of a handle's host, as JSON.
create table sites (
  handle_id  text primary key references handles (handle_id),
  site       text not null
);
-- Which file is which blob, for each deployment that can be served, as JSON.
create table site_manifests (
  handle_id      text not null references handles (handle_id),
  deployment_id  text not null,
  preview_key    text not null,
  manifest       text not null,
  primary key (handle_id, deployment_id)
);
create unique index site_manifests_by_preview on site_manifests (handle_id, preview_key);
create table site_modes (
  handle_id   text primary key references handles (handle_id),
  version     bigint not null,
  updated_at  bigint not null
);
create table site_deployments (
  handle_id           text not null references handles (handle_id),
  deployment_id       text not null,
  status              text not null
    check (status in ('DRAFT', 'UPLOADING', 'READY', 'ACTIVE', 'SUPERSEDED', 'FAILED')),
  source              text not null check (source in ('INLINE', 'FILES', 'ARCHIVE', 'DRAFT')),
  commit_message      text,
  -- Whether it is to be served as soon as it is complete.
  activate            bigint not null check (activate in (0, 1)),
  base_deployment_id  text,
  file_count          bigint not null,
  size_bytes          bigint not null,
  -- JSON: while files are missing, those that are not. Null afterwards: the manifest says it all.
  plan                text,
  -- JSON: what was left out of it, in words.
  warnings            text not null,
  failure             text,
  created_by          text not null,
  version             bigint not null,
  created_at          bigint not null,
  updated_at          bigint not null,
  activated_at        bigint,
  -- Until when the missing files may come; null where none are.
  expires_at          bigint,
  -- When its files had been compressed; null until then.
  compressed_at       bigint,
  primary key (handle_id, deployment_id)
);
create index site_deployments_unfinished on site_deployments (expires_at) where expires_at is not null;
create index site_deployments_uncompressed on site_deployments (deployment_id)
  where compressed_at is null and expires_at is null;
-- The files that a deployment still waits for, and those that have come meanwhile.
create table site_uploads (
  deployment_id  text not null,
  upload_number  bigint not null,
  path           text not null,
  content_type   text not null,
  size_bytes     bigint not null,
  -- As announced; null where it was not.
  sha256         text,
  -- What came; null until then.
  stored_sha256  text,
  primary key (deployment_id, upload_number)
);
