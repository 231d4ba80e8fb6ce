import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { batchLinks } from "./batch-links.ts";
import * as contract from "./bulk-contract.ts";
import { exportLinks } from "./export-links.ts";
import { type ImportOptions, importLinks } from "./import-links.ts";
import { ImportReport } from "./import-report.ts";
import { openImport } from "./open-import.ts";
import { streamImport } from "./stream-import.ts";

const CONTENT_TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

/** Before the operations on single links, whose addresses fit theirs too. */
export function bulkLinkOperations(deps: ControlDeps): readonly BoundOperation[] {
  return [
    bind(contract.batchLinks, async ({ actor, body }) => {
      const results = await batchLinks(deps, actor, body.links);
      const counts = { created: 0, updated: 0, unchanged: 0, failed: 0 };
      for (const { status } of results) counts[status] += 1;
      return { status: 200, body: { results: results.map((one, index) => ({ index, ...one })), ...counts } };
    }),

    bind(contract.importLinks, async ({ actor, query, upload }) => {
      const opened = await openImport(upload);
      const { format, ignoredColumns } = opened;
      const report = new ImportReport();
      const options = optionsOf(query);
      const summary = await importLinks(deps, actor, contract.importLinks, opened, options, report.add);
      const { results, truncated } = report.results();
      return {
        status: 200,
        body: {
          dryRun: options.isDryRun,
          format,
          ...summary,
          ignoredColumns,
          results,
          truncated,
        },
      };
    }),

    bind(contract.streamImport, async ({ actor, query, upload }) => ({
      status: 200,
      headers: { "content-type": CONTENT_TYPES.ndjson },
      body: await streamImport(deps, actor, upload, optionsOf(query)),
    })),

    bind(contract.exportLinks, async ({ actor, query: { format } }) => ({
      status: 200,
      headers: {
        "content-type": CONTENT_TYPES[format],
        "content-disposition": `attachment; filename="${actor.handle}-links.${format}"`,
      },
      body: exportLinks(deps, actor, format),
    })),
  ];
}

const optionsOf = ({
  dryRun,
  ...options
}: Omit<ImportOptions, "isDryRun"> & { readonly dryRun: boolean }): ImportOptions => ({
  ...options,
  isDryRun: dryRun,
});
