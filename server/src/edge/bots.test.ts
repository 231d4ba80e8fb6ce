import { expect, test } from "vitest";
import { AddressSet, parseSpan } from "#platform/visits/address-set.ts";
import { BotLists } from "#platform/visits/bot-lists.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const NOBODIES = [
  ["head", { method: "HEAD" }],
  ["prefetch", { headers: { "sec-purpose": "prefetch;prerender" } }],
  ["prefetch", { headers: { purpose: "prefetch" } }],
  ["prefetch", { headers: { "x-purpose": "preview" } }],
  ["prefetch", { headers: { "x-moz": "prefetch" } }],
  ["preview", { headers: { "user-agent": "facebookexternalhit/1.1" } }],
  ["preview", { headers: { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" } }],
  ["preview", { headers: { "user-agent": "WhatsApp/2.23.20.0 A" } }],
  [
    "ua",
    { headers: { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" } },
  ],
  ["ua", { headers: { "user-agent": "curl/8.5.0" } }],
  ["ua", { headers: { "user-agent": "" } }],
] as const;

test.each(NOBODIES)("%s (%j) is redirected and recorded, and spends none of maxClicks", async (bot, ask) => {
  await using edge = await startEdge();
  await edge.setRoute("once", routeTo({ maxClicks: 1 }));
  for (let visits = 0; visits < 3; visits++) {
    expect(await edge.visit("/once", ask)).toMatchObject({ status: 302, body: "" });
  }
  expect(edge.events).toMatchObject(Array(3).fill({ kind: "click", status: 302, bot }));
  expect(await edge.visit("/once")).toMatchObject({ status: 302 });
  expect(edge.events.at(-1)).toMatchObject({ bot: "", device: "MOBILE" });
  expect(await edge.visit("/once", ask)).toMatchObject({ status: 410 });
});

const ranges = new AddressSet([parseSpan("198.51.100.0/24") ?? [0, 0]]);

test.each([
  ["spam", { headers: { referer: "https://www.semalt.com/crawler.php?u=acme" } }],
  ["datacenter", { headers: { "x-forwarded-for": "198.51.100.7" } }],
  ["ua", { headers: { "user-agent": "AcmeShop/7 CFNetwork/1404.0.5 Darwin/22.3.0" } }],
] as const)("%s (%j) is redirected and recorded, and spends none of maxClicks", async (bot, ask) => {
  const botLists = new BotLists();
  botLists.setDatacenters(ranges);
  await using edge = await startEdge({ override: { botLists } });
  await edge.setRoute("once", routeTo({ maxClicks: 1 }));
  for (let visits = 0; visits < 3; visits++) {
    expect(await edge.visit("/once", ask)).toMatchObject({ status: 302, body: "" });
  }
  expect(edge.events).toMatchObject(Array(3).fill({ kind: "click", status: 302, bot }));
  expect(await edge.visit("/once")).toMatchObject({ status: 302 });
  expect(edge.events.at(-1)).toMatchObject({ bot: "" });
});

test("a scanner is recorded whole and flagged once it is known for one, and a person beside it is not", async () => {
  await using edge = await startEdge();
  await edge.setRoute("once", routeTo({ maxClicks: 1 }));
  const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
  for (let n = 0; n < 30; n++) await edge.visit(`/guess-${n}`, from("192.0.2.1"));
  const flags = edge.events.map(({ bot }) => bot);
  expect(flags).toEqual([...Array(20).fill(""), ...Array(10).fill("burst")]);
  expect(edge.events).toMatchObject(Array(30).fill({ kind: "orphan", status: 404 }));
  // Where a link does exist, it sees what a person would, and takes nothing away from one.
  expect(await edge.visit("/once", from("192.0.2.1"))).toMatchObject({ status: 302 });
  expect(edge.events.at(-1)).toMatchObject({ kind: "click", bot: "burst" });
  expect(await edge.visit("/once", from("192.0.2.2"))).toMatchObject({ status: 302 });
  expect(edge.events.at(-1)).toMatchObject({ kind: "click", bot: "" });
  expect(await edge.visit("/once", from("192.0.2.2"))).toMatchObject({ status: 410 });
  edge.advance(60_000);
  await edge.visit("/guess", from("192.0.2.1"));
  expect(edge.events.at(-1)).toMatchObject({ kind: "orphan", bot: "" });
});

test("HEAD is answered with the headers of GET and no body", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo());
  for (const path of ["/launch", "/launch+", "/nowhere", "/", "/%"]) {
    const got = await edge.visit(path);
    const head = await edge.visit(path, { method: "HEAD" });
    expect({ ...head.headers, date: "" }).toEqual({ ...got.headers, date: "" });
    expect(head).toMatchObject({ status: got.status, body: "" });
  }
});
