import { describe, expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const LINKS = "/v2/handles/acme/links";
const at = (slug: string, handle = "acme") => `http://${handle}.sites.test/${slug}`;
const ITSELF = "The link would lead to itself.";
const BACK = "It would lead back to itself.";
const refusal = (message: string, path = "destinationUrl") => ({
  status: 400,
  body: { error: "invalid_destination_url", details: [{ path, message }] },
});

onEveryEngine((_, locate) => {
  test("links that lead to each other in a circle are refused where it closes, over two and over three", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const put = (slug: string, to: string) => creator.put(`${LINKS}/${slug}`, { destinationUrl: to });
    expect((await put("link-a", at("link-b"))).status).toBe(201);
    expect(await put("link-b", at("link-a"))).toMatchObject(refusal(BACK));
    expect((await put("link-b", at("link-c"))).status).toBe(201);
    expect(await put("link-c", at("link-a"))).toMatchObject(refusal(BACK));
    expect(await put("link-c", `${at("link-a")}/?x=y#z`)).toMatchObject(refusal(BACK));
    expect((await put("link-c", "https://example.com/")).status).toBe(201);
    // Once the circle is open elsewhere, this is none any more.
    await put("link-a", "https://example.com/");
    expect((await put("link-c", at("link-a"))).status).toBe(200);
    expect(await control.rows("select slug from routes order by slug")).toEqual([
      { slug: "link-a" },
      { slug: "link-b" },
      { slug: "link-c" },
    ]);
  });

  test("a circle through another handle, and through a handle's earlier name, is one", async () => {
    await using control = await startControl({ location: await locate() });
    const owner = await control.member("OWNER");
    const other = await control.member("CREATOR", "other");
    const put = (slug: string, to: string) => owner.put(`${LINKS}/${slug}`, { destinationUrl: to });
    await put("link-a", at("shared", "other"));
    const back = { destinationUrl: at("link-a") };
    expect(await other.put("/v2/handles/other/links/shared", back)).toMatchObject(refusal(BACK));
    await put("link-a", at("link-b"));
    expect((await owner.post("/v2/handles/acme/rename", { handle: "acme-two" })).status).toBe(200);
    for (const name of ["acme", "acme-two"]) {
      expect(await put("link-b", at("link-b", name)), name).toMatchObject(refusal(ITSELF));
      expect(await put("link-b", at("link-a", name)), name).toMatchObject(refusal(BACK));
    }
    // The earlier name leads nowhere after its ninety days.
    control.advance(90 * 86_400_000);
    const renamed = await control.member("CREATOR", "acme");
    const path = "/v2/handles/acme-two/links/link-b";
    expect((await renamed.put(path, { destinationUrl: at("link-a", "acme") })).status).toBe(201);
  });

  test("ten links are followed, and what lies behind them is let pass", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const put = (link: number, to: number) =>
      creator.put(`${LINKS}/link-${link}`, { destinationUrl: at(`link-${to}`) });
    for (let link = 1; link <= 11; link++) expect((await put(link, link + 1)).status).toBe(201);
    // Ten links lie between 11 and itself, eleven between 12 and itself.
    expect(await put(11, 1)).toMatchObject(refusal(BACK));
    expect((await put(12, 1)).status).toBe(201);
  });
});

describe("every way out of a link is followed", () => {
  const rule = (destinationUrl: string) => ({
    id: "rule",
    when: {},
    variant: { id: "there", destinationUrl },
  });

  test("the expired one and those of rules, to the link and back from it", async () => {
    await using control = await startControl();
    const creator = await control.member("CREATOR");
    const put = (slug: string, body: object) =>
      creator.put(`${LINKS}/${slug}`, { destinationUrl: "https://example.com/", ...body });
    await put("link-a", { expiredUrl: at("link-c") });
    await put("link-b", { routingRules: [rule(at("link-c"))] });
    for (const slug of ["link-a", "link-b"]) {
      expect(await put("link-c", { destinationUrl: at(slug) }), slug).toMatchObject(refusal(BACK));
      expect(await put("link-c", { expiredUrl: at(slug) }), slug).toMatchObject(refusal(BACK, "expiredUrl"));
      const path = "routingRules.1.variant.destinationUrl";
      const rules = [rule("https://example.com/"), { ...rule(at(slug)), id: "second" }];
      expect(await put("link-c", { routingRules: rules }), slug).toMatchObject(refusal(BACK, path));
    }
    expect(await control.rows("select slug from links where slug = 'link-c'")).toEqual([]);
  });

  test("of links that fan out a hundred are looked at, and what lies behind them is let pass", async () => {
    await using control = await startControl();
    const creator = await control.member("CREATOR");
    const put = (slug: string, to: string, slugs: readonly string[] = []) => {
      const routingRules = slugs.map((one) => ({ ...rule(at(one)), id: one }));
      return creator.put(`${LINKS}/${slug}`, { destinationUrl: to, routingRules });
    };
    const leaves = Array.from({ length: 98 }, (_, index) => `leaf-${100 + index}`);
    for (const slug of leaves) await put(slug, "https://example.com/");
    await put("last-leaf", at("link-a"));
    await put("fan-out", "https://example.com/", [...leaves, "last-leaf"]);
    // The fan, its leaves and the last of them: a hundred.
    expect(await put("link-a", at("fan-out"))).toMatchObject(refusal(BACK));
    await put("another-leaf", "https://example.com/");
    await put("fan-out", at("another-leaf"), [...leaves, "last-leaf"]);
    expect((await put("link-a", at("fan-out"))).status).toBe(201);
  });
});

test("a disabled link is asked again when it is enabled, and when it is brought back", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  const put = (slug: string, body: object) => creator.put(`${LINKS}/${slug}`, body);
  await put("link-a", { destinationUrl: at("link-b"), enabled: false });
  expect((await put("link-b", { destinationUrl: at("link-a") })).status).toBe(201);
  expect(await put("link-a", { enabled: true })).toMatchObject(refusal(BACK));
  expect((await put("link-a", { title: "Still off" })).status).toBe(200);
  await put("link-a", { destinationUrl: "https://example.com/", enabled: true });
  expect(await creator.post(`${LINKS}/link-a/rollback`, { version: 1 })).toMatchObject(refusal(BACK));
  expect((await creator.get(`${LINKS}/link-a`)).body).toMatchObject({ enabled: true, version: 3 });
});

test("a link is led back to by its path as well as by its slug", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  const put = (slug: string, destinationUrl: string, more = {}) =>
    creator.put(`${LINKS}/${slug}`, { destinationUrl, ...more });
  await put("product", "https://example.com/{sku}", { pathTemplate: "/p/:sku" });
  expect(await put("product", at("p/{sku}"))).toMatchObject(refusal(ITSELF));
  expect((await put("link-b", at("p/42"))).status).toBe(201);
  expect(await put("product", at("link-b"))).toMatchObject(refusal(BACK));
  expect((await put("product", at("q/42"))).status).toBe(200);
});

test("what only looks like the handle's own link is none", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await control.member("CREATOR", "other");
  const put = (to: string) => creator.put(`${LINKS}/launch`, { destinationUrl: to });
  for (const to of [
    at("launch", "other"),
    at("launch", "nobody"),
    at("launch+"),
    at("Launch"),
    `${at("")}`,
  ]) {
    expect([200, 201], to).toContain((await put(to)).status);
  }
});
