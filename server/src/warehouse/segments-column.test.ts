import { expect, test } from "vitest";
import { alone } from "#platform/event-log/shipment.ts";
import { clickEvent } from "#testing/click-event.ts";
import { newFolder, newHandle, sealed, sharedWarehouse } from "#testing/shared-warehouse.ts";
import { parseVisitEvent } from "./parse-visit-event.ts";

const { warehouse } = sharedWarehouse();

test("segments arrive as they were written, and a line from before there were any has none", async () => {
  const handleId = newHandle();
  const { segments: _, ...before } = clickEvent({ id: "evt_1", handleId });
  const now = clickEvent({ id: "evt_2", handleId, segments: ["vip", "it's", "é"] });
  const folder = await newFolder();
  // What a past version of the program has left in its log.
  await warehouse().insertSegments(alone(await sealed(folder, [before as typeof now, now])));
  const rows = await warehouse().query(
    "select id, segments from events where handleId = {handleId:String} order by id",
    { handleId },
  );
  expect(rows).toEqual([
    { id: "evt_1", segments: [] },
    { id: "evt_2", segments: ["vip", "it's", "é"] },
  ]);
});

test.each([[undefined], [[]], [["vip"]]])("a line with the segments %j is valid", (segments) => {
  const line = JSON.stringify({ ...clickEvent({ id: "evt_1" }), segments });
  expect(parseVisitEvent(line)).toMatchObject({ slug: "launch", kind: "click" });
});

test.each([["vip"], [null], [[1]], [[["vip"]]], [{}]])("a line with the segments %j is not", (segments) => {
  const line = JSON.stringify({ ...clickEvent({ id: "evt_1" }), segments });
  expect(parseVisitEvent(line)).toBeUndefined();
});
