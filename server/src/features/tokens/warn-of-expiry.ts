import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { listUnwarned, markWarned } from "./expiry-store.ts";

const WARNER: SystemActor = { kind: "system", job: "tokens.warn-of-expiry" };
const AHEAD_MS = 7 * 86_400_000;

/** Emits `token.expiring` once for each token that ends within seven days, however many processes ask at once. */
export async function warnOfExpiry(deps: ControlDeps): Promise<void> {
  const until = deps.clock.now().getTime() + AHEAD_MS;
  for (const { handleId } of await listUnwarned(deps.db.read, until, deps.clock.now())) {
    await mutate(deps, WARNER, { auth: "none" }, async (tx, now) => {
      const due = await listUnwarned(readerOf(tx), until, now, handleId);
      for (const { tokenId } of due) await markWarned(tx, tokenId, now);
      return {
        result: undefined,
        audit: due.map(({ tokenId }) => ({ action: "token.warn", target: tokenId, handleId })),
        events: due.map(({ tokenId, name, expiresAt }) => ({
          type: "token.expiring",
          payload: { tokenId, name, expiresAt: expiresAt.toISOString() },
        })),
      };
    });
  }
}
