import { findKeptSince } from "#features/retention/index.ts";
import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { storeAway } from "#platform/blobs/store-away.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Upload } from "#platform/http/bind.ts";
import { isOutOfSpace } from "#platform/is-out-of-space.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import * as contract from "./import-contract.ts";
import { findOutcome, insertImport } from "./import-store.ts";
import { type HistoryReport, stageHistory } from "./stage-history.ts";
import { keepUpload, makeStaging, newStaging, releaseParts, removeStaging, type Staging } from "./staging.ts";

type ImportDeps = MutateDeps &
  Pick<ControlDeps, "eventsFolder" | "retentionDays"> &
  Partial<Pick<ControlDeps, "log">>;

export type ImportOptions = {
  readonly batchKey: string;
  readonly isDryRun: boolean;
  readonly onError: "fail" | "skip";
};

export type Imported = HistoryReport & { readonly replayed: boolean };

/**
 * Everything of an upload or nothing, once for its key, which only an upload with an event uses. Its segments are on disk before the
 * key commits, and belong to the event log from that moment: whoever dies then leaves a folder that `resumeImports` empties.
 */
export async function importHistory(
  deps: ImportDeps,
  actor: MemberActor,
  upload: Upload,
  options: ImportOptions,
): Promise<Imported> {
  const { eventsFolder, clock } = deps;
  const staging = newStaging(eventsFolder, clock.now());
  let mayBelongToLog = false;
  try {
    await makeStaging(eventsFolder, staging);
    await keepUpload(upload.bytes, staging.upload, actor.signal);
    const earlier = options.isDryRun
      ? undefined
      : await findOutcome(deps.db.read, actor.handleId, options.batchKey);
    if (earlier !== undefined) return replayOf(earlier);
    const report = await stage(deps, actor, staging, options);
    if (report.lines === 0) throw new AppError("invalid_payload", "The upload has no line.");
    if (options.isDryRun) return { ...report, replayed: false };
    if (report.failed > 0 && options.onError === "fail") throw refused(report);
    // Nothing was imported, so that the key is still for the file that was meant.
    if (report.events === 0) return { ...report, replayed: false };
    mayBelongToLog = true;
    const imported = await commit(deps, actor, staging, options.batchKey, report);
    mayBelongToLog = !imported.replayed;
    if (mayBelongToLog) await release(deps, staging);
    return imported;
  } catch (thrown) {
    // A refusal has changed nothing. Of any other failure it may be that only its answer was lost.
    if (thrown instanceof AppError) mayBelongToLog = false;
    throw isOutOfSpace(thrown) ? storeAway(thrown) : thrown;
  } finally {
    if (!mayBelongToLog) await removeStaging(eventsFolder, staging.name);
  }
}

/** What has committed is imported, whatever happens here: `resumeImports` goes on with it. */
async function release({ eventsFolder, log }: ImportDeps, { name }: Staging): Promise<void> {
  await releaseParts(eventsFolder, name).catch((err: unknown) => {
    log?.warn({ err }, "An import cannot be handed to the event log yet. It goes on.");
  });
}

async function stage(
  deps: ImportDeps,
  actor: MemberActor,
  staging: Staging,
  { batchKey, isDryRun }: ImportOptions,
): Promise<HistoryReport> {
  const now = deps.clock.now();
  const { handleId, signal } = actor;
  const since = await findKeptSince(deps, handleId, now);
  return stageHistory(staging, { handleId, batchKey, now, since, isDryRun, signal });
}

/** Of two that send the same key at once, one imports and the other hears of it. */
async function commit(
  deps: ImportDeps,
  actor: MemberActor,
  { name: folder }: Staging,
  batchKey: string,
  report: HistoryReport,
): Promise<Imported> {
  const { handleId } = actor;
  return mutate<Imported>(deps, actor, contract.importAnalytics, async (tx, now) => {
    const earlier = await findOutcome(readerOf(tx), handleId, batchKey);
    if (earlier !== undefined) return { result: replayOf(earlier), audit: null };
    await insertImport(tx, handleId, { batchKey, folder, outcome: JSON.stringify(report), now });
    const { lines, events, failed, from, to } = report;
    return {
      result: { ...report, replayed: false },
      audit: { action: "analytics.import", target: batchKey, details: { lines, events, failed, from, to } },
    };
  });
}

const replayOf = (outcome: string): Imported => ({
  ...(JSON.parse(outcome) as HistoryReport),
  replayed: true,
});

function refused({ failed, errors }: HistoryReport): AppError {
  const lines = failed === 1 ? "One line is" : `${failed} lines are`;
  return new AppError("invalid_payload", `${lines} refused, and nothing was imported.`, {
    details: {
      details: errors.map(({ line, path, message }) => ({
        path: path === "" ? `${line}` : `${line}.${path}`,
        message,
      })),
    },
  });
}
