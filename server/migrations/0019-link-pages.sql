-- What a handle's link page shows beside its profile; a handle without a row shows the profile alone.
create table link_pages (
  handle_id   text primary key references handles (handle_id),
  -- JSON of a LinkPageDocument.
  document    text not null,
  version     bigint not null,
  updated_at  bigint not null
);
