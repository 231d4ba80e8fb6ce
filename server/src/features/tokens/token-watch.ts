import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { StoredToken } from "./store.ts";
import { saveUsage } from "./usage-store.ts";

const WATCH: SystemActor = { kind: "system", job: "tokens.watch" };
const REMEMBERED_MAX = 10_000;

/** Told of what the door may not answer differently: which token was used, or was kept out by its address. */
export type TokenWatch = {
  readonly used: (tokenId: string, at: Date) => void;
  readonly keptOut: (token: StoredToken) => void;
  /** Writes down what was seen since the last time: one transaction, however many requests there were. */
  readonly flush: () => Promise<void>;
};

/**
 * When each token was last used and which were kept out by their address list. Off the path of requests, because all
 * those of one token would otherwise wait for one row; what a crash loses is less than a minute of `lastUsedAt`.
 */
export function createTokenWatch(deps: ControlDeps): TokenWatch {
  let used = new Map<string, number>();
  let keptOut = new Map<string, { readonly token: StoredToken; times: number }>();
  return {
    used: (tokenId, at) => {
      if (used.size < REMEMBERED_MAX || used.has(tokenId)) used.set(tokenId, at.getTime());
    },
    keptOut: (token) => {
      const seen = keptOut.get(token.tokenId);
      if (seen !== undefined) seen.times += 1;
      else if (keptOut.size < REMEMBERED_MAX) keptOut.set(token.tokenId, { token, times: 1 });
    },
    flush: async () => {
      if (used.size === 0 && keptOut.size === 0) return;
      const [uses, denials] = [used, keptOut];
      used = new Map();
      keptOut = new Map();
      await mutate(deps, WATCH, { auth: "none" }, async (tx) => {
        await saveUsage(tx, uses);
        const audit = [...denials.values()].map(({ token: { tokenId, handleId }, times }) => ({
          action: "token.ip_denied",
          target: tokenId,
          handleId,
          details: { times },
        }));
        return { result: undefined, audit };
      });
    },
  };
}
