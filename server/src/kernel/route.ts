/** Where the edge sends a visitor of one slug, as it is read there: complete, so that the edge needs nothing else. */
export type Route = {
  readonly destinationUrl: string;
  readonly title: string | null;
  readonly redirectType: 302 | 307;
  readonly forwardQuery: boolean;
  /** Added to the destination unless it has them already: `utm_source` and its like. */
  readonly tracking: Readonly<Record<string, string>>;
  /** Epoch milliseconds; before it there is no such page. */
  readonly startsAt: number | null;
  /** Epoch milliseconds; from then on the link has expired. */
  readonly endsAt: number | null;
  readonly expiredUrl: string | null;
  readonly maxClicks: number | null;
  readonly campaign: string;
};

/** What a host name under the sites domain, or a domain of its own, stands for. */
export type Host = {
  readonly handleId: string;
  /** Set for a handle's earlier name: where visitors find it now. */
  readonly movedTo: string | null;
  /** Epoch milliseconds until which an earlier name still leads there. */
  readonly until: number | null;
};
