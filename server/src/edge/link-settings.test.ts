import { describe, expect, test } from "vitest";
import type { RoutingRule } from "#kernel/routing-rule.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";
import { VISITOR_KEYS } from "#testing/test-secrets.ts";

const to = (id: string, when: RoutingRule["when"], priority = 0): RoutingRule => ({
  ...{ id, priority, when, enabled: true },
  variant: { id: `to-${id}`, destinationUrl: `https://example.com/${id}` },
});

const contexts = createContextTokens(VISITOR_KEYS);

describe("utm_ parameters", () => {
  const destinationUrl = "https://example.com/?utm_source=own&x=%20";
  const tracking = { utm_source: "link", utm_medium: "mail" };
  test.each([
    ["only_if_absent", "utm_source=own&x=%20&utm_medium=mail&utm_term=t"],
    ["link_wins", "x=%20&utm_source=link&utm_medium=mail&utm_term=t"],
    ["incoming_wins", "x=%20&utm_medium=mail&utm_source=visit&utm_term=t"],
  ] as const)("%s", async (utmPolicy, expected) => {
    await using edge = await startEdge();
    await edge.setRoute("launch", routeTo({ destinationUrl, tracking, utmPolicy }));
    const { location } = await edge.visit("/launch?utm_source=visit&utm_term=t&x=2");
    expect(location).toBe(`https://example.com/?${expected}`);
  });

  test("of a link whose own stay, these are recorded, and what the visit brings where the link has none", async () => {
    await using edge = await startEdge();
    const own = { utm_source: "own", utm_campaign: "owncamp" };
    const route = {
      tracking: own,
      campaign: "spring",
      utmPolicy: "link_wins",
      appendContextParam: true,
    } as const;
    await edge.setRoute("camplink", routeTo(route));
    const { location } = await edge.visit("/camplink?utm_source=in&utm_campaign=incamp&utm_medium=mail");
    const arrived = new URL(location ?? "").searchParams;
    const ctx = arrived.get("ctx") ?? "";
    arrived.delete("ctx");
    expect(`${arrived}`).toBe("utm_source=own&utm_campaign=owncamp&utm_medium=mail");
    expect(edge.events[0]).toMatchObject({
      ...{ utmSource: "own", utmMedium: "mail", utmCampaign: "owncamp", utmTerm: "" },
      // What rules know the visit by stays what the visit says.
      ...{ source: "in", campaign: "incamp" },
    });
    expect(contexts.read(ctx, edge.events[0]?.at ?? 0)?.vars).toEqual({ ...own, utm_medium: "mail" });
    await edge.setRoute("camplink", routeTo({ ...route, utmPolicy: "incoming_wins" }));
    await edge.visit("/camplink?utm_source=in");
    expect(edge.events[1]).toMatchObject({ utmSource: "in", utmCampaign: "owncamp", campaign: "spring" });
  });

  test("those of a template are added behind the link's own, as long as it is there", async () => {
    await using edge = await startEdge();
    const parameters = { utm_source: "template", utm_campaign: "spring" };
    const template = { key: "tags", kind: "utm", enabled: true, requiresConsent: false, parameters } as const;
    await edge.setRoute("launch", routeTo({ tracking: { utm_source: "link" }, trackingTemplateKey: "tags" }));
    expect((await edge.visit("/launch")).location).toBe("https://example.com/landing?utm_source=link");
    await edge.setPolicy({ templates: { tags: template } });
    const { location } = await edge.visit("/launch");
    expect(location).toBe("https://example.com/landing?utm_source=link&utm_campaign=spring");
    expect(edge.events[1]).toMatchObject({ utmSource: "link", utmCampaign: "spring" });
  });
});

describe("paths", () => {
  test("a path with places follows its link, is counted for it, and says what stood there", async () => {
    await using edge = await startEdge();
    const destinationUrl = "https://shop.example/items/{sku}?from={sku}";
    await edge.setRoute("shop", routeTo({ destinationUrl, hasPlaces: true }));
    await edge.setPolicy({ paths: [{ template: "/p/:sku", slug: "shop" }] });
    const { location, status } = await edge.visit("/p/a%26b%2Fc");
    expect(status).toBe(302);
    expect(location).toBe("https://shop.example/items/a%26b%2Fc?from=a%26b%2Fc");
    expect(edge.events).toMatchObject([
      { kind: "click", slug: "shop", metadata: '{"places":{"sku":"a&b/c"}}' },
    ]);
    expect((await edge.visit("/p/x/y")).status).toBe(404);
    await edge.setPolicy({ paths: [] });
    expect((await edge.visit("/p/x")).status).toBe(404);
  });

  test("braces of an ordinary link stay as they are", async () => {
    await using edge = await startEdge();
    await edge.setRoute("launch", routeTo({ destinationUrl: "https://example.com/?q={sku}" }));
    expect((await edge.visit("/launch")).location).toBe("https://example.com/?q={sku}");
  });
});

describe("blocked destinations", () => {
  test("a blocked domain stops every way to it at the next visit, and its return opens them again", async () => {
    await using edge = await startEdge();
    const rules = [to("rule", { sourceIn: ["qr"] })];
    await edge.setRoute("launch", routeTo({ destinationUrl: "https://shop.bad.example/x", rules }));
    await edge.setRoute("ended", routeTo({ endsAt: 1, expiredUrl: "https://bad.example/" }));
    await edge.setPolicy({ blockedDomains: ["bad.example"] });
    const blocked = await edge.visit("/launch");
    expect(blocked).toMatchObject({ status: 410, location: undefined });
    expect(blocked.body).not.toContain("bad.example");
    expect((await edge.visit("/launch+")).body).not.toContain("bad.example");
    expect((await edge.visit("/ended")).status).toBe(410);
    expect((await edge.visit("/launch?src=qr")).status).toBe(302);
    expect(edge.events.map(({ kind, status }) => [kind, status])).toEqual([
      ["orphan", 410],
      ["orphan", 410],
      ["click", 302],
    ]);
    await edge.setPolicy({ blockedDomains: [] });
    expect((await edge.visit("/launch")).status).toBe(302);
  });

  test("so does what the operator denies, for every handle", async () => {
    await using edge = await startEdge();
    await edge.setRoute("launch", routeTo({ destinationUrl: "https://x.denied.example./" }));
    expect((await edge.visit("/launch")).status).toBe(410);
  });
});

test("a redirect that may be kept says for how long, and to whom", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ cacheSeconds: 300 }));
  expect((await edge.visit("/launch")).headers["cache-control"]).toBe("private, max-age=300");
});

test("preview bots are shown what the owner wrote, people and other bots are forwarded", async () => {
  await using edge = await startEdge();
  const social = { title: "Come <in>", description: "It begins.", imageUrl: "https://example.com/card.png" };
  await edge.setRoute("launch", routeTo({ social, maxClicks: 1 }));
  const card = await edge.visit("/launch", { headers: { "user-agent": "Slackbot-LinkExpanding 1.0" } });
  expect(card.status).toBe(200);
  expect(card.body).toContain('property="og:title" content="Come &lt;in&gt;"');
  expect(card.headers["content-security-policy"]).toContain("default-src 'none'");
  expect((await edge.visit("/launch", { headers: { "user-agent": "Googlebot/2.1" } })).status).toBe(302);
  expect((await edge.visit("/launch")).status).toBe(302);
  expect((await edge.visit("/launch")).status).toBe(410);
  expect(edge.events.map(({ kind, bot }) => [kind, bot])).toEqual([
    ["impression", "preview"],
    ["click", "ua"],
    ["click", ""],
    ["orphan", ""],
  ]);
});
