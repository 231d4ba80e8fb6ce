import type { Role } from "#kernel/access.ts";
import type { MemberActor, TokenActor } from "#kernel/actor.ts";

const acting = {
  handleId: "hdl_acme",
  handle: "acme",
  signal: new AbortController().signal,
} as const;

/** A member of `acme` as the door would prove them, for tests of what lies behind it. */
export const memberActor = (role: Role = "OPERATOR"): MemberActor => {
  const userId = `${role.toLowerCase()}-of-acme`;
  return { ...acting, kind: "member", userId, sessionId: `ses_${userId}`, role };
};

/** A token of `acme` that may do everything a token may. */
export const tokenActor = (tokenId: string): TokenActor => ({
  ...acting,
  kind: "token",
  tokenId,
  grants: ["*"],
  role: "OPERATOR",
});
