import { ExportMenu } from "#parts/export-menu.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { AnalyticsSearch } from "./analytics-search.ts";
import { askedRange } from "./date-range.ts";

/** The events of the range as a file. */
export function ExportEvents({ search }: { readonly search: AnalyticsSearch }) {
  const handle = useHandle();
  return (
    <ExportMenu
      label={t("analytics.export")}
      formats={[
        ["csv", t("analytics.export.csv")],
        ["ndjson", t("analytics.export.ndjson")],
        ["parquet", t("analytics.export.parquet")],
      ]}
      fileIn={(format) => {
        const { from, to } = askedRange(search, new Date());
        const query = new URLSearchParams({ format, dataset: "events", from, to });
        return {
          path: `/v2/handles/${handle}/analytics/export?${query}`,
          name: `events-of-${handle}-${from}-${to}.${format}`,
        };
      }}
    />
  );
}
