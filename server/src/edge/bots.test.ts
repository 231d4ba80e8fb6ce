import { expect, test } from "vitest";
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
