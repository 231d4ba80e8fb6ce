import type { VisitEvent } from "#kernel/visit-event.ts";
import { ClickCounter, type HandleClicks } from "./click-counter.ts";
import type { SegmentId } from "./segment-id.ts";

/** What one segment adds to counts that are kept elsewhere. The same file gives the same summary. */
export type SegmentSummary = {
  readonly segmentId: SegmentId;
  readonly events: number;
  readonly clicks: readonly HandleClicks[];
};

type Counted = Pick<VisitEvent, "handleId" | "slug" | "kind" | "bot">;

/** Counts events as they are written, so that nobody need read them again to know. */
export class SegmentCounter {
  #events = 0;
  readonly #clicks = new ClickCounter();

  add({ handleId, slug, kind, bot }: Counted): void {
    this.#events += 1;
    if (kind === "click") this.#clicks.add(handleId, slug, bot === "");
  }

  summary(segmentId: SegmentId): SegmentSummary {
    return { segmentId, events: this.#events, clicks: this.#clicks.counts() };
  }
}
