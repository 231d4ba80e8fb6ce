import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { UserTables } from "./store.ts";

const SWEEPER: SystemActor = { kind: "system", job: "users.sweep" };
const KEPT_MS = 30 * 86_400_000;

/** Removes sessions a month after they ended, and mailed tokens a month after they did: they explain nothing any more. */
export async function sweepSessions(deps: ControlDeps): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    const before = now.getTime() - KEPT_MS;
    const tables = tx.$extendTables<UserTables>();
    const dead = tables.selectFrom("sessions").select("session_id").where("expires_at", "<", before);
    await tables.deleteFrom("refresh_tokens").where("session_id", "in", dead).execute();
    await tables.deleteFrom("sessions").where("expires_at", "<", before).execute();
    await tables.deleteFrom("password_resets").where("expires_at", "<", before).execute();
    await tables.deleteFrom("invitations").where("expires_at", "<", before).execute();
    return { result: undefined, audit: null };
  });
}
