import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { PendingVisits } from "#platform/pending-visits/pending-visits.ts";
import { newFolder, PATIENT, sharedWarehouse } from "#testing/shared-warehouse.ts";
import { visitEvent } from "#testing/start-analytics.ts";
import { startConversions } from "#testing/start-conversions.ts";
import { askThrough, startWorker } from "#worker.ts";

type Totals = {
  readonly clicks: number;
  readonly conversions: number;
  readonly revenue: readonly { readonly currency: string; readonly value: number }[];
};
type Body = {
  readonly totals: Totals;
  readonly funnel?: { readonly steps: readonly { readonly name: string; readonly count: number }[] };
};

const { warehouse } = sharedWarehouse();
let shops = 0;

/** The program without its sockets: a click goes into the log, a conversion through the API, the answer out of the API. */
async function start() {
  const eventsFolder = await newFolder();
  const world = await startConversions({ override: { askWarehouse: askThrough(warehouse()) } });
  const { control } = world;
  onTestFinished(() => control[Symbol.asyncDispose]());
  const name = `shop-${++shops}`; // The warehouse is shared by the tests of this file.
  const handleId = await control.handle(name);
  const reader = await control.token(["analytics.read", "chain.signal.write"], { handle: name });
  return {
    ...world,
    eventsFolder,
    handleId,
    mint: (given: Parameters<typeof world.mint>[0] = {}) => world.mint({ handleId, ...given }),
    click: async (at: string) => {
      await using log = await openEventLog({
        folder: eventsFolder,
        durability: "os",
        onFatal: console.error,
      });
      await log.append(visitEvent(at, { handleId, slug: "launch" }));
    },
    work: () =>
      startWorker({
        deps: control.deps,
        tokenWatch: control.tokenWatch,
        warehouse: warehouse(),
        eventsFolder,
      }),
    ask: async (query: string) => {
      const { body } = await reader.get(`/v2/public/handles/${name}/analytics?funnel=true&${query}`);
      return body as Body;
    },
  };
}

const YEARS = "from=2025-12-01&to=2026-01-02";

test("a click and its conversion, sent twice, are one click, one conversion and its revenue", async () => {
  const { click, send, mint, work, ask } = await start();
  await click("2025-12-31T22:00:00Z");
  await using _ = work();
  const sale = { ctx: mint(), value: "49.90", currency: "EUR" };
  expect(await send(sale)).toMatchObject({ status: 202, body: { deduplicated: false } });
  expect(await send(sale)).toMatchObject({ status: 202, body: { deduplicated: true } });
  await expect.poll(async () => (await ask(YEARS)).totals.conversions, PATIENT).toBe(1);
  await expect.poll(async () => (await ask(YEARS)).totals.clicks, PATIENT).toBe(1);
  const { totals, funnel } = await ask(YEARS);
  expect(totals).toMatchObject({ revenue: [{ currency: "EUR", value: 49.9 }] });
  expect(funnel?.steps).toMatchObject([
    { name: "clicks", count: 1 },
    { name: "qualifiedClicks", count: 1 },
    { name: "conversions", count: 1 },
    { name: "revenue", count: 1 },
  ]);
});

test("a late conversion counts when it occurred, and each currency by itself", async () => {
  const { send, mint, work, ask } = await start();
  const ctx = mint({ clickedAt: Date.parse("2025-12-20T12:00:00Z") });
  const sale = { ctx, value: "0.1", currency: "EUR", occurredAt: "2025-12-21T08:00:00Z" };
  await send({ ...sale, idempotencyKey: "december" });
  await send({ ...sale, idempotencyKey: "december-too", value: 0.2 });
  await send({ ...sale, idempotencyKey: "dollars", value: 7, currency: "usd" });
  await send({ ...sale, idempotencyKey: "january", value: "5", occurredAt: "2026-01-01T00:00:00Z" });
  await using _ = work();
  await expect.poll(async () => (await ask(YEARS)).totals.conversions, PATIENT).toBe(4);
  expect((await ask("from=2025-12-01&to=2025-12-31")).totals).toMatchObject({
    conversions: 3,
    revenue: [
      { currency: "EUR", value: 0.3 },
      { currency: "USD", value: 7 },
    ],
  });
  expect((await ask("from=2026-01-01&to=2026-01-02")).totals).toMatchObject({
    conversions: 1,
    revenue: [{ currency: "EUR", value: 5 }],
  });
});

test("a copy of a segment that comes after it was counted is dropped without asking the warehouse again", async () => {
  const { control, send, mint, work, ask, eventsFolder } = await start();
  await send({ ctx: mint(), value: "1", currency: "EUR" });
  const elsewhere = await newFolder();
  using other = new PendingVisits({
    db: control.deps.db,
    clock: control.deps.clock,
    eventsFolder: elsewhere,
  });
  await other.run();
  const [segment] = await listSealedSegments(elsewhere);
  if (segment === undefined) throw new Error("Nothing was sealed.");
  const arrives = async () => {
    const sealed = join(eventsFolder, "9", "sealed");
    await mkdir(sealed, { recursive: true });
    await copyFile(segment.path, join(sealed, `${segment.segmentId}.ndjson`));
    await expect.poll(() => listSealedSegments(eventsFolder), PATIENT).toEqual([]);
  };
  await using _ = work();
  await arrives();
  const { segmentsInserted } = warehouse().counters;
  await arrives();
  expect(warehouse().counters.segmentsInserted).toBe(segmentsInserted);
  expect((await ask(YEARS)).totals).toMatchObject({
    conversions: 1,
    revenue: [{ currency: "EUR", value: 1 }],
  });
});
