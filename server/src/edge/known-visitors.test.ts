import { expect, test } from "vitest";
import type { RoutingRule } from "#kernel/routing-rule.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";
import { VISITOR_KEYS } from "#testing/test-secrets.ts";

const to = (id: string, when: RoutingRule["when"], priority = 0): RoutingRule => ({
  ...{ id, priority, when, enabled: true },
  variant: { id: `to-${id}`, destinationUrl: `https://example.com/${id}` },
});
const contexts = createContextTokens(VISITOR_KEYS);
const ctxOf = (location: string | undefined) => {
  const ctx = new URL(location ?? "").searchParams.get("ctx") ?? "";
  return contexts.read(ctx, Date.parse("2026-01-01T12:00:01Z"));
};

const rules = [to("vip", { segmentIn: ["VIP"] }), to("back", { segmentIn: ["returning"] }, 1)];

test("a visitor is known again by a cookie that only links that ask for it set, and that no script reads", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ rules }));
  const first = await edge.visit("/launch");
  expect(first.location).toBe("https://example.com/landing");
  const [cookie = ""] = first.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(
    /^sw_visitor=[\w-]{22}\.[0-9a-f]{8}\.\w+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  const [pair = ""] = cookie.split(";");
  const again = () => edge.visit("/launch", { headers: { cookie: pair } });
  expect((await again()).location).toBe("https://example.com/landing");
  edge.advance(3_600_000);
  const back = await again();
  expect(back.location).toBe("https://example.com/back");
  expect(back.headers["set-cookie"]).toBeUndefined();
  const id = pair.slice("sw_visitor=".length).split(".")[0] ?? "";
  await edge.setSegments(id, ["vip"]);
  expect((await again()).location).toBe("https://example.com/vip");
});

test.each([{ "sec-gpc": "1" }, { dnt: "1" }])(
  "a browser that sends %j is given no cookie",
  async (headers) => {
    await using edge = await startEdge();
    await edge.setRoute("launch", routeTo({ rules }));
    expect((await edge.visit("/launch", { headers })).headers["set-cookie"]).toBeUndefined();
  },
);

test("without a cookie the visitor is known for the day", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ rules }));
  await edge.visit("/launch");
  await edge.setSegments(edge.events[0]?.visitor ?? "", ["vip"]);
  expect((await edge.visit("/launch")).location).toBe("https://example.com/vip");
  edge.advance(86_400_000);
  expect((await edge.visit("/launch")).location).toBe("https://example.com/landing");
});

test("over https the cookie is the host's alone", async () => {
  const addresses = { scheme: "https", publicDomain: "switchyard.test", sitesDomain: "sites.test" };
  await using edge = await startEdge({ override: { addresses } });
  await edge.setRoute("launch", routeTo({ rules }));
  const [cookie] = (await edge.visit("/launch", { host: "acme.sites.test" })).headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^__Host-sw_visitor=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  expect(cookie).not.toContain("Domain");
});

test("a destination that asks for it is told of the click, and the event bears the same id", async () => {
  await using edge = await startEdge();
  const route = {
    appendContextParam: true,
    campaign: "spring",
    rules: [to("rule", {})],
    tracking: { utm_source: "x" },
  };
  await edge.setRoute("launch", routeTo(route));
  const { location, status } = await edge.visit("/launch?utm_medium=mail&ctx=c1.forged");
  expect(status).toBe(302);
  const url = new URL(location ?? "");
  expect(url.searchParams.getAll("ctx")).toHaveLength(1);
  const [click] = edge.events;
  expect(ctxOf(location)).toEqual({
    ...{ handleId: "hdl_acme", slug: "launch", clickId: click?.id, clickedAt: click?.at },
    ...{ session: click?.visitor, campaign: "spring", variant: "to-rule", consent: "basic" },
    vars: { utm_source: "x", utm_medium: "mail" },
  });
  expect(click).toMatchObject({ kind: "click", variant: "to-rule", sessionId: click?.visitor });
});

test("no context token is recorded, this click's or another's, and what the link has of that name is", async () => {
  await using edge = await startEdge();
  const told = { appendContextParam: true };
  const own = { ...told, destinationUrl: "https://example.com/x?ctx=own&a=1" };
  await edge.setRoute("launch", routeTo(told));
  await edge.setRoute("bridge", routeTo({ ...told, mode: "BRIDGE" }));
  await edge.setRoute("quiet", routeTo());
  await edge.setRoute("own", routeTo(own));
  const other = "c1.another.token";
  expect((await edge.visit(`/launch?a=1&c%74x=${other}`)).location).toMatch(/\?a=1&ctx=c1\./);
  expect((await edge.visit("/bridge")).body).toContain("ctx=c1.");
  expect((await edge.visit(`/quiet?ctx=${other}&a=1`)).location).toContain(`ctx=${other}`);
  expect((await edge.visit(`/own?ctx=${other}`)).location).toMatch(/\?a=1&ctx=c1\.[\w-]+\.[\w-]{22}$/);
  expect(edge.events.map(({ slug, destination }) => [slug, destination])).toEqual([
    ["launch", "https://example.com/landing?a=1"],
    ["bridge", "https://example.com/landing"],
    ["quiet", "https://example.com/landing?a=1"],
    ["own", "https://example.com/x?ctx=own&a=1"],
  ]);
});

test("the token stands before the fragment, and a visitor who refuses has no session in it", async () => {
  await using edge = await startEdge();
  const destinationUrl = "https://example.com/x?a=1#part";
  await edge.setRoute("launch", routeTo({ appendContextParam: true, destinationUrl }));
  const { location } = await edge.visit("/launch", { headers: { "sec-gpc": "1" } });
  expect(location).toMatch(/^https:\/\/example\.com\/x\?a=1&ctx=c1\.[\w-]+\.[\w-]{22}#part$/);
  expect(ctxOf(location)).toMatchObject({ session: "", consent: "denied" });
  expect(edge.events[0]?.sessionId).toBe("");
});

test("a link that does not ask for it tells nobody", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo());
  expect((await edge.visit("/launch")).location).toBe("https://example.com/landing");
  expect(edge.events[0]?.sessionId).toBe("");
});
