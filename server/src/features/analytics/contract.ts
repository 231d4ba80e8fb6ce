import { z } from "@hono/zod-openapi";
import { DayOrMoment } from "#platform/http/day-or-moment.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { AnalyticsBody } from "./analytics-body.ts";
import { DIMENSIONS, INTERVALS } from "./analytics-query.ts";
import { FILTER_PARAMS } from "./filter-params.ts";

const Flag = z.enum(["true", "false"]).transform((text) => text === "true");
const dimensions = (description: string) =>
  z
    .string()
    .max(200)
    .optional()
    .openapi({ description: `${description}, with commas between: ${DIMENSIONS.join(", ")}.` });

const DESCRIPTION = [
  "Without `from` and `to`: the last 30 days. A day given as `to` is meant to its end. Events count at the time at which they happened, however late they came.",
  "**Metrics.** `clicks` are redirects answered; `qualifiedClicks` those that no bot, prefetch or HEAD request made. All counts and `revenue` are exact, nothing is sampled. `visitors` is exact for small numbers and estimated for large ones, nearly always to within the share in `visitorsError`; a visitor is another one each day. `conversionRate` is conversions per qualified click.",
  "**Groups.** `groupBy` takes one or two dimensions, `breakdowns` up to eight, each alone. The `limit` groups with the most clicks are told (of days, the latest), largest first, days in their order. A conversion is known by its click's slug, campaign, variant and `utm` parameters, and is under an empty country, device, referrer, source, browser, system and language; groups have a `conversionRate` where all their dimensions are known of conversions. A filter by one of the others chooses clicks only: then `conversionRate` is `null` in total and absent in groups, and `funnel=true`, `significance` and `campaignHealth` say nothing of conversions. An event of several segments is in the group of each; segments are recorded where a rule asked for them.",
  "**Filters** take several values with commas between, any of which is meant. An empty value means what is under an empty key in `groups`: `country=` chooses events without a known country, `country=DE,` those of Germany as well, `segment=` events without a segment. A comma within a value is written `\\,`, and a backslash before a comma or another backslash `\\\\`.",
  "**`compare=previous`** adds the range of as many days and hours of the zone's calendar that ends at `from`, and the change of each metric since then (0.1: a tenth more; `null`: there was none), in total and for each group that is not one of days. Where `to` lies in the future, the range before ends so many days before now, at this time of the day, so that as much of it is counted as of this one has passed.",
  "**`funnel=true`** tells how many clicks, qualified clicks, conversions and conversions with money there were; each `rate` is of the first. **`steps`**, from 2 to 8 of `kind[:name]`, asks for a funnel of persons instead: how many took each step after the ones before it, in this order and the last within `window` (`30m`, `12h`, `7d`; up to 90 days) of the first. A person is known by the session, else as the visitor of the day; a conversion without a session is its click's person's. Bots are no persons. Where one event could be two of the steps, two events at different milliseconds are needed. Filters choose clicks; what follows must agree where it knows.",
  "**`confidence=true`** scores from 100 downwards: no click at all is 0; fewer than 1000, 100, 30 qualified clicks cost 10, 25, 40; bots among the clicks above 20 %, 50 % cost 15, 30; more than 20 % of qualified clicks from an unknown country, more than 20 % from an unknown browser, more than 20 % of conversions without consent cost 10 each; late events (`STALE`) cost 25, unknown lateness 10.",
  "**`campaignHealth=true`**, with one `campaignId`, tells what this range says of the campaign's health: that there are qualified clicks, a conversion or lead by the hundredth of them, at most 50 % bots, that all events are counted, and that the destinations looked at are reachable. `GET /campaigns/{campaignId}/health` has these checks among its own.",
  "With `groupBy=variant`, **`significance`** says whether the variants of one link convert differently: of the qualified clicks of the range, how many have led to a conversion in it. A link's variants are those that its rules name, and the empty one, which those saw whom no rule sent elsewhere; those of 100 qualified clicks are compared, each with the empty one, or without it with the first by name. `slug` is the link. Where several of the links asked about have two such variants, nothing is said: choose one by `slug=`.",
].join("\n\n");

export const getAnalytics = defineOperation({
  id: "getAnalytics",
  method: "get",
  path: "/analytics",
  summary: "Clicks, visitors and conversions of a handle: totals, a series, groups, funnels and comparisons",
  description: DESCRIPTION,
  role: "CREATOR",
  scope: "analytics.read",
  request: {
    query: z.strictObject({
      from: DayOrMoment.optional(),
      to: DayOrMoment.optional(),
      interval: z.enum(INTERVALS).default("day"),
      tz: z.string().max(64).default("UTC"),
      groupBy: dimensions("One or two"),
      breakdowns: dimensions("Up to eight"),
      ...FILTER_PARAMS,
      includeBots: Flag.default(true),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      funnel: Flag.default(false),
      steps: z.string().max(1100).optional().openapi({ example: "signal:view,click,conversion:lead" }),
      window: z.string().max(16).optional().openapi({ example: "7d" }),
      compare: z.enum(["previous"]).optional(),
      confidence: Flag.default(false),
      campaignHealth: Flag.default(false),
    }),
  },
  responses: { 200: AnalyticsBody },
  errors: ["unavailable"],
});
