-- What a handle's pages are now. A deleted one keeps its versions, so that they go on counting.
create table pages (
  handle_id          text not null references handles (handle_id),
  slug               text not null,
  -- JSON of a PageDocument.
  document           text not null,
  version            bigint not null,
  -- The version that visitors see; null while they see none.
  published_version  bigint,
  published_at       bigint,
  -- When what search engines may list was last published; null where they may list nothing.
  listed_at          bigint,
  created_at         bigint not null,
  updated_at         bigint not null,
  primary key (handle_id, slug)
);
create index pages_listed on pages (handle_id, listed_at) where listed_at is not null;
-- Every version, as it was. Rows never change, so whoever has read one need not read it again.
create table page_versions (
  handle_id  text not null references handles (handle_id),
  slug       text not null,
  version    bigint not null,
  at         bigint not null,
  actor      text not null,
  action     text not null check (action in ('create', 'update', 'publish', 'unpublish', 'rollback', 'delete')),
  -- JSON of a PageDocument; null for a deletion.
  document   text,
  primary key (handle_id, slug, version)
);
