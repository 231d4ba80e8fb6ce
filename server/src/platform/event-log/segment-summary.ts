import type { VisitEvent } from "#kernel/visit-event.ts";
import type { SegmentId } from "./segment-id.ts";

export type ClickCount = {
  readonly handleId: string;
  readonly slug: string;
  readonly clicks: number;
  /** Those that no bot, prefetch or HEAD request made. */
  readonly qualified: number;
};

/** What one segment adds to counts that are kept elsewhere. The same file gives the same summary. */
export type SegmentSummary = {
  readonly segmentId: SegmentId;
  readonly events: number;
  readonly clicks: readonly ClickCount[];
};

type Counted = Pick<VisitEvent, "handleId" | "slug" | "kind" | "bot">;
type Counter = { clicks: number; qualified: number };

/** Counts events as they are written, so that nobody need read them again to know. */
export class SegmentCounter {
  #events = 0;
  readonly #handles = new Map<string, Map<string, Counter>>();

  add({ handleId, slug, kind, bot }: Counted): void {
    this.#events += 1;
    if (kind !== "click") return;
    let slugs = this.#handles.get(handleId);
    if (slugs === undefined) {
      slugs = new Map();
      this.#handles.set(handleId, slugs);
    }
    let counter = slugs.get(slug);
    if (counter === undefined) {
      counter = { clicks: 0, qualified: 0 };
      slugs.set(slug, counter);
    }
    counter.clicks += 1;
    if (bot === "") counter.qualified += 1;
  }

  summary(segmentId: SegmentId): SegmentSummary {
    const clicks = [...this.#handles].flatMap(([handleId, slugs]) =>
      [...slugs].map(([slug, counter]) => ({ handleId, slug, ...counter })),
    );
    return { segmentId, events: this.#events, clicks };
  }
}
