import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { changePassword } from "./change-password.ts";
import * as contract from "./contract.ts";
import { getMe } from "./get-me.ts";
import { inviteUser } from "./invite-user.ts";
import { logIn } from "./log-in.ts";
import { logOut, logOutEverywhere } from "./log-out.ts";
import { createPasswordProof } from "./prove-password.ts";
import { refreshSession } from "./refresh-session.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { resetPassword } from "./reset-password.ts";
import type { SessionPair } from "./session.ts";
import { signUp } from "./sign-up.ts";
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

    bind(contract.logIn, async ({ actor, body, caller }) => {
      return {
        status: 200,
        headers: NO_STORE,
        body: presentPair(await logIn(deps, prove, actor, body, caller)),
      };
    }),

    bind(contract.refreshSession, async ({ actor, body, caller }) => {
      const pair = await refreshSession(deps, actor, body.refreshToken, caller.address);
      return { status: 200, headers: NO_STORE, body: presentPair(pair) };
    }),

    bind(contract.logOut, async ({ actor }) => {
      await logOut(deps, actor);
      return { status: 204 };
    }),

    bind(contract.logOutEverywhere, async ({ actor }) => {
      await logOutEverywhere(deps, actor);
      return { status: 204 };
    }),

    bind(contract.getMe, async ({ actor }) => {
      const { user, handles } = await getMe(deps, actor);
      return { status: 200, body: { ...presentUser(user), handles: handles.map((place) => ({ ...place })) } };
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

/** Said even though it is the default: these two must never lie in a cache. */
const NO_STORE = { "cache-control": "no-store" };

const presentPair = (pair: SessionPair) => ({ ...pair, tokenType: "Bearer" as const });

const presentUser = ({ userId, email, name, createdAt }: User) => ({
  userId,
  email,
  name,
  createdAt: createdAt.toISOString(),
});
