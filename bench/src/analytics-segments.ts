import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { VisitEvent } from "@switchyard/server/src/kernel/visit-event.ts";
import { eventLine } from "@switchyard/server/src/platform/event-log/event-line.ts";
import { SEGMENT_ROWS_MAX } from "@switchyard/server/src/platform/event-log/grouped-event-log.ts";
import { newSegmentId } from "@switchyard/server/src/platform/event-log/segment-id.ts";
import { SegmentCounter } from "@switchyard/server/src/platform/event-log/segment-summary.ts";
import type { Slot } from "@switchyard/server/src/platform/event-log/slot.ts";
import { writeSummary } from "@switchyard/server/src/platform/event-log/summary-file.ts";

const NODE = "bench";
/** As the event log bounds its segments. */
const SEGMENT_BYTES_MAX = 8 * 2 ** 20;

/**
 * Writes sealed segments as the event log does, with nothing left to read again, and shows them to the shipper all at
 * once, so that what is timed is shipping alone.
 */
export class AnalyticsSegments {
  readonly #slot: Slot;
  #lines: string[] = [];
  #bytes = 0;
  #counter = new SegmentCounter();
  #startedAt = 0;
  #hidden: { from: string; to: string }[] = [];

  constructor(slot: Slot) {
    this.#slot = slot;
  }

  async add(event: VisitEvent): Promise<void> {
    const line = eventLine(event);
    if (this.#lines.length === 0) this.#startedAt = event.at;
    this.#lines.push(line);
    this.#bytes += line.length;
    this.#counter.add(event);
    if (this.#lines.length === SEGMENT_ROWS_MAX || this.#bytes >= SEGMENT_BYTES_MAX) await this.#seal();
  }

  /** The last segment, whatever its size. */
  async write(): Promise<void> {
    if (this.#lines.length > 0) await this.#seal();
  }

  async show(): Promise<void> {
    for (const { from, to } of this.#hidden) await rename(from, to);
    this.#hidden = [];
  }

  async #seal(): Promise<void> {
    const segmentId = newSegmentId(NODE, this.#slot.number, this.#startedAt);
    const from = join(this.#slot.active, `${segmentId}.ndjson`);
    const to = join(this.#slot.sealed, `${segmentId}.ndjson`);
    {
      await using file = await open(from, "wx");
      await file.writeFile(this.#lines.join(""));
      await file.sync();
    }
    await writeSummary(to, { summary: this.#counter.summary(segmentId), isOnlyCopy: true });
    this.#hidden.push({ from, to });
    this.#lines = [];
    this.#bytes = 0;
    this.#counter = new SegmentCounter();
  }
}
