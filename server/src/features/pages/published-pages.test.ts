import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startPages } from "#testing/start-pages.ts";

const PAGES = "/v2/handles/acme/pages";
const HOUR_MS = 3_600_000;

onEveryEngine((_, locate) => {
  test("visitors see what was published, from the answer on, until it is taken back", async () => {
    await using it = await startPages({ location: await locate() });
    await it.creator.put(`${PAGES}/spring`, { title: "Draft" });
    expect((await it.visit("/spring")).status).toBe(404);
    await it.publish("spring", { title: "Spring" });
    const seen = await it.visit("/spring");
    expect(seen).toMatchObject({
      status: 200,
      headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" },
    });
    expect(seen.body).toContain("<h1>Spring</h1>");
    expect(seen.headers).not.toHaveProperty("x-robots-tag");
    await it.creator.put(`${PAGES}/spring`, { title: "Summer" });
    expect((await it.visit("/spring")).body).toContain("<h1>Spring</h1>");
    await it.creator.post(`${PAGES}/spring/publish`, undefined);
    expect((await it.visit("/spring")).body).toContain("<h1>Summer</h1>");
    await it.creator.post(`${PAGES}/spring/unpublish`, undefined);
    expect((await it.visit("/spring")).status).toBe(404);
    await it.publish("spring");
    await it.creator.delete(`${PAGES}/spring`);
    expect((await it.visit("/spring")).status).toBe(404);
  });
});

test("a view is an impression of its campaign; bots are recorded as such, and a copy that is still good is a view too", async () => {
  await using it = await startPages();
  await it.publish("spring", { campaignId: "launch" });
  const { headers } = await it.visit("/spring?utm_source=mail");
  expect((await it.visit("/spring", { headers: { "if-none-match": headers["etag"] } })).status).toBe(304);
  expect((await it.visit("/spring", { method: "HEAD" })).body).toBe("");
  await it.visit("/spring", { headers: { "user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)" } });
  const common = { kind: "impression", slug: "spring", campaign: "launch", handleId: "hdl_acme" };
  expect(it.events).toMatchObject([
    { ...common, status: 200, bot: "", utmSource: "mail", source: "mail" },
    { ...common, status: 304, bot: "" },
    { ...common, status: 200, bot: "head" },
    { ...common, status: 200, bot: "ua" },
  ]);
});

test("a preview shows the draft to whoever has its address, for an hour, and counts and keeps nothing", async () => {
  await using it = await startPages();
  await it.creator.put(`${PAGES}/spring`, { title: "Draft" });
  await it.creator.put(`${PAGES}/other`, { title: "Other" });
  const { body } = await it.creator.get(`${PAGES}/spring/preview`);
  const { previewUrl, expiresAt } = body as { previewUrl: string; expiresAt: string };
  expect(expiresAt).toBe("2026-01-01T01:00:00.000Z");
  const path = new URL(previewUrl).pathname + new URL(previewUrl).search;
  const shown = await it.visit(path);
  expect(shown).toMatchObject({
    status: 200,
    headers: { "cache-control": "private, no-store", "x-robots-tag": "noindex" },
  });
  expect(shown.body).toContain("<h1>Draft</h1>");
  expect(it.events).toEqual([]);
  expect((await it.visit(path.replace("spring", "other"))).status).toBe(404);
  expect((await it.visit(path.replace("preview=1", "preview=2"))).status).toBe(404);
  it.control.advance(HOUR_MS);
  expect((await it.visit(path)).status).toBe(404);
});

test("a preview of what is not saved shows it, writes nothing of the page, and is framed by the dashboard alone", async () => {
  await using it = await startPages();
  await it.publish("spring");
  await it.creator.put(`${PAGES}/other`, { title: "Other" });
  const before = (await it.creator.get(`${PAGES}/spring`)).body;
  const made = await it.creator.post(`${PAGES}/spring/preview`, {
    title: "Not saved",
    blocks: [{ type: "text", markdown: "**Soon**" }],
  });
  const { previewUrl } = made.body as { previewUrl: string };
  const path = new URL(previewUrl).pathname + new URL(previewUrl).search;
  const shown = await it.visit(path);
  expect(shown.body).toContain("<h1>Not saved</h1>");
  expect(shown.body).toContain("<strong>Soon</strong>");
  expect(shown.body).toContain('id="block-0"');
  expect(shown.headers).toMatchObject({ "cache-control": "private, no-store", "x-robots-tag": "noindex" });
  const policyOf = (answer: typeof shown) => String(answer.headers["content-security-policy"]);
  expect(policyOf(shown)).toMatch(/frame-ancestors https?:\/\/app\.\S+ https?:\/\/[^;*\s]+(;|$)/);
  expect((await it.creator.get(`${PAGES}/spring`)).body).toEqual(before);
  expect((await it.visit(path.replace("spring", "other"))).status).toBe(404);
  const seen = await it.visit("/spring");
  expect(seen.body).not.toMatch(/Not saved|id="block-/);
  expect(policyOf(seen)).toContain("frame-ancestors 'none'");
  const refused = await it.creator.post(`${PAGES}/spring/preview`, {
    blocks: [{ type: "button", label: "Go", url: "javascript:alert(1)" }],
  });
  expect(refused).toMatchObject({ status: 400, body: { details: [{ path: "blocks.0.url" }] } });
  it.control.advance(HOUR_MS);
  expect((await it.visit(path)).body).not.toContain("Not saved");
});

test("a page of one letter, or of more than a link's slug may have, is found; where none is, nothing is recorded", async () => {
  await using it = await startPages();
  const long = "a".repeat(64);
  for (const slug of ["x", long]) {
    await it.publish(slug);
    expect((await it.visit(`/${slug}`)).status, slug).toBe(200);
  }
  expect(it.events).toHaveLength(2);
  for (const path of ["/y", "/abc", `/${"b".repeat(64)}`]) expect((await it.visit(path)).status).toBe(404);
  expect(it.events).toHaveLength(2);
  expect((await it.visit("/x", { method: "PUT" })).status).toBe(405);
});
