import { hash32 } from "#kernel/hash32.ts";
import { RecentMap } from "./recent-map.ts";

/**
 * More visits than a person makes, to more links than a person follows: one visitor's latest 21 visits of a handle lie
 * within ten seconds and go to ten links or more. Many people behind one address open one link, not ten.
 */
export const BURST = { visits: 21, slugs: 10, withinMs: 10_000, quietMs: 60_000 } as const;

/** So many visitors are remembered, those seen last. With 21 visits each they take some ten megabytes. */
const VISITORS_MAX = 20_000;

/** The arrays are rings; `next` is where the oldest visit stands, once they are full. */
type Track = { readonly times: number[]; readonly slugs: number[]; next: number; burstUntil: number };

/** Most visitors come once, and of those no more is kept than this. */
type Single = { readonly at: number; readonly slug: number };

/** Recognises scanners while they are at it. What it has seen is in this process's memory, and nowhere else. */
export class BurstWindow {
  readonly #seen: RecentMap<string, Track | Single>;

  constructor(visitorsMax: number = VISITORS_MAX) {
    this.#seen = new RecentMap(visitorsMax);
  }

  /**
   * Counts a visit, and says whether it belongs to a burst: from the visit on that makes it one until a minute without any.
   * The visits before that one were recorded already, and are not called back.
   */
  isBurst(visitor: string, slug: string, at: number): boolean {
    const seen = this.#seen.get(visitor);
    if (seen === undefined) {
      this.#seen.set(visitor, { at, slug: hash32(slug) });
      return false;
    }
    const track = "at" in seen ? { times: [seen.at], slugs: [seen.slug], next: 1, burstUntil: 0 } : seen;
    if (track !== seen) this.#seen.set(visitor, track);
    if (at >= track.burstUntil && !isBeginning(track, slug, at)) return false;
    track.burstUntil = at + BURST.quietMs;
    return true;
  }
}

function isBeginning(track: Track, slug: string, at: number): boolean {
  const { times, slugs, next } = track;
  times[next] = at;
  slugs[next] = hash32(slug);
  track.next = (next + 1) % BURST.visits;
  if (times.length < BURST.visits) return false;
  const oldest = times[track.next] ?? 0;
  return at - oldest < BURST.withinMs && areVaried(slugs);
}

/** By looking and not by a Set, which costs ten times as much for so few; somebody popular asks at each visit. */
function areVaried(slugs: readonly number[]): boolean {
  const different: number[] = [];
  return slugs.some((slug) => !different.includes(slug) && different.push(slug) === BURST.slugs);
}
