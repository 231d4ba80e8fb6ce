import { buildDaily, buildDays, buildLastDaily, type DailyKey } from "./build-export.ts";
import type { ExportQuery } from "./export-query.ts";
import type { ExportTools } from "./export-tools.ts";

type Day = { readonly day: string; readonly events: number };

/**
 * The rows of a few days at a time, as many as have a page's worth of events; a busier day comes in pages of its own. So
 * neither the engine nor this process ever holds the groups of a long time.
 */
export async function* exportDaily(query: ExportQuery, tools: ExportTools): AsyncGenerator<Uint8Array> {
  for (const { first, last, isBusy } of packed(await tools.ask<Day>(buildDays(query)), tools.pageSize)) {
    const days = within(query, first, last);
    let after: DailyKey | undefined;
    for (;;) {
      const [end] = isBusy ? await tools.ask<DailyKey>(buildLastDaily(days, after, tools.pageSize)) : [];
      yield* tools.page(buildDaily(days, { after, last: end }));
      if (end === undefined) break;
      after = end;
    }
  }
}

type Pack = { readonly first: string; readonly last: string; readonly isBusy: boolean };

/** Neighbouring days, as long as they have together at most `size` events. */
function packed(days: readonly Day[], size: number): readonly Pack[] {
  const packs: (Pack & { events: number })[] = [];
  for (const { day, events } of days) {
    const open = packs.at(-1);
    if (open !== undefined && open.events + events <= size) {
      packs[packs.length - 1] = { ...open, last: day, events: open.events + events };
    } else packs.push({ first: day, last: day, events, isBusy: events > size });
  }
  return packs;
}

/** What of the asked time lies in these days of the asked zone. */
function within(query: ExportQuery, first: string, last: string): ExportQuery {
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(query.tz).epochMilliseconds;
  const from = start(Temporal.PlainDate.from(first));
  const to = start(Temporal.PlainDate.from(last).add({ days: 1 }));
  return { ...query, from: Math.max(query.from, from), to: Math.min(query.to, to) };
}
