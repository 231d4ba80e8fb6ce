/** The title that was last acknowledged, and the one that was sent since: a request that was cut off may have worked. */
export type LinkRecord = { acknowledged: string | undefined; pending: string | undefined };

export type TokenRecord = {
  readonly tokenId: string;
  readonly text: string;
  state: "working" | "revoking" | "revoked";
};

/** Everything that the program has promised, as its clients heard it. */
export class Journal {
  readonly links = new Map<string, LinkRecord>();
  readonly tokens = new Map<string, TokenRecord>();
  /** Redirects received, by slug. */
  readonly clicks = new Map<string, number>();
  /** Visits whose answer never came: they may be counted or not. */
  readonly unanswered = new Map<string, number>();
  promises = 0;

  link(slug: string): LinkRecord {
    const known = this.links.get(slug) ?? { acknowledged: undefined, pending: undefined };
    this.links.set(slug, known);
    return known;
  }
}

export function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
