-- The bytes that are kept, once each, by the SHA-256 of their content. A row is there before its bytes and goes after them.
create table blobs (
  sha256        text primary key,
  size_bytes    bigint not null,
  state         text not null check (state in ('arriving', 'stored', 'collecting')),
  -- Nothing collects it before: set by whoever stores or lets go of it.
  pinned_until  bigint not null,
  -- While it is collected: when another may take that over.
  leased_until  bigint
);
create index blobs_by_pin on blobs (pinned_until);
-- Who needs which. A blob that one of these names is never collected.
create table blob_refs (
  owner_kind  text not null,
  owner_id    text not null,
  sha256      text not null references blobs (sha256),
  handle_id   text not null,
  primary key (owner_kind, owner_id, sha256)
);
create index blob_refs_by_blob on blob_refs (sha256);
create index blob_refs_by_handle on blob_refs (handle_id, sha256);
-- The files of handles. One that has expired keeps its row, and its bytes are let go of.
create table files (
  file_id         text primary key,
  handle_id       text not null references handles (handle_id),
  file_name       text not null,
  -- As it was announced; what it is served as is decided when it has arrived.
  content_type    text not null,
  served_type     text,
  size_bytes      bigint not null,
  -- Announced with the ticket, or found when it had arrived.
  sha256          text,
  status          text not null check (status in ('PENDING', 'READY', 'EXPIRED', 'REJECTED')),
  access_mode     text not null check (access_mode in ('PUBLIC', 'EMAIL_ALLOWLIST')),
  allowed_emails  text not null,
  expires_at      bigint,
  version         bigint not null,
  created_by      text not null,
  created_at      bigint not null,
  uploaded_at     bigint
);
create index files_by_handle on files (handle_id, file_id);
create index files_pending on files (created_at) where status = 'PENDING';
create index files_expiring on files (expires_at) where status = 'READY' and expires_at is not null;
-- What was mailed to somebody who may have a file: opens it once.
create table file_links (
  hash        text primary key,
  file_id     text not null references files (file_id),
  email       text not null,
  expires_at  bigint not null,
  used_at     bigint
);
create index file_links_by_file on file_links (file_id);
create index file_links_by_age on file_links (expires_at);
