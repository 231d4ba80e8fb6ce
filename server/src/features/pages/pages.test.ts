import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const PAGES = "/v2/handles/acme/pages";
const text = (markdown: string) => ({ type: "text", markdown });
const page = (more: object = {}) => ({ title: "Spring", blocks: [text("Hello")], ...more });

onEveryEngine((_, locate) => {
  test("a page is created, changed, published, taken back and deleted, each with version, audit and event", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const created = await creator.post(PAGES, { slug: "spring", ...page() });
    expect(created).toMatchObject({
      status: 201,
      body: {
        ...{ slug: "spring", title: "Spring", mode: "PUBLIC", status: "DRAFT", version: 1 },
        ...{ publishedVersion: null, publishedAt: null, priceCents: null, currency: null },
        ...{ url: "http://acme.sites.test/spring", blocks: [{ type: "text", markdown: "Hello" }] },
      },
    });
    expect((await creator.post(PAGES, { slug: "spring", ...page() })).status).toBe(409);
    const stale = { "if-match": '"7"' };
    expect((await creator.put(`${PAGES}/spring`, { title: "Later" }, stale)).status).toBe(412);
    const changed = await creator.put(`${PAGES}/spring`, { title: "Summer" }, { "if-match": '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { title: "Summer", version: 2, blocks: [{}] } });
    expect((await creator.put(`${PAGES}/spring`, { title: "Summer" })).body).toMatchObject({ version: 2 });
    const routes = () => control.rows("select slug, route from routes");
    expect(await routes()).toEqual([]);
    const published = await creator.post(`${PAGES}/spring/publish`, undefined);
    expect(published).toMatchObject({ status: 200, body: { status: "PUBLISHED", publishedVersion: 3 } });
    expect(await routes()).toEqual([{ slug: "spring", route: '{"page":{"version":3}}' }]);
    expect((await creator.post(`${PAGES}/spring/publish`, undefined)).body).toMatchObject({ version: 3 });
    await creator.put(`${PAGES}/spring`, { title: "Autumn" });
    expect(await routes()).toEqual([{ slug: "spring", route: '{"page":{"version":3}}' }]);
    const unpublished = await creator.post(`${PAGES}/spring/unpublish`, undefined);
    expect(unpublished).toMatchObject({ status: 200, body: { status: "DRAFT", publishedVersion: null } });
    expect(await routes()).toEqual([]);
    expect((await creator.delete(`${PAGES}/spring`)).status).toBe(204);
    expect((await creator.get(`${PAGES}/spring`)).status).toBe(404);
    const verbs = ["created", "updated", "published", "updated", "unpublished", "deleted"];
    expect(await control.rows("select type from outbox order by at, id")).toEqual(
      expect.arrayContaining(verbs.map((verb) => ({ type: `page.${verb}` }))),
    );
    expect(await control.rows("select action from audit_events where target = 'spring'")).toHaveLength(6);
  });

  test("every version stays, and any of them can be brought back, after a deletion too", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(`${PAGES}/spring`, page());
    await creator.put(`${PAGES}/spring`, page({ title: "Summer" }));
    await creator.delete(`${PAGES}/spring`);
    const rollback = (version: number) => creator.post(`${PAGES}/spring/rollback`, { version });
    expect((await rollback(3)).status).toBe(409);
    expect((await rollback(9)).status).toBe(404);
    expect(await rollback(1)).toMatchObject({ status: 200, body: { title: "Spring", version: 4 } });
    const { body } = await creator.get(`${PAGES}/spring/history?limit=3`);
    const { versions, nextToken } = body as { versions: unknown[]; nextToken: string };
    expect(versions).toMatchObject([
      { version: 4, action: "rollback", actor: "user:creator-of-acme", document: { title: "Spring" } },
      { version: 3, action: "delete", document: null },
      { version: 2, action: "update", document: { title: "Summer" } },
    ]);
    const rest = await creator.get(`${PAGES}/spring/history?limit=3&nextToken=${nextToken}`);
    expect(rest.body).toMatchObject({ versions: [{ version: 1, action: "create" }], nextToken: null });
  });
});

onEveryEngine((_, locate) => {
  test("a slug is a link's or a page's: the second is refused, a draft and a switched-off link count too", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const links = "/v2/handles/acme/links";
    const link = { destinationUrl: "https://example.com/", enabled: false };
    await creator.put(`${links}/taken`, link);
    const conflict = { status: 409, body: { error: "conflict" } };
    expect(await creator.put(`${PAGES}/taken`, page())).toMatchObject(conflict);
    expect(await creator.post(PAGES, { slug: "taken", ...page() })).toMatchObject(conflict);
    await creator.put(`${PAGES}/spring`, page());
    expect(await creator.put(`${links}/spring`, link)).toMatchObject(conflict);
    const batch = await creator.post(`${links}/batch`, { links: [{ slug: "spring", ...link }] });
    expect(JSON.stringify(batch.body)).toContain("conflict");
    await creator.delete(`${links}/taken`);
    expect((await creator.put(`${PAGES}/taken`, page())).status).toBe(201);
    expect(await creator.post(`${links}/taken/rollback`, { version: 1 })).toMatchObject(conflict);
    const other = await control.member("CREATOR", "other");
    expect((await other.put("/v2/handles/other/pages/spring", page())).status).toBe(201);
  });

  test("pages are listed by slug, in pieces and by status", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    for (const slug of ["b", "a", "c"]) await creator.put(`${PAGES}/${slug}`, page());
    await creator.post(`${PAGES}/b/publish`, undefined);
    const slugs = async (query: string) => {
      const { pages, nextToken } = (await creator.get(`${PAGES}?${query}`)).body as {
        pages: { slug: string }[];
        nextToken: string | null;
      };
      return { slugs: pages.map(({ slug }) => slug), nextToken };
    };
    const first = await slugs("limit=2");
    expect(first.slugs).toEqual(["a", "b"]);
    expect(await slugs(`limit=2&nextToken=${first.nextToken}`)).toEqual({ slugs: ["c"], nextToken: null });
    expect((await slugs("status=PUBLISHED")).slugs).toEqual(["b"]);
    expect((await slugs("status=DRAFT")).slugs).toEqual(["a", "c"]);
  });
});

const REFUSED: [what: string, body: object, path: string][] = [
  ["no title", { title: undefined }, "title"],
  ["an unknown field", { colour: "red" }, "colour"],
  ["a price where nothing is sold", { priceCents: 100 }, "priceCents"],
  ["a paid page without a price", { mode: "PAID", currency: "EUR" }, "priceCents"],
  ["a paid page without a currency", { mode: "PAID", priceCents: 100 }, "currency"],
  ["an unknown block", { blocks: [{ type: "script" }] }, "blocks.0.type"],
  ["an unknown field of a block", { blocks: [{ type: "divider", on: 1 }] }, "blocks.0.on"],
  [
    "a script for an address",
    { blocks: [{ type: "button", label: "x", url: "javascript:1" }] },
    "blocks.0.url",
  ],
  [
    "another host's path",
    { blocks: [{ type: "button", label: "x", url: "//evil.example" }] },
    "blocks.0.url",
  ],
  [
    "a picture in the clear",
    { blocks: [{ type: "image", url: "http://a.example/", alt: "" }] },
    "blocks.0.url",
  ],
  ["a picture as data", { blocks: [{ type: "image", url: "data:image/png,", alt: "" }] }, "blocks.0.url"],
  [
    "a denied destination",
    { blocks: [{ type: "button", label: "x", url: "https://denied.example/" }] },
    "blocks.0.url",
  ],
  ["a colour that is none", { theme: { accent: "red" } }, "theme.accent"],
  ["CSS that loads", { theme: { css: "p{background:url(https://a.example)}" } }, "theme.css"],
  ["a language that is none", { language: 'en"' }, "language"],
  ["another slug than the address has", { slug: "other" }, "slug"],
];

test("what cannot be a page is refused by its field, and leaves no trace", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  for (const [what, body, path] of REFUSED) {
    const refused = await creator.put(`${PAGES}/spring`, page(body));
    expect(refused, what).toMatchObject({ status: 400, body: { details: [{ path }] } });
  }
  for (const slug of ["-a", "_a", "a.b", "a".repeat(65), "%C3%BC"]) {
    expect(await creator.put(`${PAGES}/${slug}`, page()), slug).toMatchObject({
      status: 400,
      body: { error: "invalid_slug" },
    });
  }
  expect(await control.rows("select * from pages")).toEqual([]);
  expect(await control.rows("select * from outbox")).toEqual([]);
});

test("a token needs pages.read to read, and pages.write for all else", async () => {
  await using control = await startControl();
  const open = "/v2/public/handles/acme/pages";
  const writer = await control.token(["pages.write"]);
  expect((await writer.put(`${open}/spring`, page())).status).toBe(201);
  expect((await writer.post(`${open}/spring/publish`, undefined)).status).toBe(200);
  expect(await writer.get(open)).toMatchObject({ status: 403, body: { required: ["pages.read"] } });
  const reader = await control.token(["pages.read"]);
  expect((await reader.get(open)).status).toBe(200);
  expect((await reader.delete(`${open}/spring`)).status).toBe(403);
});
