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
  /**
   * A page's bytes, of rows all of them fetched before the first is given on; throws for a reader who may not read any more.
   * A Parquet file is one page.
   */
  readonly page: (statement: ExportStatement) => AsyncGenerator<Uint8Array>;
};

const PAGE_SIZE = 10_000;
/** Of a Parquet file, between two looks at the reader's right: about what a page of rows is. */
const PARQUET_STEP = 4 * 1024 * 1024;
const ENGINE_FORMAT = { csv: "CSV", ndjson: "JSONEachRow", parquet: "Parquet" } as const;

export function exportTools(deps: ControlDeps, actor: HandleActor, format: ExportFormat): ExportTools {
  const { signal } = actor;
  /** Asked before each page, and within a Parquet file: a right that was taken away in another process ends the file here too. */
  const requireStanding = async () =>
    requireAccess(await deps.standing(deps.db.read, actor, deps.clock.now()), exportAnalytics);
  return {
    pageSize: PAGE_SIZE,
    ask: ({ sql, params }) => deps.askWarehouse(sql, params, signal),
    page: async function* ({ sql, params }) {
      await requireStanding();
      const options = { format: ENGINE_FORMAT[format], signal };
      if (format === "parquet")
        return yield* parquet(deps.streamWarehouse(sql, params, options), requireStanding);
      const pieces = deps.streamWarehouse(`${sql}\nSETTINGS max_threads = 1`, params, options);
      const page: Uint8Array[] = [];
      for await (const piece of pieces) page.push(piece);
      yield Buffer.concat(page); // Each piece has a long way to go.
    },
  };
}

/** The engine has written it whole before the first piece comes, so that a slow reader may well be at it for hours. */
async function* parquet(
  pieces: AsyncIterable<Uint8Array>,
  requireStanding: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  for await (const piece of pieces) {
    if (given >= PARQUET_STEP) {
      await requireStanding();
      given = 0;
    }
    yield piece;
    given += piece.length;
  }
}
