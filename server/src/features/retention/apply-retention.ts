import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { claimJob, endJob } from "#platform/jobs/claim-job.ts";
import { mutate } from "#platform/mutate.ts";
import { nextOldRows, removeOldRows } from "./old-rows-store.ts";
import { keptSince, monthsBefore, retentionOf } from "./retention.ts";
import { type HandleDays, listHandleDays } from "./store.ts";
import { unlessAway } from "./unless-away.ts";

const KEEPER: SystemActor = { kind: "system", job: "retention" };
const NO_ACCESS = { auth: "none" } as const;
const HOUR_MS = 3_600_000;
const EVERY_MS = 23 * HOUR_MS;
const HANDLES_A_TIME = 50;
const ROWS_A_TIME = 1_000;

/**
 * Removes what is past its limit, once a day in one process. Everything it does can be done twice, by two at once, and go
 * on after a death; what arrives late for a time that is past goes with the next run.
 */
export async function applyRetention(deps: ControlDeps): Promise<void> {
  const held = await mutate(deps, KEEPER, NO_ACCESS, async (tx, now) => ({
    result: await claimJob(tx, KEEPER.job, { now, everyMs: EVERY_MS, holdMs: HOUR_MS }),
    audit: null,
  }));
  if (held === undefined) return;
  let isDone = false;
  try {
    isDone = await unlessAway(() => removeExpired(deps));
  } finally {
    await mutate(deps, KEEPER, NO_ACCESS, async (tx, ended) => {
      await endJob(tx, KEEPER.job, held, isDone ? ended : null);
      return { result: undefined, audit: null };
    });
  }
}

async function removeExpired(deps: ControlDeps): Promise<void> {
  const now = deps.clock.now();
  await removeOfAll(deps, keptSince(retentionOf(null, deps.retentionDays).effectiveDays, now));
  for await (const handles of limitedHandles(deps)) {
    const limits = handles.map(({ handleId, eventsDays }) => ({
      handleId,
      since: keptSince(retentionOf(eventsDays, deps.retentionDays).effectiveDays, now),
      isOwn: eventsDays !== null,
    }));
    await removeOfSome(
      deps,
      limits.filter(({ isOwn }) => isOwn),
    );
    for (const { handleId, since } of limits) await removeRows(deps, handleId, since);
  }
}

/** The operator's limit is everybody's: months that are wholly past it go as they are, whoever has events in them. */
async function removeOfAll(deps: ControlDeps, since: number): Promise<void> {
  if (since === 0) return;
  const rows = await ask<{ month: string }>(deps, "select distinct _partition_id as month from events", {});
  const months = rows.map(({ month }) => month);
  for (const month of monthsBefore(months, since)) await deps.removeEvents({ month });
  await deps.removeEvents({
    where: "at < fromUnixTimestamp64Milli({since:Int64}, 'UTC')",
    params: { since },
  });
}

async function removeOfSome(deps: ControlDeps, limits: readonly Limit[]): Promise<void> {
  if (limits.length === 0) return;
  const where = limits.map(
    (_, index) =>
      `(handleId = {handle${index}:String} and at < fromUnixTimestamp64Milli({since${index}:Int64}, 'UTC'))`,
  );
  const params = limits.flatMap(({ handleId, since }, index) => [
    [`handle${index}`, handleId],
    [`since${index}`, since],
  ]);
  await deps.removeEvents({ where: where.join(" or "), params: Object.fromEntries(params) });
}

type Limit = { readonly handleId: string; readonly since: number };
type Params = Readonly<Record<string, unknown>>;

const ask = <Row>({ askWarehouse }: ControlDeps, sql: string, params: Params): Promise<Row[]> =>
  askWarehouse<Row>(sql, params, AbortSignal.timeout(HOUR_MS));

/** Those for which any limit holds, a few at a time. */
async function* limitedHandles({ db, retentionDays }: ControlDeps): AsyncGenerator<readonly HandleDays[]> {
  const which = retentionDays === 0 ? "asked" : "all";
  for (let after = ""; ; ) {
    const handles = await listHandleDays(db.read, which, after, HANDLES_A_TIME);
    const last = handles.at(-1);
    if (last === undefined) return;
    yield handles;
    after = last.handleId;
  }
}

async function removeRows(deps: ControlDeps, handleId: string, since: number): Promise<void> {
  for (;;) {
    const before = await nextOldRows(deps.db.read, handleId, since, ROWS_A_TIME);
    if (before === undefined) return;
    await mutate(deps, KEEPER, NO_ACCESS, async (tx) => {
      await removeOldRows(tx, handleId, before);
      return { result: undefined, audit: null };
    });
  }
}
