import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { buildDaily, buildEvents, DAILY_HEADER, EVENT_HEADER } from "./build-export.ts";
import { exportDaily } from "./export-daily.ts";
import { exportEvents } from "./export-events.ts";
import type { ExportQuery } from "./export-query.ts";
import { exportTools } from "./export-tools.ts";
import type { Gate } from "./gate.ts";

export type Dataset = "events" | "daily";

/**
 * The file as a stream that is only as fast as its reader. Whatever can be refused is refused before the stream is there;
 * what fails later breaks the stream off, and so does the end of the credential.
 */
export async function exportAnalytics(
  deps: ControlDeps,
  gate: Gate,
  actor: HandleActor,
  dataset: Dataset,
  query: ExportQuery,
): Promise<ReadableStream<Uint8Array>> {
  await deps.limits.count("analyticsExport", actor.handleId);
  const leave = gate.enter(actor.handleId);
  const pieces = piecesOf(deps, actor, dataset, query, leave);
  const first = await pieces.next(); // From here on its end, whichever it is, leaves the gate.
  return ReadableStream.from(resumed(first, pieces));
}

async function* piecesOf(
  deps: ControlDeps,
  actor: HandleActor,
  dataset: Dataset,
  query: ExportQuery,
  leave: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    const tools = exportTools(deps, actor, query.format);
    if (query.format === "parquet") {
      const build = dataset === "events" ? buildEvents : buildDaily;
      return yield* tools.page(build(query));
    }
    const rows = dataset === "events" ? exportEvents(query, tools) : exportDaily(query, tools);
    const header = dataset === "events" ? EVENT_HEADER : DAILY_HEADER;
    const first = await rows.next();
    if (query.format === "csv") yield Buffer.from(`${header.join(",")}\n`);
    yield* resumed(first, rows);
  } finally {
    leave();
  }
}

/** A generator of which the first piece has been taken, whole again; it is ended even by a reader who takes nothing. */
function resumed(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncIterableIterator<Uint8Array> {
  let taken: IteratorResult<Uint8Array> | undefined = first;
  return {
    next: async () => {
      const piece = taken ?? (await rest.next());
      taken = undefined;
      return piece;
    },
    return: () => rest.return(undefined),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
