import { expect, test } from "vitest";
import { alone } from "#platform/event-log/shipment.ts";
import { clickEvent } from "#testing/click-event.ts";
import { newFolder, sealed, sharedWarehouse } from "#testing/shared-warehouse.ts";

const { warehouse, counted } = sharedWarehouse();

test("while rows of many months are removed others are answered, and months without such rows are left alone", async () => {
  const MONTHS = 12;
  const events = Array.from({ length: 2 * MONTHS }, (_, index) =>
    clickEvent({
      id: `evt_${index}`,
      handleId: index < MONTHS ? "hdl_gone" : "hdl_kept",
      at: Date.UTC(2024, index, 10),
    }),
  );
  await warehouse().insertSegments(alone(await sealed(await newFolder(), events)));
  const state = { isOver: false };
  const removed = warehouse()
    .removeEvents({ where: "handleId = {handleId:String}", params: { handleId: "hdl_gone" } })
    .finally(() => {
      state.isOver = true;
    });
  const begun = { waiting: 0, all: 0 };
  while (!state.isOver) {
    const [row] = await warehouse().query<{ waiting: number; all: number }>(
      "select countIf(not is_done) as waiting, count() as all from system.mutations where table = 'events' and command like '%hdl_gone%'",
    );
    begun.waiting = Math.max(begun.waiting, row?.waiting ?? 0);
    begun.all = row?.all ?? 0;
  }
  await removed;
  expect(begun.waiting).toBeGreaterThan(0); // It was asked and answered in between.
  expect(begun.all).toBe(MONTHS);
  expect(await counted("hdl_gone")).toEqual({ rows: 0, ids: 0 });
  expect(await counted("hdl_kept")).toEqual({ rows: MONTHS, ids: MONTHS });
});

test("a click's id goes from the events that came of it, and the events stay", async () => {
  const events = ["clk_1", "clk_2"].map((clickId) =>
    clickEvent({ id: `evt_of_${clickId}`, handleId: "hdl_clicks", kind: "conversion", clickId }),
  );
  await warehouse().insertSegments(alone(await sealed(await newFolder(), events)));
  await warehouse().removeEvents({
    where: "clickId = {id:String}",
    params: { id: "clk_1" },
    isClickIdOnly: true,
  });
  expect(
    await warehouse().query("select id, clickId from events where handleId = 'hdl_clicks' order by id"),
  ).toEqual([
    { id: "evt_of_clk_1", clickId: "" },
    { id: "evt_of_clk_2", clickId: "clk_2" },
  ]);
});
