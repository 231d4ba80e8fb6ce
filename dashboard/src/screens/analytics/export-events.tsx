import { ExportMenu } from "#parts/export-menu.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { askedOf } from "./analytics-query.ts";
import type { AnalyticsSearch } from "./analytics-search.ts";

/** The events that the screen is about, as a file. */
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
        const { interval: _, ...asked } = askedOf(search);
        const query = new URLSearchParams({ format, dataset: "events", ...asked });
        return {
          path: `/v2/handles/${handle}/analytics/export?${query}`,
          name: `events-of-${handle}-${asked.from}-${asked.to}.${format}`,
        };
      }}
    />
  );
}
