import type { Device } from "./visit-event.ts";

export const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Between two times of a zone's day; past midnight where `to` is not after `from`, and then it belongs to its first day. */
export type TimeWindow = {
  /** An IANA name. */
  readonly tz: string;
  /** All of them when left out. */
  readonly days?: readonly Weekday[] | undefined;
  /** `HH:MM`, inclusive. */
  readonly from?: string | undefined;
  /** `HH:MM`, exclusive. */
  readonly to?: string | undefined;
};

/** All that are there must hold; of the values of one, any. Compared without regard to case. */
export type Conditions = {
  readonly countryIn?: readonly string[] | undefined;
  readonly deviceIn?: readonly Exclude<Device, "">[] | undefined;
  readonly sourceIn?: readonly string[] | undefined;
  readonly campaignIn?: readonly string[] | undefined;
  readonly segmentIn?: readonly string[] | undefined;
  readonly languageIn?: readonly string[] | undefined;
  readonly osIn?: readonly string[] | undefined;
  readonly browserIn?: readonly string[] | undefined;
  /** A host stands for everything below it. */
  readonly referrerHostIn?: readonly string[] | undefined;
  readonly timeWindow?: TimeWindow | undefined;
  /**
   * A share of the visitors, from 0.01 to 100. Rules of one list whose other conditions are the same split one draw: each
   * takes its share of what those before it left, so that 50 and 50 are everyone.
   */
  readonly percent?: number | undefined;
};

export type Variant = { readonly id: string; readonly destinationUrl: string };

export type RoutingRule = {
  readonly id: string;
  /** The smallest is asked first; of equal ones, the one that stands first. */
  readonly priority: number;
  readonly when: Conditions;
  readonly variant: Variant;
  readonly enabled: boolean;
};

/** A rule for all links of a handle, or for those named. */
export type HandleRule = RoutingRule & { readonly slugs: readonly string[] | null };
