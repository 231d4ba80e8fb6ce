import type { Route } from "#kernel/route.ts";

/** Whether a link is there at this moment, as far as time says. */
export function linkStanding({ startsAt, endsAt }: Route, now: number): "early" | "live" | "over" {
  if (startsAt !== null && now < startsAt) return "early";
  return endsAt !== null && now >= endsAt ? "over" : "live";
}
