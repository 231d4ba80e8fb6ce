import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { Database } from "#platform/database/database.ts";
import { migrate } from "#platform/database/migrate.ts";
import { WRITE } from "#platform/database/write.ts";
import { listSealedSegments, removeSegments } from "#platform/event-log/sealed-segments.ts";
import { type HandOverStep, PendingVisits } from "#platform/pending-visits/pending-visits.ts";
import { clickEvent } from "./click-event.ts";

export const HAND_OVER_STEPS = [
  "claimed",
  "drafted",
  "sealed",
  "removed",
] as const satisfies readonly HandOverStep[];

export async function newEventsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pending-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything that ever arrived, by segment; a segment that arrives again must be the same. */
export class Arrived {
  readonly segments = new Map<string, string>();

  /** Ships all that is sealed in a folder. `isTorn`: dies before the files are removed. */
  async ship(folder: string, isTorn = false): Promise<void> {
    for (const segment of await listSealedSegments(folder)) {
      const content = await readFile(segment.path, "utf8");
      expect(this.segments.get(segment.segmentId) ?? content).toBe(content);
      this.segments.set(segment.segmentId, content);
      if (!isTorn) await removeSegments([segment]);
    }
  }

  ids(): string[] {
    return [...this.segments.values()].flatMap((content) =>
      content
        .split("\n")
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as VisitEvent).id),
    );
  }
}

/** A database with events to move, and processes that move them. */
export async function startPending(open: () => Promise<Database>) {
  const db = await open();
  await migrate(db);
  onTestFinished(() => db[Symbol.asyncDispose]());
  let now = Date.UTC(2026, 0, 1);
  const clock = { now: () => new Date(now) };
  return {
    advance: (ms: number) => {
      now += ms;
    },
    /** A process with an events folder; `dies` after its first such step. */
    job: (eventsFolder: string, { dies, rowsMax }: { dies?: HandOverStep; rowsMax?: number } = {}) =>
      new PendingVisits({
        db,
        clock,
        eventsFolder,
        ...(rowsMax !== undefined && { rowsMax }),
        reached: (step) => {
          if (step === dies) throw new Error(`Killed when ${step}.`);
        },
      }),
    commit: (howMany: number) => commit(db, howMany),
    insert: (events: readonly VisitEvent[]) => insert(db, events),
    pending: () => db.read.selectFrom("pending_visits").select(["id", "segment_id"]).execute(),
  };
}

let count = 0;
/** Ids that sort in the order in which they were made. */
async function commit(db: Database, howMany: number): Promise<string[]> {
  const events = Array.from({ length: howMany }, () => {
    const number = String(++count).padStart(8, "0");
    return clickEvent({ id: `evt_${number}${newId("evt", count).slice(4)}`, kind: "signal" });
  });
  await insert(db, events);
  return events.map(({ id }) => id);
}

async function insert(db: Database, events: readonly VisitEvent[]): Promise<void> {
  await db[WRITE](async (tx) => {
    const rows = events.map((event) => ({
      id: event.id,
      event: JSON.stringify(event),
      segment_id: null,
    }));
    await tx.insertInto("pending_visits").values(rows).execute();
  });
}
