import { mkdir } from "node:fs/promises";
import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { whileFree } from "#platform/event-log/hold-events.ts";
import { readNodeId } from "#platform/event-log/node-id.ts";
import { newSegmentId, parseSegmentFile, type SegmentId } from "#platform/event-log/segment-id.ts";
import { type Slot, takeSlot } from "#platform/event-log/slot.ts";
import { claim, hasPending, listClaimed, listClaims, removeClaimed } from "./pending-store.ts";
import { removeDrafts, type WriteStep, writeSegment } from "./write-segment.ts";

/** Of one segment. A visitor's answer waits no longer than reading so many rows takes. */
const CLAIM_ROWS_MAX = 2_000;
const ABANDONED_MS = 30_000;

export type HandOverStep = "claimed" | WriteStep | "removed";

type Options = {
  readonly db: Database;
  readonly clock: Clock;
  readonly eventsFolder: string;
  readonly rowsMax?: number;
  /** Called after each step; throwing there ends everything as the death of the process would. */
  readonly reached?: (step: HandOverStep) => void;
};

/**
 * Carries events that committed with a change from the database into the event log, each once.
 *
 * Claim, write, remove. The claim is one transaction that gives events the id of their segment, for ever: an event has
 * one segment, whoever writes it and how often. A death after any step leaves rows that name a segment, and whoever
 * finds them writes that segment again, byte for byte.
 *
 * The rows of an earlier owner of this process's slot are taken up at once: it is dead, or it would own the slot. Those
 * of any other process, after half a minute; one that is only slow makes a second copy of a segment and no second event.
 *
 * Copies are harmless because the warehouse is asked for each segment once. Processes that share an events folder write
 * into slots of their own, never into each other's files. Of processes with folders apart, one may die with a sealed
 * segment on its disk that another writes again and ships; when it comes back, even long after the warehouse has
 * forgotten the segment's id, its shipper finds the id in `counted_segments` (see `listCounted`) and drops the copy. That
 * table is kept for thirty days: a folder must not come back after a longer absence.
 */
export class PendingVisits implements Disposable {
  readonly #options: Options;
  #place: { readonly slot: Slot; readonly nodeId: string } | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Everything that had committed when it began is in the event log when it resolves. Never two of one object at once. */
  async run(): Promise<void> {
    const { db, eventsFolder } = this.#options;
    if (!(await hasPending(db.read))) return; // Whoever has no such events needs no slot.
    await whileFree(eventsFolder, () => this.#handOver());
  }

  async #handOver(): Promise<void> {
    const { db, clock, rowsMax = CLAIM_ROWS_MAX, reached } = this.#options;
    const { slot, nodeId } = await this.#takePlace();
    for (const segmentId of await this.#abandoned(slot, nodeId)) await this.#deliver(slot, segmentId);
    for (let claimed = rowsMax; claimed === rowsMax; ) {
      const segmentId = newSegmentId(nodeId, slot.number, clock.now().getTime());
      claimed = await claim(db, segmentId, rowsMax);
      reached?.("claimed");
      if (claimed > 0) await this.#deliver(slot, segmentId);
    }
  }

  /** A claim whose rows are gone was delivered by another: then there is nothing to write. */
  async #deliver(slot: Slot, segmentId: SegmentId): Promise<void> {
    const { db, reached } = this.#options;
    const visits = await listClaimed(db.read, segmentId);
    if (visits.length === 0) return;
    await writeSegment(slot, segmentId, visits, reached);
    await removeClaimed(db, segmentId);
    reached?.("removed");
  }

  async #abandoned(slot: Slot, nodeId: string): Promise<readonly SegmentId[]> {
    const { db, clock } = this.#options;
    const before = clock.now().getTime() - ABANDONED_MS;
    return (await listClaims(db.read)).flatMap((text) => {
      const parsed = parseSegmentFile(`${text}.ndjson`);
      if (parsed === undefined) return [];
      const isOfThisSlot = text.startsWith(`${nodeId}-${slot.number}-`);
      return isOfThisSlot || parsed.startedAt <= before ? [parsed.segmentId] : [];
    });
  }

  async #takePlace() {
    if (this.#place !== undefined) return this.#place;
    const { eventsFolder } = this.#options;
    await mkdir(eventsFolder, { recursive: true });
    const nodeId = await readNodeId(eventsFolder);
    const slot = takeSlot(eventsFolder);
    this.#place = { slot, nodeId };
    await removeDrafts(slot);
    return this.#place;
  }

  /** Lets go of the slot, not of the events: what waits is taken up by whoever comes next. */
  [Symbol.dispose](): void {
    this.#place?.slot[Symbol.dispose]();
    this.#place = undefined;
  }
}
