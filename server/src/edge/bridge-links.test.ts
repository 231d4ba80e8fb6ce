import { expect, test } from "vitest";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";
import { VISITOR_KEYS } from "#testing/test-secrets.ts";

const contexts = createContextTokens(VISITOR_KEYS);
const pixel = (requiresConsent: boolean): TrackingTemplate => ({
  ...{ key: "pixel", kind: "meta_pixel", enabled: true, requiresConsent },
  parameters: { pixelId: "1234567890", eventName: "PageView" },
});
const bridge = routeTo({
  mode: "BRIDGE",
  appendContextParam: true,
  trackingTemplateKey: "pixel",
  maxClicks: 2,
});

async function startBridge(requiresConsent = true) {
  const edge = await startEdge();
  await edge.setPolicy({ templates: { pixel: pixel(requiresConsent) } });
  await edge.setRoute("launch", bridge);
  return edge;
}

const destinationOf = (body: string) => /<a href="([^"]+)"/.exec(body)?.[1]?.replaceAll("&amp;", "&") ?? "";

test("the visitor is asked first, and only the answer is a click; a refusal runs nothing and is remembered", async () => {
  await using edge = await startBridge();
  const asked = await edge.visit("/launch");
  expect(asked.body).toContain('<form method="post">');
  expect(asked.body).not.toContain("<script");
  expect(asked.headers["content-security-policy"]).toContain("form-action 'self'");
  const refused = await edge.visit("/launch", { form: { consent: "denied" } });
  expect(refused.body).not.toContain("<script");
  expect(refused.headers["set-cookie"]?.[0]).toMatch(
    /^sw_consent=denied; Max-Age=15552000; Path=\/; HttpOnly/,
  );
  const ctx = new URL(destinationOf(refused.body)).searchParams.get("ctx") ?? "";
  const context = contexts.read(ctx, Date.parse("2026-01-01T12:00:01Z"));
  expect(context).toMatchObject({ consent: "denied", session: "", clickId: edge.events[1]?.id });
  const again = await edge.visit("/launch", { headers: { cookie: "sw_consent=denied" } });
  expect(again.body).not.toMatch(/<form|<script/);
  expect(edge.events.map(({ kind, status }) => [kind, status])).toEqual([
    ["impression", 200],
    ["click", 200],
    ["click", 200],
  ]);
  expect((await edge.visit("/launch", { headers: { cookie: "sw_consent=full" } })).status).toBe(410);
});

test("with consent the tag runs under a policy that names it and its vendor alone", async () => {
  await using edge = await startBridge();
  const agreed = await edge.visit("/launch", { form: { consent: "full" } });
  const policy = agreed.headers["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'sha256-[\w+/=]+' https:\/\/connect\.facebook\.net/);
  expect(policy).not.toMatch(/unsafe|\*|google/);
  expect(agreed.body).toContain("1234567890");
  expect(agreed.headers["set-cookie"]?.[0]).toMatch(/^sw_consent=full/);
  const ctx = new URL(destinationOf(agreed.body)).searchParams.get("ctx") ?? "";
  expect(contexts.read(ctx, Date.parse("2026-01-01T12:00:01Z"))).toMatchObject({ consent: "full" });
});

test("a browser that refuses is neither asked nor measured, also where no consent is required", async () => {
  for (const requiresConsent of [true, false]) {
    await using edge = await startBridge(requiresConsent);
    const { body } = await edge.visit("/launch", { headers: { "sec-gpc": "1" } });
    expect(body).not.toMatch(/<form|<script/);
    expect(edge.events).toMatchObject([{ kind: "click" }]);
  }
});

test("a template that needs no consent runs at once, and one that is gone is as none", async () => {
  await using edge = await startBridge(false);
  expect((await edge.visit("/launch")).body).toContain("<script");
  await edge.setPolicy({ templates: {} });
  const plain = await edge.visit("/launch");
  expect(plain.body).not.toContain("<script");
  expect(plain.body).toContain('http-equiv="refresh"');
});

test("a blocked destination is not even asked about, and other methods are told which there are", async () => {
  await using edge = await startBridge();
  await edge.setPolicy({ blockedDomains: ["example.com"] });
  expect((await edge.visit("/launch")).status).toBe(410);
  expect((await edge.visit("/launch", { form: { consent: "full" } })).status).toBe(410);
  expect((await edge.visit("/launch", { method: "DELETE" })).headers["allow"]).toBe("GET, HEAD, POST");
});

test("every page is under 10 KB with the longest of everything", async () => {
  await using edge = await startBridge(false);
  const destinationUrl = `https://example.com/${"x".repeat(2028)}`;
  await edge.setRoute("long", {
    ...bridge,
    destinationUrl,
    social: { title: "t".repeat(200), description: "d".repeat(500), imageUrl: destinationUrl },
  });
  const visits = [
    await edge.visit(`/long?utm_source=${"s".repeat(200)}`),
    await edge.visit("/long+"),
    await edge.visit("/long", { headers: { "user-agent": "Slackbot" } }),
    await edge.visit("/nobody"),
  ];
  for (const { body } of visits) expect(Buffer.byteLength(body)).toBeLessThan(10_240);
});
