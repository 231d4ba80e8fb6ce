import { expect, onTestFinished, test } from "vitest";
import { alone } from "#platform/event-log/shipment.ts";
import { eventsOf, log, newFolder, PATIENT, sealed } from "#testing/shared-warehouse.ts";
import { openWarehouse } from "./open-warehouse.ts";
import type { Warehouse } from "./warehouse.ts";

function open(dataDir: string): Warehouse {
  const warehouse = openWarehouse({ dataDir, pingEveryMs: 1_000, log });
  onTestFinished(() => warehouse[Symbol.asyncDispose]());
  return warehouse;
}

async function counted(warehouse: Warehouse): Promise<number | undefined> {
  const [row] = await warehouse.query<{ rows: number }>("select count() as rows from events");
  return row?.rows;
}

test("of several that share a folder one runs the engine, all ask and ship through it, and another takes over when it ends", async () => {
  const folder = await newFolder();
  const first = open(folder);
  await first.whenReady();
  const second = open(folder);
  await second.whenReady();
  expect(first.enginePid()).toBeGreaterThan(0);
  expect(second.enginePid()).toBeUndefined();
  const segment = await sealed(await newFolder(), eventsOf("hdl_shared", 30));
  await second.insertSegments(alone(segment));
  await first.insertSegments(alone(segment));
  expect([await counted(first), await counted(second)]).toEqual([30, 30]);
  await second.removeEvents({ where: "id != {id:String}", params: { id: "evt_none" } });
  expect([await counted(first), await counted(second)]).toEqual([0, 0]);
  await second.insertSegments(alone(await sealed(await newFolder(), eventsOf("hdl_shared", 7))));

  await first[Symbol.asyncDispose]();
  await expect.poll(() => second.enginePid(), PATIENT).toBeGreaterThan(0);
  await second.whenReady();
  expect(await counted(second)).toBe(7);
});

test("one that only asked leaves the engine to those who go on asking", async () => {
  const folder = await newFolder();
  const first = open(folder);
  await first.whenReady();
  const second = open(folder);
  await second.whenReady();
  await second[Symbol.asyncDispose]();
  expect(await counted(first)).toBe(0);
  const third = open(folder);
  await third.whenReady();
  expect(third.enginePid()).toBeUndefined();
  expect(await counted(third)).toBe(0);
});
