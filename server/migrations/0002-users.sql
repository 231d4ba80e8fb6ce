create table users (
  user_id        text primary key,
  email          text not null unique,
  name           text,
  password_hash  text not null,
  created_at     bigint not null,
  disabled_at    bigint,
  -- When mail to the address was shown to reach this person; an outside identity is believed only then.
  email_proven_at bigint
);
create table sessions (
  session_id  text primary key,
  user_id     text not null references users (user_id),
  user_agent  text not null,
  created_at  bigint not null,
  expires_at  bigint not null,
  ended_at    bigint,
  end_reason  text
);
create index sessions_by_user on sessions (user_id);
create table refresh_tokens (
  token_hash  text primary key,
  session_id  text not null references sessions (session_id),
  created_at  bigint not null,
  used_at     bigint
);
create index refresh_tokens_by_session on refresh_tokens (session_id);
create table password_resets (
  token_hash  text primary key,
  user_id     text not null references users (user_id),
  expires_at  bigint not null,
  used_at     bigint
);
create table invitations (
  token_hash  text primary key,
  email       text not null,
  invited_by  text not null references users (user_id),
  created_at  bigint not null,
  expires_at  bigint not null,
  used_at     bigint
);
