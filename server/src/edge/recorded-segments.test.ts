import { expect, test } from "vitest";
import type { RoutingRule } from "#kernel/routing-rule.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const rule = (when: RoutingRule["when"]): RoutingRule => ({
  ...{ id: "one", priority: 0, when, enabled: true },
  variant: { id: "b", destinationUrl: "https://example.com/b" },
});
const BY_SEGMENT = [rule({ segmentIn: ["vip"] })];

test("where a rule asks for segments, the event says which the visitor had, and also the one that the visit tells", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ rules: BY_SEGMENT }));
  const first = await edge.visit("/launch");
  const [pair = ""] = (first.headers["set-cookie"]?.[0] ?? "").split(";");
  await edge.setSegments(pair.slice("sw_visitor=".length).split(".")[0] ?? "", ["vip", "engaged"]);
  edge.advance(3_600_000);
  await edge.visit("/launch", { headers: { cookie: pair } });
  expect(edge.events.map(({ segments, variant }) => ({ segments, variant }))).toEqual([
    { segments: ["new"], variant: "" },
    { segments: ["engaged", "vip", "returning"], variant: "b" },
  ]);
});

test("also where the click is spent on disk first, and on a page of ours", async () => {
  await using edge = await startEdge();
  await edge.setRoute("few-clicks", routeTo({ rules: BY_SEGMENT, maxClicks: 1 }));
  await edge.setRoute("page", routeTo({ rules: BY_SEGMENT, mode: "BRIDGE" }));
  await edge.visit("/few-clicks");
  await edge.visit("/page");
  expect(edge.events.map(({ slug, segments }) => [slug, segments])).toEqual([
    ["few-clicks", ["new"]],
    ["page", ["new"]],
  ]);
});

test("where no rule asks, and of a visitor who refuses, no segment is recorded", async () => {
  await using edge = await startEdge();
  await edge.setRoute("plain", routeTo());
  await edge.setRoute("country", routeTo({ rules: [rule({ countryIn: ["DE"] })] }));
  await edge.setRoute("launch", routeTo({ rules: BY_SEGMENT }));
  await edge.visit("/plain");
  await edge.visit("/country");
  await edge.visit("/launch", { headers: { "sec-gpc": "1" } });
  expect(edge.events.map(({ segments }) => segments)).toEqual([[], [], []]);
});
