import { expect, test } from "vitest";
import { routeTo, startEdge } from "#testing/start-edge.ts";

test("a visit is kept before it is answered", async () => {
  const kept = Promise.withResolvers<void>();
  await using edge = await startEdge({ override: { events: { append: () => kept.promise } } });
  await edge.setRoute("launch", routeTo());
  let isAnswered = false;
  const answer = edge.visit("/launch").then((given) => {
    isAnswered = true;
    return given;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isAnswered).toBe(false);
  kept.resolve();
  expect(await answer).toMatchObject({ status: 302 });
});

test("a visit that cannot be kept is not redirected but asked to come again", async () => {
  const append = () => Promise.reject(new Error("The disk is full."));
  await using edge = await startEdge({ override: { events: { append } } });
  await edge.setRoute("launch", routeTo());
  expect(await edge.visit("/launch")).toMatchObject({
    status: 503,
    headers: { "retry-after": "5" },
    location: undefined,
  });
  await edge.visit("/launch");
  expect(edge.failures).toHaveLength(1);
});

test("an event says all that is known of a visit", async () => {
  await using edge = await startEdge();
  const tracking = { utm_source: "link", utm_term: "term" };
  await edge.setRoute("launch", routeTo({ tracking, campaign: "spring" }));
  const headers = {
    referer: "https://l.facebook.com/l.php?u=1",
    "accept-language": "de-AT,de;q=0.9,en;q=0.8",
  };
  await edge.visit("/launch", { headers });
  await edge.visit("/launch?src=poster&utm_source=in&utm_medium=print&campaign=summer");
  await edge.visit("/launch?utm_source=in&utm_campaign=autumn");
  expect(edge.events).toMatchObject([
    {
      id: expect.stringMatching(/^evt_/),
      at: Date.UTC(2026, 0, 1, 12),
      handleId: "hdl_acme",
      kind: "click",
      slug: "launch",
      bot: "",
      status: 302,
      country: "DE",
      device: "MOBILE",
      os: "iOS",
      browser: "Safari",
      language: "de",
      referrer: "l.facebook.com",
      source: "social",
      campaign: "spring",
      utmSource: "link",
      utmMedium: "",
      utmTerm: "term",
      destination: "https://example.com/landing?utm_source=link&utm_term=term",
      value: "0",
    },
    {
      source: "poster",
      campaign: "summer",
      utmSource: "in",
      utmMedium: "print",
      utmTerm: "term",
      referrer: "",
    },
    { source: "in", campaign: "autumn" },
  ]);
});

test("an odd header makes no odd line", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ destinationUrl: `https://example.com/${"x".repeat(2000)}` }));
  const query = `src=%ed%a0%80%0a%00${"y".repeat(500)}&utm_term=%ff&q=${"z".repeat(3000)}`;
  const headers = { referer: `https://${"r".repeat(3000)}`, "user-agent": `x\t${"u".repeat(4000)}` };
  expect(await edge.visit(`/launch?${query}`, { headers })).toMatchObject({ status: 302 });
  const line = JSON.stringify(edge.events[0]);
  expect(line.isWellFormed()).toBe(true);
  expect(line).not.toMatch(/\\u00|\\n/);
  expect(line.length).toBeLessThan(4000);
});
