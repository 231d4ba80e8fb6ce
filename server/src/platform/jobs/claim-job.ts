import type { Tx } from "#platform/database/database.ts";

type ClaimTables = {
  readonly job_claims: { readonly job: string; readonly claimed_until: number; readonly done_at: number };
};

/**
 * For one process a period: until when it has the job, by which `renewJob` and `endJob` know its claim from that of whoever comes
 * after it. A claim whose holder died ends by itself after `holdMs`.
 */
export async function claimJob(
  tx: Tx,
  job: string,
  { now, everyMs, holdMs }: { now: Date; everyMs: number; holdMs: number },
): Promise<number | undefined> {
  const at = now.getTime();
  const table = tx.$extendTables<ClaimTables>();
  const row = await table.selectFrom("job_claims").selectAll().where("job", "=", job).executeTakeFirst();
  if (row !== undefined && (row.claimed_until > at || row.done_at > at - everyMs)) return undefined;
  const claimed_until = at + holdMs;
  await table
    .insertInto("job_claims")
    .values({ job, claimed_until, done_at: 0 })
    .onConflict((taken) => taken.column("job").doUpdateSet({ claimed_until }))
    .execute();
  return claimed_until;
}

/** Holds on to a claim that nobody has taken over. */
export async function renewJob(tx: Tx, job: string, held: number, until: number): Promise<void> {
  await tx
    .$extendTables<ClaimTables>()
    .updateTable("job_claims")
    .set({ claimed_until: until })
    .where("job", "=", job)
    .where("claimed_until", "=", held)
    .execute();
}

/** Lets go of a claim that nobody has taken over; without a time the job is still to be done. */
export async function endJob(tx: Tx, job: string, held: number, doneAt: Date | null): Promise<void> {
  await tx
    .$extendTables<ClaimTables>()
    .updateTable("job_claims")
    .set({ claimed_until: 0, ...(doneAt !== null && { done_at: doneAt.getTime() }) })
    .where("job", "=", job)
    .where("claimed_until", "=", held)
    .execute();
}
