import type { RoutingRule } from "./routing-rule.ts";

export const UTM_POLICIES = ["link_wins", "incoming_wins", "only_if_absent"] as const;
export type UtmPolicy = (typeof UTM_POLICIES)[number];

/** What the preview bots of messengers and networks are shown. */
export type Social = {
  readonly title: string | null;
  readonly description: string | null;
  readonly imageUrl: string | null;
};

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
  /** Enabled ones only, in the order in which they are asked. */
  readonly rules: readonly RoutingRule[];
  /** Which `utm_` parameter stays where destination, link and visit each have one. */
  readonly utmPolicy: UtmPolicy;
  /** `BRIDGE`: a page that runs the template's tags before it forwards. */
  readonly mode: "DIRECT" | "BRIDGE";
  /** Whether the destination is told of the click by a context token. */
  readonly appendContextParam: boolean;
  readonly trackingTemplateKey: string | null;
  /** Argon2id, in PHC format. */
  readonly passwordHash: string | null;
  readonly social: Social | null;
  /** How long a visitor's browser may keep the redirect. */
  readonly cacheSeconds: number | null;
  /** Whether `{sku}` in a destination stands for a part of the path that was visited. */
  readonly hasPlaces: boolean;
};

/** What a route that was written before a field existed has in it. */
export const PLAIN_ROUTE = {
  rules: [],
  utmPolicy: "only_if_absent",
  mode: "DIRECT",
  appendContextParam: false,
  trackingTemplateKey: null,
  passwordHash: null,
  social: null,
  cacheSeconds: null,
  hasPlaces: false,
} as const satisfies Partial<Route>;

/** What a host name under the sites domain, or a domain of its own, stands for. */
export type Host = {
  readonly handleId: string;
  /** Set for a handle's earlier name: where visitors find it now. */
  readonly movedTo: string | null;
  /** Epoch milliseconds until which an earlier name still leads there. */
  readonly until: number | null;
};
