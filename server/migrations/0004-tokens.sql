create table tokens (
  token_id        text primary key,
  handle_id       text not null references handles (handle_id),
  name            text not null,
  grants          text not null,
  -- Keyed hash of the token's whole text, and which pepper keyed it.
  secret_hash     text not null unique,
  pepper_id       text not null,
  last_four       text not null,
  cidrs           text,
  created_by      text not null references users (user_id),
  created_at      bigint not null,
  expires_at      bigint,
  revoked_at      bigint,
  revoked_reason  text,
  -- Rotation: the token this one took over from.
  predecessor     text,
  -- When the seven days' warning went out.
  warned_at       bigint,
  version         bigint not null
);
create index tokens_by_handle on tokens (handle_id, token_id);
create index tokens_by_expiry on tokens (expires_at);
create table token_usage (
  token_id      text primary key references tokens (token_id),
  last_used_at  bigint not null
);
