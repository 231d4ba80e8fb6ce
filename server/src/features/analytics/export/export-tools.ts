import type { HandleActor } from "#kernel/actor.ts";
import { requireAccess } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { ExportStatement } from "./build-export.ts";
import { exportAnalytics } from "./export-contract.ts";
import type { ExportFormat } from "./export-query.ts";

/** What an export asks the warehouse through. */
export type ExportTools = {
  /** Rows of one page: what a file that is being read holds in memory. */
  readonly pageSize: number;
  readonly ask: <Row>(statement: ExportStatement) => Promise<Row[]>;
  /** A page's bytes, all of them fetched before the first is given on; throws for a reader who may not read any more. */
  readonly page: (statement: ExportStatement) => AsyncGenerator<Uint8Array>;
};

const PAGE_SIZE = 10_000;
const ENGINE_FORMAT = { csv: "CSV", ndjson: "JSONEachRow", parquet: "Parquet" } as const;

export function exportTools(deps: ControlDeps, actor: HandleActor, format: ExportFormat): ExportTools {
  const { signal } = actor;
  /** Asked before each page: a right that was taken away in another process ends the file here too. */
  const requireStanding = async () =>
    requireAccess(await deps.standing(deps.db.read, actor, deps.clock.now()), exportAnalytics);
  return {
    pageSize: PAGE_SIZE,
    ask: ({ sql, params }) => deps.askWarehouse(sql, params, signal),
    page: async function* ({ sql, params }) {
      await requireStanding();
      const options = { format: ENGINE_FORMAT[format], signal };
      // The engine has written it whole before the first piece comes.
      if (format === "parquet") return yield* deps.streamWarehouse(sql, params, options);
      const pieces = deps.streamWarehouse(`${sql}\nSETTINGS max_threads = 1`, params, options);
      const page: Uint8Array[] = [];
      for await (const piece of pieces) page.push(piece);
      yield Buffer.concat(page); // Each piece has a long way to go.
    },
  };
}
