import { expect, test } from "vitest";
import { startAnalytics } from "#testing/start-analytics.ts";
import { startControl } from "#testing/start-control.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

test("the destination of an exported click has no context token, while the redirect's has", async () => {
  await using analytics = await startAnalytics();
  const { askWarehouse, streamWarehouse } = analytics;
  await using control = await startControl({ override: { askWarehouse, streamWarehouse } });
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ appendContextParam: true }));
  expect((await edge.visit("/launch?a=1")).location).toContain("&ctx=c1.");
  await analytics.record(edge.events);
  const { text } = await control.token(["analytics.read"]);
  const path = "/v2/public/handles/acme/analytics/export?format=ndjson&from=2026-01-01&to=2026-01-02";
  const file = await control.api.request(path, { headers: { authorization: `Bearer ${text}` } });
  const exported = await file.text();
  expect(JSON.parse(exported)).toMatchObject({ destination: "https://example.com/landing?a=1" });
  expect(exported).not.toContain("c1.");
});
