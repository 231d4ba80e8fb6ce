import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { inspectPage } from "#testing/inspect-page.ts";
import { pageFaults } from "#testing/page-faults.ts";
import { startPages } from "#testing/start-pages.ts";
import { XSS_VECTORS } from "#testing/xss-vectors.ts";

const BASE = "/v2/handles/acme";
const link = (title: string | null) => ({ destinationUrl: "https://example.com/", title });

onEveryEngine((_, locate) => {
  test("the root shows the profile, and of the links and pages those that are chosen and live, in that order", async () => {
    await using it = await startPages({ location: await locate() });
    const { creator } = it;
    expect((await it.visit("/")).body).toContain("<h1>acme</h1>");
    await creator.put(`${BASE}/links/shop`, link("The shop"));
    await creator.put(`${BASE}/links/blog`, link(null));
    await creator.put(`${BASE}/links/secret`, link("Not for everyone"));
    await creator.put(`${BASE}/links/later`, { ...link("Later"), scheduledStartAt: "2027-01-01T00:00:00Z" });
    await creator.put(`${BASE}/links/gone`, { ...link("Gone"), enabled: false });
    await it.publish("about", { title: "About us" });
    const avatarUrl = "https://example.com/me.png";
    await creator.put(`${BASE}/profile`, { displayName: "Acme Bread", bio: "Since 1931", avatarUrl });
    const links = ["about", "shop", "blog", "later", "gone", "never-was"].map((slug) => ({ slug }));
    const chosen = {
      links: [...links, { slug: "shop", label: "Again" }],
      socials: [{ label: "Mastodon", url: "https://social.example/@acme" }],
      theme: { mode: "dark", accent: "#ff6600" },
    };
    expect(await creator.put(`${BASE}/link-page`, chosen)).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    const { status, body, headers } = await it.visit("/");
    expect(status).toBe(200);
    const found = inspectPage(body);
    const shown = found
      .filter(({ name }) => name === "a")
      .map(({ text, attributes }) => [text, attributes["href"]]);
    expect(shown).toEqual([
      ["Mastodon", "https://social.example/@acme"],
      ["About us", "/about"],
      ["The shop", "/shop"],
      ["blog", "/blog"],
      ["Again", "/shop"],
    ]);
    expect(found.find(({ name }) => name === "img")?.attributes["src"]).toBe(avatarUrl);
    expect(found.filter(({ name }) => name === "h1").map(({ text }) => text)).toEqual(["Acme Bread"]);
    expect(body).toContain('property="og:description" content="Since 1931"');
    expect(body).not.toContain("Not for everyone");
    expect((await it.visit("/", { headers: { "if-none-match": headers["etag"] } })).status).toBe(304);
    expect((await it.visit("/", { method: "POST" })).status).toBe(405);
  });
});

test("what a profile and a link page say stays text", async () => {
  await using it = await startPages();
  for (const [index, vector] of XSS_VECTORS.filter(
    (one) => one.trim() !== "" && !one.includes("\0"),
  ).entries()) {
    if (index % 5 > 0) continue;
    const slug = `link-${index}`;
    await it.creator.put(`${BASE}/links/${slug}`, link(vector));
    await it.creator.put(`${BASE}/profile`, { displayName: vector.slice(0, 80), bio: vector });
    const label = vector.slice(0, 40);
    const written = await it.creator.put(`${BASE}/link-page`, {
      links: [{ slug }, { slug, label }],
      socials: [{ label, url: "https://example.com/" }],
    });
    expect(written.status, vector).toBe(200);
    expect(pageFaults((await it.visit("/")).body), vector).toEqual([]);
  }
});

test("the sitemap lists the root and what everybody may read and find, and nothing else", async () => {
  await using it = await startPages();
  await it.publish("open");
  await it.publish("hidden", { seo: { noindex: true } });
  await it.publish("paid", { mode: "PAID", priceCents: 100, currency: "EUR" });
  await it.publish("free", { mode: "FREE_WITH_LOGIN" });
  await it.creator.put(`${BASE}/pages/draft`, { title: "Draft" });
  await it.publish("over");
  await it.creator.post(`${BASE}/pages/over/unpublish`, undefined);
  const { status, headers, body } = await it.visit("/sitemap.xml");
  expect({ status, type: headers["content-type"] }).toEqual({
    status: 200,
    type: "application/xml; charset=utf-8",
  });
  const origin = "http://acme.sites.test:8080";
  expect([...body.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url)).toEqual([
    `${origin}/`,
    `${origin}/open`,
  ]);
});
