import { instantOf } from "#parts/local-time.ts";

const DAY_MS = 86_400_000;

/** How long a new token can be made to last. */
export const EXPIRIES = ["30", "90", "365", "date", "never"] as const;
export type Expiry = (typeof EXPIRIES)[number];

/** When a token ends: so many days after `now`, at the end of a day of this reader's, or never; `undefined` for what is no day. */
export function expiresAt(expiry: Expiry, date: string, now: number): string | null | undefined {
  if (expiry === "never") return null;
  if (expiry === "date") return instantOf(`${date}T23:59:59`);
  return new Date(now + Number(expiry) * DAY_MS).toISOString();
}
