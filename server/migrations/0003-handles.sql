create table handles (
  handle_id      text primary key,
  -- Its present name. That no two have the same one is the promise of handle_names.
  handle         text not null,
  owner_user_id  text not null references users (user_id),
  display_name   text,
  bio            text,
  avatar_url     text,
  theme          text,
  version        bigint not null,
  created_at     bigint not null,
  updated_at     bigint not null,
  deleted_at     bigint
);
-- Every name a handle has or had: an earlier one leads to it until alias_until and is free for others after that. A
-- deleted handle keeps its own for ever, so that nobody else takes over its addresses.
create table handle_names (
  name         text primary key,
  handle_id    text not null references handles (handle_id),
  alias_until  bigint
);
create index handle_names_by_handle on handle_names (handle_id);
create table members (
  handle_id  text not null references handles (handle_id),
  user_id    text not null references users (user_id),
  role       text not null check (role in ('CREATOR', 'OPERATOR', 'OWNER')),
  added_at   bigint not null,
  primary key (handle_id, user_id)
);
create index members_by_user on members (user_id);
