import fc from "fast-check";
import { expect, test } from "vitest";
import type { Client } from "#testing/client.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { LINK_SORTS, type LinkSort } from "./link-sort.ts";

const LINKS = "/v2/handles/acme/links";
const link = { destinationUrl: "https://example.com/" };

type Page = { links: { slug: string }[]; nextToken: string | null };

async function slugsOf(client: Client, query: Record<string, string>): Promise<string[]> {
  const { status, body } = await client.get(`${LINKS}?${new URLSearchParams(query)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as Page).links.map(({ slug }) => slug);
}

async function walk(client: Client, sort: LinkSort, limit: number): Promise<string[]> {
  const seen: string[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const { body } = await client.get(`${LINKS}?sort=${sort}&limit=${limit}${next && `&nextToken=${next}`}`);
    seen.push(...(body as Page).links.map(({ slug }) => slug));
    next = (body as Page).nextToken;
  }
  return seen;
}

type Row = { readonly slug: string; readonly created: number; readonly updated: number };

/** Few times for many links, so that most are tied. */
const rowsOf = fc.uniqueArray(
  fc.record({
    slug: fc.stringMatching(/^[A-Za-z0-9_-]{4,6}$/),
    created: fc.integer({ min: 1, max: 3 }),
    updated: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ slug }) => slug, maxLength: 30 },
);

const KEY: Readonly<Record<LinkSort, (row: Row) => number>> = {
  slug: () => 0,
  createdAt: ({ created }) => created,
  "-createdAt": ({ created }) => created,
  updatedAt: ({ updated }) => updated,
  "-updatedAt": ({ updated }) => updated,
};

function expected(rows: readonly Row[], sort: LinkSort): string[] {
  const key = KEY[sort];
  const ordered = rows.toSorted((one, other) => key(one) - key(other) || (one.slug < other.slug ? -1 : 1));
  return (sort.startsWith("-") ? ordered.reverse() : ordered).map(({ slug }) => slug);
}

async function replaceLinks({ rows }: Control, links: readonly Row[]): Promise<void> {
  await rows("delete from links");
  for (const { slug, created, updated } of links) {
    const head = `'hdl_acme', '${slug}', 'https://example.com/', null, null, '[]', '[]', 1, 302, 1`;
    const tail = `'{}', null, null, null, null, null, null, 1, ${created}, ${updated}, null, null, null, null, null`;
    await rows(`insert into links values (${head}, ${tail})`);
  }
}

onEveryEngine((_, locate) => {
  test("pages visit every link exactly once in every order, also where many are tied", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const seed = Number(process.env["SEED"] ?? Date.now());
    console.info(`list-links.test.ts SEED=${seed}`);
    const tracking = JSON.stringify({
      ...{ utmSource: null, utmMedium: null, utmCampaign: null, utmTerm: null, utmContent: null },
    });
    await fc.assert(
      fc.asyncProperty(rowsOf, fc.integer({ min: 1, max: 11 }), async (rows, limit) => {
        await replaceLinks(control, rows);
        await control.rows(`update links set tracking = '${tracking}'`);
        for (const sort of LINK_SORTS) {
          expect(await walk(creator, sort, limit), `${sort} by ${limit}`).toEqual(expected(rows, sort));
        }
      }),
      { seed, numRuns: 15 },
    );
  });
});

onEveryEngine((_, locate) => {
  test("each filter finds exactly what it says, and together they must all hold", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const put = (slug: string, body: object) => creator.put(`${LINKS}/${slug}`, { ...link, ...body });
    await put("aaaa", { title: "100% Sale", tags: ["spring", "x"], categories: ["press"] });
    await put("bbbb", { description: "a_b \\ Ärger", tags: ["Spring"], campaignId: "spring" });
    await put("cccc", { tags: ['x"spring', ","], categories: ["spring"], enabled: false });
    await put("dddd", {
      destinationUrl: "https://Other.example/SALE",
      tags: ["spring"],
      campaignId: "summer",
    });
    const cases: [Record<string, string>, string[]][] = [
      [{ tag: "spring" }, ["aaaa", "dddd"]],
      [{ tag: " spring " }, ["aaaa", "dddd"]],
      [{ tag: "Spring" }, ["bbbb"]],
      [{ tag: "sprin" }, []],
      [{ tag: "," }, ["cccc"]],
      [{ tag: "%" }, []],
      [{ category: "spring" }, ["cccc"]],
      [{ category: "press", tag: "x" }, ["aaaa"]],
      [{ category: "press", tag: "Spring" }, []],
      [{ campaignId: "spring" }, ["bbbb"]],
      [{ enabled: "false" }, ["cccc"]],
      [{ enabled: "true", tag: "spring", q: "other" }, ["dddd"]],
      [{ q: "sale" }, ["aaaa", "dddd"]],
      [{ q: "SALE", sort: "-createdAt" }, ["dddd", "aaaa"]],
      [{ q: "BBB" }, ["bbbb"]],
      [{ q: "%" }, ["aaaa"]],
      [{ q: "a_b" }, ["bbbb"]],
      [{ q: "b \\" }, ["bbbb"]],
      [{ q: "Ä" }, ["bbbb"]],
      [{ q: "ä" }, []],
      [{ q: "ÄRGER" }, ["bbbb"]],
      [{ q: "example.com" }, ["aaaa", "bbbb", "cccc"]],
    ];
    for (const [query, slugs] of cases)
      expect(await slugsOf(creator, query), JSON.stringify(query)).toEqual(slugs);
  });

  test("a nextToken of another order, or that nobody gave out, is refused", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    for (const slug of ["aaaa", "bbbb"]) await creator.put(`${LINKS}/${slug}`, link);
    const { body } = await creator.get(`${LINKS}?sort=createdAt&limit=1`);
    const given = (body as Page).nextToken ?? "";
    const made = [
      '["createdAt","aaaa",1e999]',
      '["createdAt","aa\\u0000a",1]',
      '["createdAt",1,"a"]',
      "[]",
      "null",
    ];
    const tokens = [given, ...made.map((key) => Buffer.from(key).toString("base64url")), "noise", "%00"];
    for (const [index, token] of tokens.entries()) {
      const sort = index === 0 ? "-createdAt" : "createdAt";
      const answer = await creator.get(`${LINKS}?sort=${sort}&nextToken=${token}`);
      expect(answer, token).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
    }
    expect((await creator.get(`${LINKS}?sort=createdAt&limit=1&nextToken=${given}`)).status).toBe(200);
  });
});

test.each([
  "taag=x",
  "limit=0",
  "limit=1001",
  "limit=x",
  "sort=title",
  "enabled=1",
  "q=",
  "tag=",
  "campaignId=A",
])("the query %s is refused rather than ignored", async (query) => {
  await using control = await startControl();
  const answer = await (await control.member("CREATOR")).get(`${LINKS}?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
});

test("a listed link is the same as it is read alone", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(`${LINKS}/launch`, { ...link, tags: ["a"], maxClicks: 3 });
  await control.rows("insert into link_clicks values ('hdl_acme', 'launch', 4, 2)");
  const { body } = await creator.get(`${LINKS}/launch`);
  expect(body).toMatchObject({ clicks: 4, status: "LIVE" });
  expect((await creator.get(LINKS)).body).toEqual({ links: [body], nextToken: null });
});
