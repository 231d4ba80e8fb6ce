import { RecentMap } from "#platform/visits/recent-map.ts";
import type { AnalyticsQuery } from "./analytics-query.ts";

/** Of one question: half a million visits in seven parts, or two million in two. Beyond that lists are no quicker than sets. */
const BYTES_MAX = 64 * 2 ** 20;
const HANDLES_MAX = 1_000;

type Range = Pick<AnalyticsQuery, "handleId" | "from" | "to" | "previous">;

/**
 * Knows for which questions visitors may be listed: all but those of which one as large was refused already, so that nobody
 * waits for a second attempt each time. What a handle's largest question is, is forgotten at a restart.
 */
export class VisitorLists {
  readonly bytesMax: number;
  /** Of each handle the smallest that was refused. */
  readonly #refused = new RecentMap<string, number>(HANDLES_MAX);

  constructor(bytesMax: number = BYTES_MAX) {
    this.bytesMax = bytesMax;
  }

  /** `parts`: in how many ways the events are grouped at once, each with lists of its own. */
  mayBeListed(range: Range, parts: number): boolean {
    return sizeOf(range, parts) < this.#smallestRefused(range);
  }

  refuse(range: Range, parts: number): void {
    this.#refused.set(range.handleId, Math.min(this.#smallestRefused(range), sizeOf(range, parts)));
  }

  #smallestRefused({ handleId }: Range): number {
    return this.#refused.get(handleId) ?? Number.POSITIVE_INFINITY;
  }
}

/** The visits of one handle are as many as its time is long, near enough. */
const sizeOf = ({ from, to, previous }: Range, parts: number): number =>
  (to - (previous?.from ?? from)) * parts;
