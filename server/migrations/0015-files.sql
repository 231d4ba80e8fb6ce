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
