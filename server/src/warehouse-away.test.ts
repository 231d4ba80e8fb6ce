import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventLine } from "#platform/event-log/event-line.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { newSegmentId } from "#platform/event-log/segment-id.ts";
import { type Fault, isInsert, startChdbHttpFront } from "#testing/chdb-http-front.ts";
import { clickEvent } from "#testing/click-event.ts";
import { openHandle } from "#testing/open-handle.ts";
import { startProgram } from "#testing/start-program.ts";

const PATIENT = { timeout: 60_000, interval: 50 };
const TEN_MINUTES_MS = 600_000;

type Answer = { totals?: { clicks: number }; freshness?: { status: string; lastUpdatedAt: string } };

/** The whole program with its warehouse behind a wire, one link, and what its owner sees. */
async function startShop() {
  const front = await startChdbHttpFront();
  const program = await startProgram({ CLICKHOUSE_URL: front.url });
  const { call, config } = program;
  const { token, visit } = await openHandle(program, "away");
  const ask = async () => {
    const answer = await call("GET", "/v2/handles/away/analytics", { token });
    return { status: answer.status, ...(answer.body as Answer) };
  };
  await expect.poll(async () => (await ask()).status, PATIENT).toBe(200);
  const eventsFolder = join(config.dataDir, "events");
  return {
    front,
    eventsFolder,
    ask,
    waiting: async () => (await listSealedSegments(eventsFolder)).length,
    visit,
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      await front[Symbol.asyncDispose]();
    },
  };
}

test("while the warehouse is away visitors are sent on, events wait on disk, and each is counted once afterwards", {
  timeout: 120_000,
}, async () => {
  await using shop = await startShop();
  expect(await shop.visit()).toBe(302);
  await expect.poll(async () => (await shop.ask()).totals?.clicks, PATIENT).toBe(1);
  shop.front.hangUp();
  for (let time = 0; time < 5; time++) expect(await shop.visit()).toBe(302);
  await expect.poll(shop.waiting, PATIENT).toBeGreaterThan(0);
  expect(await shop.ask()).toMatchObject({ status: 503, error: "unavailable" });
  await shop.front.comeBack();
  await expect.poll(async () => (await shop.ask()).totals?.clicks, PATIENT).toBe(6);
  await expect.poll(shop.waiting, PATIENT).toBe(0);
  expect((await shop.ask()).totals?.clicks).toBe(6);
});

test("answers say that they are stale while an event has waited for longer than they may be behind, and fresh again after it", {
  timeout: 120_000,
}, async () => {
  await using shop = await startShop();
  expect((await shop.ask()).freshness?.status).toBe("FRESH");
  const refused: Fault = {
    kind: "refused",
    status: 500,
    body: "Code: 243. DB::Exception: Not enough space.",
  };
  shop.front.setFaults((query) => (isInsert(query) ? refused : undefined));
  const startedAt = Date.now() - TEN_MINUTES_MS;
  const sealed = join(shop.eventsFolder, "9", "sealed"); // What another process has left.
  await mkdir(sealed, { recursive: true });
  const line = eventLine(clickEvent({ id: "evt_old", at: startedAt, handleId: "hdl_elsewhere" }));
  await writeFile(join(sealed, `${newSegmentId("elsewhere", 9, startedAt)}.ndjson`), line);
  expect(await shop.visit()).toBe(302);
  const { freshness, status } = await shop.ask();
  expect({ status, freshness }).toMatchObject({
    status: 200,
    freshness: { status: "STALE", lastUpdatedAt: new Date(startedAt).toISOString() },
  });
  shop.front.setFaults();
  await expect.poll(async () => (await shop.ask()).freshness?.status, PATIENT).toBe("FRESH");
  await expect.poll(async () => (await shop.ask()).totals?.clicks, PATIENT).toBe(1);
});
