import { buildEventId, buildEvents, buildEventTime } from "./build-export.ts";
import type { ExportQuery } from "./export-query.ts";
import type { ExportTools } from "./export-tools.ts";

/**
 * Every event once, in the order of time, a page at a time: between two pages the engine does nothing for this file, however
 * long its reader takes. One that arrives meanwhile for a time that is already written is left out.
 */
export async function* exportEvents(query: ExportQuery, tools: ExportTools): AsyncGenerator<Uint8Array> {
  for (let rest = query; rest.from < rest.to; ) {
    const [row] = await tools.ask<{ ms: number | string }>(buildEventTime(rest, tools.pageSize));
    const end = row === undefined ? rest.to : Number(row.ms);
    const isCrowded = end === rest.from; // More than a page in this one moment.
    const to = isCrowded ? end + 1 : end;
    const page = { ...rest, to };
    yield* isCrowded ? exportMoment(page, tools) : tools.page(buildEvents(page));
    rest = { ...rest, from: to };
  }
}

/** Imported counts may have happened all at once. */
async function* exportMoment(moment: ExportQuery, tools: ExportTools): AsyncGenerator<Uint8Array> {
  for (let after: string | undefined; ; ) {
    const [row] = await tools.ask<{ id: string }>(buildEventId(moment, after, tools.pageSize));
    yield* tools.page(buildEvents(moment, { after, last: row?.id }));
    if (row === undefined) return;
    after = row.id;
  }
}
