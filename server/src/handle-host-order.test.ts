import { expect, test } from "vitest";
import { startSites } from "#testing/start-sites.ts";

const page = { title: "A page", mode: "PUBLIC", blocks: [{ type: "text", markdown: "what the page says" }] };

test("of one address the link comes first, then the page, then the site, and each frees it for the next", async () => {
  await using sites = await startSites();
  const { owner, deploy, visit } = sites;
  await deploy({
    "index.html": "home",
    "offer.html": "the site's",
    "x.html": "short",
    "404.html": "nothing",
  });
  expect((await visit("/offer")).body).toBe("the site's");
  expect((await visit("/x")).body).toBe("short");
  const pages = "/v2/handles/acme/pages";
  expect((await owner.post(pages, { slug: "offer", ...page })).status).toBe(201);
  expect((await visit("/offer")).body).toBe("the site's");
  expect((await owner.post(`${pages}/offer/publish`, {})).status).toBe(200);
  expect((await visit("/offer")).body).toContain("what the page says");
  expect((await visit("/offer.html")).body).not.toContain("what the page says");
  expect((await owner.delete(`${pages}/offer`)).status).toBe(204);
  expect((await visit("/offer")).body).toBe("the site's");
  const link = "/v2/handles/acme/links/offer";
  expect((await owner.put(link, { destinationUrl: "https://example.com/" })).status).toBe(201);
  expect(await visit("/offer")).toMatchObject({ status: 302, location: "https://example.com/" });
  await owner.delete(link);
  expect((await visit("/offer")).body).toBe("the site's");
});

test("a query that could ask for the preview of a page takes nothing from the site", async () => {
  await using sites = await startSites();
  await sites.deploy({ "index.html": "home", "offer.html": "the site's", "x.html": "short" });
  expect((await sites.visit("/offer?preview=1")).body).toBe("the site's");
  expect((await sites.visit("/x?a=b&preview=1.2.3")).body).toBe("short");
  expect((await sites.visit("/nothing?preview=1")).status).toBe(404);
  expect((await sites.visit("/no?preview=1")).status).toBe(404);
});

test("the list for search engines is the site's own where it has one", async () => {
  await using sites = await startSites();
  expect((await sites.visit("/sitemap.xml")).body).toContain("<urlset");
  await sites.deploy({ "index.html": "home", "sitemap.xml": "<mine/>" });
  expect((await sites.visit("/sitemap.xml")).body).toBe("<mine/>");
});
