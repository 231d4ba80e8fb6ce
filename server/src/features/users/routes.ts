import type { UserActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { changePassword } from "./change-password.ts";
import * as contract from "./contract.ts";
import { getMe } from "./get-me.ts";
import { inviteUser } from "./invite-user.ts";
import { logIn } from "./log-in.ts";
import { logOut, logOutEverywhere } from "./log-out.ts";
import { createPasswordProof, type ProvePassword } from "./prove-password.ts";
import { clearingCookie, keepingCookie, refreshTokenOf, requireOwnPage } from "./refresh-cookie.ts";
import { refreshSession } from "./refresh-session.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { resetPassword } from "./reset-password.ts";
import type { SessionPair } from "./session.ts";
import { signUp } from "./sign-up.ts";
import { updateMe } from "./update-me.ts";
import type { User } from "./user.ts";

export const userOperations = (deps: ControlDeps): readonly BoundOperation[] => {
  const prove = createPasswordProof(deps);
  return [
    bind(contract.signUp, async ({ actor, body, caller }) => {
      return { status: 201, body: presentUser(await signUp(deps, actor, body, caller.address)) };
    }),

    bind(contract.inviteUser, async ({ actor, body }) => {
      await inviteUser(deps, actor, body.email);
      return { status: 202, body: { accepted: true as const } };
    }),

    ...sessionOperations(deps, prove),

    bindMe(deps),

    bind(contract.updateMe, async ({ actor, body }) => {
      return { status: 200, body: presentUser(await updateMe(deps, actor, body)) };
    }),

    bind(contract.requestPasswordReset, async ({ actor, body, caller }) => {
      await requestPasswordReset(deps, actor, body.email, caller.address);
      return { status: 202, body: { accepted: true as const } };
    }),

    bind(contract.resetPassword, async ({ actor, body, caller }) => {
      await resetPassword(deps, actor, body, caller.address);
      return { status: 204 };
    }),

    bind(contract.changePassword, async ({ actor, body, caller }) => {
      await changePassword(deps, prove, actor, body, caller.address);
      return { status: 204 };
    }),
  ];
};

function bindMe(deps: ControlDeps): BoundOperation {
  const { plans, db, clock } = deps;
  const find = async (actor: UserActor) => {
    const { user, handles } = await getMe(deps, actor);
    return { ...presentUser(user), handles: handles.map((place) => ({ ...place })) };
  };
  if (plans === undefined) {
    return bind(contract.getMe, async ({ actor }) => ({ status: 200, body: await find(actor) }));
  }
  return bind(contract.getMeWithPlan, async ({ actor }) => {
    const { plan } = await plans.standing(db.read, actor.userId, clock.now());
    return { status: 200, body: { ...(await find(actor)), plan } };
  });
}

function sessionOperations(deps: ControlDeps, prove: ProvePassword): readonly BoundOperation[] {
  const { addresses, clock } = deps;
  const inCookie = ({ refreshToken, sessionExpiresAt, ...pair }: SessionPair) => ({
    status: 200 as const,
    headers: {
      ...NO_STORE,
      "set-cookie": keepingCookie(addresses, refreshToken, sessionExpiresAt, clock.now()),
    },
    body: { ...pair, tokenType: "Bearer" as const },
  });
  const inBody = ({ sessionExpiresAt: _, ...pair }: SessionPair) => ({
    status: 200 as const,
    headers: NO_STORE,
    body: { ...pair, tokenType: "Bearer" as const },
  });
  const forgetting = { "set-cookie": clearingCookie(addresses) };
  return [
    bind(contract.logIn, async ({ actor, body: { refreshIn, ...credentials }, caller }) => {
      if (refreshIn === "cookie") requireOwnPage(addresses, caller);
      const pair = await logIn(deps, prove, actor, credentials, caller);
      return refreshIn === "cookie" ? inCookie(pair) : inBody(pair);
    }),

    bind(contract.refreshSession, async ({ actor, body: { refreshToken: sent }, caller }) => {
      if (sent !== undefined) return inBody(await refreshSession(deps, actor, sent, caller.address));
      const kept = refreshTokenOf(addresses, caller);
      if (kept === "") throw nothingToTrade();
      requireOwnPage(addresses, caller);
      return inCookie(await refreshSession(deps, actor, kept, caller.address));
    }),

    bind(contract.logOut, async ({ actor, caller }) => {
      await logOut(deps, actor);
      return { status: 204, ...(refreshTokenOf(addresses, caller) !== "" && { headers: forgetting }) };
    }),

    bind(contract.logOutEverywhere, async ({ actor, caller }) => {
      await logOutEverywhere(deps, actor);
      return { status: 204, ...(refreshTokenOf(addresses, caller) !== "" && { headers: forgetting }) };
    }),
  ];
}

const nothingToTrade = () => {
  const details = [{ path: "refreshToken", message: "Send one, or the cookie that keeps it." }];
  return new AppError("invalid_payload", "refreshToken: Send one, or the cookie that keeps it.", {
    details: { details },
  });
};

/** Said even though it is the default: these two must never lie in a cache. */
const NO_STORE = { "cache-control": "no-store" };

const presentUser = ({ userId, email, name, timeZone, createdAt }: User) => ({
  userId,
  email,
  name,
  timeZone: timeZone ?? "UTC",
  createdAt: createdAt.toISOString(),
});
