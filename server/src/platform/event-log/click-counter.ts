/**
 * What the links of one handle were clicked; what is of one link has the same place in each list. A busy segment has thousands
 * of them, and as an object each they would be read back in three times the time.
 */
export type HandleClicks = {
  readonly handleId: string;
  readonly slugs: readonly string[];
  readonly clicks: readonly number[];
  /** Those that no bot, prefetch or HEAD request made. */
  readonly qualified: readonly number[];
};

type Counter = { clicks: number; qualified: number };

/** Adds up what each link was clicked. */
export class ClickCounter {
  readonly #handles = new Map<string, Map<string, Counter>>();

  add(handleId: string, slug: string, isQualified: boolean): void {
    addTo(this.#slugsOf(handleId), slug, 1, isQualified ? 1 : 0);
  }

  addAll(counts: readonly HandleClicks[]): void {
    for (const { handleId, slugs, clicks, qualified } of counts) {
      const counters = this.#slugsOf(handleId);
      for (const [place, slug] of slugs.entries())
        addTo(counters, slug, clicks[place] ?? 0, qualified[place] ?? 0);
    }
  }

  /** How many different ones. */
  get links(): number {
    let links = 0;
    for (const counters of this.#handles.values()) links += counters.size;
    return links;
  }

  /** By handle, then by slug. */
  counts(): readonly HandleClicks[] {
    return [...this.#handles].sort(byName).map(([handleId, counters]) => {
      const sorted = [...counters].sort(byName);
      return {
        handleId,
        slugs: sorted.map(([slug]) => slug),
        clicks: sorted.map(([, { clicks }]) => clicks),
        qualified: sorted.map(([, { qualified }]) => qualified),
      };
    });
  }

  #slugsOf(handleId: string): Map<string, Counter> {
    const known = this.#handles.get(handleId);
    if (known !== undefined) return known;
    const counters = new Map<string, Counter>();
    this.#handles.set(handleId, counters);
    return counters;
  }
}

function addTo(counters: Map<string, Counter>, slug: string, clicks: number, qualified: number): void {
  const counter = counters.get(slug);
  if (counter === undefined) {
    counters.set(slug, { clicks, qualified });
    return;
  }
  counter.clicks += clicks;
  counter.qualified += qualified;
}

type Named = readonly [name: string, unknown];
const byName = ([one]: Named, [other]: Named): number => (one < other ? -1 : Number(one > other));
