import { join } from "node:path";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { createDemoClient } from "#demo/demo-client.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { startChdbHttpFront } from "#testing/chdb-http-front.ts";
import { freePort } from "#testing/free-port.ts";
import { eventsOf, log, sealed } from "#testing/shared-warehouse.ts";
import { NOT_COUNTED } from "#testing/ship-waiting.ts";
import { openWarehouse } from "#warehouse/open-warehouse.ts";
import { startShipper } from "#warehouse/start-shipper.ts";
import { Program } from "./program.ts";
import { signUp } from "./sign-up.ts";
import { mountSmallDisk } from "./small-disk.ts";

const HANDLE = "full";
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const PATIENT = { timeout: 60_000, interval: 100 };

/** A disk, and the engine of a warehouse on another one. */
async function smallDisk({ skip }: TestContext) {
  const disk = await mountSmallDisk(16).catch((cause) => skip(`No disk can be mounted here: ${cause}`));
  onTestFinished(() => disk[Symbol.asyncDispose]());
  const front = await startChdbHttpFront();
  onTestFinished(() => front[Symbol.asyncDispose]());
  return { disk, front };
}

/** The program with all its files on such a disk. */
async function startOnSmallDisk(context: TestContext) {
  const { disk, front } = await smallDisk(context);
  const port = await freePort();
  const program = new Program(port, join(disk.folder, "data"), { CLICKHOUSE_URL: front.url });
  onTestFinished(() => program.end("SIGKILL"));
  await program.start();
  const { token } = await signUp(port, HANDLE, ["links.*", "analytics.*"]);
  const call = createDemoClient(port);
  const body = { destinationUrl: "https://example.com/" };
  const links = `/v2/public/handles/${HANDLE}/links`;
  expect(await call("PUT", `${links}/launch`, { token, body })).toMatchObject({ status: 201 });
  return { disk, program, ...readers(port, token) };
}

function readers(port: number, token: string) {
  const call = createDemoClient(port);
  const headers = { host: `${HANDLE}.localhost:${port}`, "user-agent": AGENT };
  const visits = { answered: 0 };
  return {
    visits,
    visit: async () => {
      const { status } = await call("GET", "/launch", { headers });
      if (status === 302) visits.answered += 1;
      return status;
    },
    readiness: async () => {
      const { status, body } = await call("GET", "/health/ready");
      const { status: said, checks } = body as { status: string; checks: Record<string, string> };
      return { status, said, disk: checks["disk"] };
    },
    dropped: async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^switchyard_events_dropped_total (\d+)$/m.exec(text)?.[1]);
    },
    counted: async () => {
      const { body } = await call("GET", `/v2/public/handles/${HANDLE}/analytics`, { token });
      return (body["totals"] as { clicks: number } | undefined)?.clicks;
    },
    countedOfLink: async () =>
      (await call("GET", `/v2/public/handles/${HANDLE}/links/launch`, { token })).body["clicks"],
  };
}

const DEGRADED = { status: 200, said: "degraded", disk: "down" };

test("on a disk without a byte of room visitors are sent on, also by a program that starts there; what was recorded counts once", async (context) => {
  const { disk, program, visits, visit, readiness, dropped, counted, countedOfLink } =
    await startOnSmallDisk(context);
  /** What shipping gives back is taken again, until there is no room for an event. */
  const fillUp = () =>
    expect
      .poll(async () => {
        disk.fill();
        expect(await visit()).toBe(302);
        return readiness();
      }, PATIENT)
      .toEqual(DEGRADED);
  for (let n = 0; n < 5; n++) expect(await visit()).toBe(302);
  await fillUp();
  const droppedBefore = await dropped();
  await program.end("SIGTERM");
  disk.fill();

  await program.start();
  await fillUp();
  expect(await visit()).toBe(302);
  const recorded = visits.answered - droppedBefore - (await dropped());
  expect(recorded).toBeGreaterThanOrEqual(5);

  await disk.makeRoom();
  await expect.poll(counted, PATIENT).toBe(recorded);
  await expect.poll(countedOfLink, PATIENT).toBe(recorded);
  expect(await visit()).toBe(302);
  expect(await readiness()).toMatchObject({ disk: "up" });
  await expect.poll(counted, PATIENT).toBe(recorded + 1);
  await expect.poll(countedOfLink, PATIENT).toBe(recorded + 1);
});

test("from a disk without a byte of room segments are shipped", async (context) => {
  const { disk, front } = await smallDisk(context);
  const eventsFolder = join(disk.folder, "events");
  for (let n = 0; n < 5; n++) await sealed(eventsFolder, eventsOf(`hdl_full${n}`, 3));
  disk.fill();
  const warehouse = openWarehouse({ dataDir: "", clickhouseUrl: front.url, log });
  onTestFinished(() => warehouse[Symbol.asyncDispose]());
  const fold = async () => {};
  const shipper = startShipper({ eventsFolder, warehouse, fold, listCounted: NOT_COUNTED, log });
  onTestFinished(() => shipper[Symbol.asyncDispose]());
  await expect.poll(() => shipper.counters.events, PATIENT).toBe(15);
  const [row] = await warehouse.query("select count() as rows, uniqExact(id) as ids from events");
  expect(row).toEqual({ rows: 15, ids: 15 });
  expect(await listSealedSegments(eventsFolder)).toEqual([]);
});
