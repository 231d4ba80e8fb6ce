import { createGate } from "#features/analytics/export/gate.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./import-contract.ts";
import { importHistory } from "./import-history.ts";

export function analyticsImportOperations(deps: ControlDeps): readonly BoundOperation[] {
  const gate = createGate({ ofOne: 2, ofAll: 4 });
  return [
    bind(contract.importAnalytics, async ({ actor, query: { batchKey, dryRun, onError }, upload }) => {
      await deps.limits.count("analyticsImport", actor.handleId);
      const leave = gate.enter(actor.handleId);
      try {
        const options = { batchKey, isDryRun: dryRun, onError };
        const report = await importHistory(deps, actor, upload, options);
        return {
          status: 200,
          body: { ...report, batchKey, dryRun, errors: report.errors.map((error) => ({ ...error })) },
        };
      } finally {
        leave();
      }
    }),
  ];
}
