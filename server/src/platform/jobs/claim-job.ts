import type { Tx } from "#platform/database/database.ts";

type ClaimTables = {
  readonly job_claims: { readonly job: string; readonly claimed_until: number; readonly done_at: number };
};

/** True for one process a period. A claim whose holder died ends by itself after `holdMs`. */
export async function claimJob(
  tx: Tx,
  job: string,
  { now, everyMs, holdMs }: { now: Date; everyMs: number; holdMs: number },
): Promise<boolean> {
  const at = now.getTime();
  const table = tx.$extendTables<ClaimTables>();
  const row = await table.selectFrom("job_claims").selectAll().where("job", "=", job).executeTakeFirst();
  if (row !== undefined && (row.claimed_until > at || row.done_at > at - everyMs)) return false;
  const claimed_until = at + holdMs;
  await table
    .insertInto("job_claims")
    .values({ job, claimed_until, done_at: 0 })
    .onConflict((taken) => taken.column("job").doUpdateSet({ claimed_until }))
    .execute();
  return true;
}

/** Whoever holds the claim goes on holding it. */
export async function renewJob(tx: Tx, job: string, until: number): Promise<void> {
  await tx
    .$extendTables<ClaimTables>()
    .updateTable("job_claims")
    .set({ claimed_until: until })
    .where("job", "=", job)
    .execute();
}

/** Lets go of the claim; without a time the job is still to be done. */
export async function endJob(tx: Tx, job: string, doneAt: Date | null): Promise<void> {
  await tx
    .$extendTables<ClaimTables>()
    .updateTable("job_claims")
    .set({ claimed_until: 0, ...(doneAt !== null && { done_at: doneAt.getTime() }) })
    .where("job", "=", job)
    .execute();
}
