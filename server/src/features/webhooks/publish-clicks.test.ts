import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { eventLine } from "#platform/event-log/event-line.ts";
import { clickEvent } from "#testing/click-event.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { newEventsFolder } from "#testing/start-pending.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { EVENT_CATALOGUE } from "./event-catalogue.ts";
import { publishClicks } from "./publish-clicks.ts";

const AT = Date.parse("2026-01-01T00:00:01Z");

const click = (id: string, differences: Partial<VisitEvent> = {}) =>
  clickEvent({ id, handleId: "hdl_acme", at: AT, campaign: "spring", utmSource: "mail", ...differences });

async function segmentOf(events: readonly VisitEvent[], rest = ""): Promise<string> {
  const path = join(await newEventsFolder(), "segment.ndjson");
  await writeFile(path, events.map(eventLine).join("") + rest);
  return path;
}

onEveryEngine((_, locate) => {
  test("clicks of a segment arrive once under the visit's own id, however often it is shipped; nothing else does", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    await it.subscribe(`${receiver.url}/a`, { eventTypes: ["link.clicked"] });
    await it.subscribe(`${receiver.url}/b`);
    await it.subscribe(`${receiver.url}/c`, { eventTypes: ["conversion.recorded", "link.created"] });
    await it.control.handle("other");
    const path = await segmentOf(
      [
        click("evt_1"),
        click("evt_2", { bot: "preview", variant: "b" }),
        click("evt_3", { handleId: "hdl_other" }),
        click("evt_4", { kind: "conversion" }),
        click("evt_5", { kind: "signal", metadata: '{"kind":"click"}' }),
        click("evt_6", { metadata: '{"imported":"batch"}' }),
        click("evt_7", { at: Date.parse("2025-12-31T23:59:59Z") }),
      ],
      'no event at all "click"\n',
    );
    for (let time = 0; time < 3; time++) {
      await publishClicks(it.control.deps, path);
      await it.dispatcher.settle();
    }
    const ids = (at: string) =>
      receiver
        .at(at)
        .map(({ event }) => event.id)
        .sort();
    expect([ids("/a"), ids("/b"), ids("/c")]).toEqual([["evt_1", "evt_2"], ["evt_1", "evt_2"], []]);
    const [first] = receiver.at("/a");
    expect(first?.event).toMatchObject({
      type: "link.clicked",
      occurredAt: "2026-01-01T00:00:01.000Z",
      payload: {
        clickId: "evt_1",
        slug: "launch",
        campaignId: "spring",
        variantId: null,
        bot: null,
        utm: { utm_source: "mail" },
      },
    });
    expect(receiver.at("/a").find(({ event }) => event.id === "evt_2")?.event.payload["bot"]).toBe("preview");
    expect(EVENT_CATALOGUE["link.clicked"]?.payload.strict().safeParse(first?.event.payload).success).toBe(
      true,
    );
    expect(first?.raw).not.toContain("0123456789abcdef0123456789abcdef"); // Who the visitor was.
  });
});

test("where nobody asks for clicks the segment is not opened and nothing is written", async () => {
  await using it = await startWebhookTest();
  await it.subscribe("https://hooks.example.com/", { eventTypes: ["link.created"] });
  const write = vi.spyOn(it.control.deps.changes, "record");
  await publishClicks(it.control.deps, "/nowhere/at/all.ndjson");
  expect(write).not.toHaveBeenCalled();
});

test("clicks that occur while the webhook is disabled are kept, and can be replayed", async () => {
  await using it = await startWebhookTest();
  const receiver = await startReceiver();
  const { subscriptionId } = await it.subscribe(receiver.url, {
    eventTypes: ["link.clicked"],
    enabled: false,
  });
  await publishClicks(it.control.deps, await segmentOf([click("evt_1")]));
  await it.dispatcher.settle();
  await it.operator.patch(it.path(subscriptionId), { enabled: true });
  await it.dispatcher.settle();
  expect(receiver.received).toEqual([]);
  const window = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };
  await it.operator.post(`${it.path(subscriptionId)}/replay`, window);
  await it.dispatcher.settle();
  expect(receiver.received.map(({ event }) => event.id)).toEqual(["evt_1"]);
});
