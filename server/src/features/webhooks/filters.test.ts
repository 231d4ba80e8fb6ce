import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { isWanted } from "./message.ts";

onEveryEngine((_, locate) => {
  test("a webhook is told of the types, links and campaigns it asks for, of its own handle, from then on", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    await it.occur("before", { campaignId: "spring" });
    it.control.advance(1);
    await it.subscribe(`${receiver.url}/all`);
    await it.subscribe(`${receiver.url}/type`, { eventTypes: ["link.deleted", "token.created"] });
    await it.subscribe(`${receiver.url}/slug`, { slugs: ["mine"] });
    await it.subscribe(`${receiver.url}/campaign`, { campaignIds: ["spring", "summer"] });
    await it.subscribe(`${receiver.url}/off`, { enabled: false });
    await it.occur("mine");
    await it.occur("theirs", { campaignId: "spring" });
    await it.operator.delete("/v2/handles/acme/links/mine");
    await it.control.token(["links.read"]);
    const stranger = await it.control.member("OWNER", "other");
    await stranger.post("/v2/handles/other/links", { destinationUrl: "https://example.com/", slug: "mine" });
    await it.dispatcher.settle();
    const at = (path: string) =>
      receiver
        .at(path)
        .map(({ event: { type, payload } }) => `${type} ${payload["slug"] ?? "-"}`)
        .sort();
    expect(at("/all")).toEqual([
      "link.created mine",
      "link.created theirs",
      "link.deleted mine",
      "token.created -",
    ]);
    expect(at("/type")).toEqual(["link.deleted mine", "token.created -"]);
    expect(at("/slug")).toEqual(["link.created mine", "link.deleted mine"]);
    expect(at("/campaign")).toEqual(["link.created theirs"]);
    expect(at("/off")).toEqual([]);
  });
});

test("what an event leaves out of its link's campaign is looked up", async () => {
  await using it = await startWebhookTest();
  const receiver = await startReceiver();
  await it.subscribe(receiver.url, { eventTypes: ["link.unhealthy"], campaignIds: ["spring"] });
  await it.occur("mine", { campaignId: "spring" });
  await it.occur("other", { campaignId: "autumn" });
  for (const slug of ["mine", "other", "gone"]) {
    const payload = JSON.stringify({ slug, status: 404, error: "status", failingSince: null });
    const at = it.control.now().getTime();
    await it.control.rows(
      `insert into outbox (id, handle_id, type, payload, at, dispatched_at) values ('evt_${slug}', 'hdl_acme', 'link.unhealthy', '${payload}', ${at}, null)`,
    );
  }
  await it.dispatcher.settle();
  expect(receiver.received.map(({ event }) => event.id)).toEqual(["evt_mine"]);
});

test("of several filters all must hold", () => {
  const interest = { eventTypes: ["*"], slugs: ["a"], campaignIds: ["c"] };
  const wants = (slug: string | null, campaignId: string | null) =>
    isWanted(interest, "x", { slug, campaignId });
  expect([wants("a", "c"), wants("a", null), wants("a", "d"), wants("b", "c"), wants(null, null)]).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
