import { ExportMenu } from "#parts/export-menu.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { type LeadFilter, questionOf } from "./lead-filter.ts";

/** The leads that fit the filter, all of them, as a file. */
export function ExportLeads({ filter }: { readonly filter: LeadFilter }) {
  const handle = useHandle();
  return (
    <ExportMenu
      label={t("leads.export")}
      formats={[
        ["csv", t("leads.export.csv")],
        ["ndjson", t("leads.export.ndjson")],
      ]}
      fileIn={(format) => ({
        path: `/v2/handles/${handle}/leads/export?${new URLSearchParams({ ...questionOf(filter), format })}`,
        name: `leads-of-${handle}.${format}`,
      })}
    />
  );
}
