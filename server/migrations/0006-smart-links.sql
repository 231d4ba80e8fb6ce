-- What holds for all links of a handle, one row a part, as the edge reads it.
create table policies (
  handle_id  text not null,
  part       text not null,
  value      text not null,
  primary key (handle_id, part)
);
-- Events that were committed with a change, until they are in a segment of the event log.
create table pending_visits (
  id         text primary key,
  event      text not null,
  segment_id text
);
create table visitor_segments (
  handle_id  text not null,
  visitor_id text not null,
  segment    text not null,
  at         bigint not null,
  primary key (handle_id, visitor_id, segment)
);
-- Blank links pay one null for all that only some links have; only what is searched for has a column of its own.
alter table links add column settings text;
alter table links add column external_id text;
alter table links add column path_template text;
alter table links add column check_every_hours bigint;
create index links_by_external_id on links (handle_id, external_id, slug) where external_id is not null;
create index links_by_path on links (handle_id, path_template) where path_template is not null;
create index links_to_check on links (handle_id, slug) where check_every_hours is not null;
