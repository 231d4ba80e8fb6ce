import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { countClicks } from "#platform/count-clicks.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { visitorTextSql } from "#platform/visits/visitor-sql.ts";
import { shipWaiting } from "./ship-waiting.ts";
import type { startAnalytics } from "./start-analytics.ts";
import { type Control, startControl } from "./start-control.ts";

type Analytics = Awaited<ReturnType<typeof startAnalytics>>;
type Options = { readonly location?: string; readonly retentionDays?: number };
type Row = Record<string, unknown>;
type Answer = { status: number; body: Row & { details?: { path: string; message: string }[] } };

const log = { info: () => {}, warn: () => {}, error: console.error };

let handles = 0;

/** Imports into handles of their own, on one engine and one event log for all tests of a file. */
export function historyImports({ askWarehouse, eventsFolder, warehouse }: Analytics) {
  const sealed = () => listSealedSegments(eventsFolder);

  async function ship({ deps }: Control): Promise<void> {
    const fold = (summaries: Parameters<typeof countClicks>[1]) => countClicks(deps, summaries);
    await shipWaiting(eventsFolder, { warehouse, log, fold });
  }

  async function start({ location, retentionDays = 0 }: Options = {}) {
    const override = { askWarehouse, eventsFolder, retentionDays };
    const control = await startControl({ override, ...(location !== undefined && { location }) });
    onTestFinished(async () => {
      await ship(control); // Or the next test would find it.
      await control[Symbol.asyncDispose]();
    });
    const name = `past-${++handles}`;
    const handleId = `hdl_${name}`;
    await control.setRole("keeper", "OPERATOR", name);
    const path = `/v2/handles/${name}/analytics/import`;
    const headers = async () => ({
      ...(await control.bearerOf("keeper")),
      "content-type": "application/x-ndjson",
    });
    const post = async (body: string | ReadableStream<Uint8Array>, query: string): Promise<Answer> => {
      const init = { method: "POST", headers: await headers(), body, duplex: "half" } as const;
      const answer = await control.api.request(new Request(`http://api.test${path}?${query}`, init));
      return { status: answer.status, body: (await answer.json()) as Answer["body"] };
    };
    return {
      control,
      handleId,
      post,
      send: (lines: readonly unknown[], query = "batchKey=one") =>
        post(lines.map((line) => `${JSON.stringify(line)}\n`).join(""), query),
      ship: () => ship(control),
      events: () =>
        warehouse.query<Row>(
          `select *, ${visitorTextSql("visitorHash")} as visitor from events where handleId = {handleId:String} order by at, id`,
          { handleId },
        ),
      counted: async () =>
        (
          await warehouse.query<{ rows: number; ids: number }>(
            "select count() as rows, uniqExact(id) as ids from events where handleId = {handleId:String}",
            { handleId },
          )
        )[0],
      totals: async () => {
        const reader = await control.token(["analytics.read"], { handle: name });
        const { body } = await reader.get(`/v2/public/handles/${name}/analytics?from=2020-01-01`);
        return (body as { totals: Record<string, number> }).totals;
      },
    };
  }

  return {
    start,
    sealed,
    /** What is left of uploads. */
    staged: () => readdir(join(eventsFolder, "imports")).catch(() => []),
  };
}
