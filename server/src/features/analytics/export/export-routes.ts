import { parseRange, parseTimeZone } from "#features/analytics/analytics-query.ts";
import { filtersOf } from "#features/analytics/filter-params.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { exportAnalytics } from "./export-analytics.ts";
import * as contract from "./export-contract.ts";
import type { ExportQuery } from "./export-query.ts";
import { createGate } from "./gate.ts";

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
  parquet: "application/vnd.apache.parquet",
} as const;

export function analyticsExportOperations(deps: ControlDeps): readonly BoundOperation[] {
  const gate = createGate({ ofOne: 4, ofAll: 32 });
  return [
    bind(contract.exportAnalytics, async ({ actor, query: asked }) => {
      const { format, dataset, includeBots, from, to, kind, ...others } = asked;
      const tz = parseTimeZone(others.tz);
      const query: ExportQuery = {
        handleId: actor.handleId,
        handle: actor.handle,
        format,
        // By months no range has too many points.
        ...parseRange(from, to, tz, "month", deps.clock.now()),
        tz,
        kinds: kind ?? [],
        filters: filtersOf(others),
        includeBots,
      };
      const day = (ms: number) =>
        Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(tz).toPlainDate().toString();
      const name = `${actor.handle}-${dataset}-${day(query.from)}-${day(query.to - 1)}.${format}`;
      return {
        status: 200,
        headers: {
          "content-type": CONTENT_TYPES[format],
          "content-disposition": `attachment; filename="${name}"`,
        },
        body: await exportAnalytics(deps, gate, actor, dataset, query),
      };
    }),
  ];
}
