import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/handles/acme/links/launch";
const link = { destinationUrl: "https://example.com/" };

type Version = {
  version: number;
  at: string;
  actor: string;
  snapshot: object | null;
  changes: { field: string; before: unknown; after: unknown }[];
};
type Page = { versions: Version[]; nextToken: string | null };

onEveryEngine((_, locate) => {
  test("every version says who made it when and what it changed, the newest first, over a deletion too", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    const operator = await control.member("OPERATOR");
    await creator.put(PATH, { ...link, title: "First" });
    control.advance(1000);
    await operator.put(PATH, { title: "Second", tags: ["a"] });
    await operator.put(PATH, { title: "Second" }); // Changes nothing.
    await operator.delete(PATH);
    await creator.put(PATH, link);
    const { body } = await creator.get(`${PATH}/history`);
    const { versions, nextToken } = body as Page;
    const begin = { field: "destinationUrl", before: null, after: link.destinationUrl };
    expect(nextToken).toBeNull();
    expect(versions).toMatchObject([
      { version: 4, actor: "user:creator-of-acme", changes: [begin], snapshot: { title: null, tags: [] } },
      { version: 3, actor: "user:operator-of-acme", changes: [], snapshot: null },
      {
        version: 2,
        at: "2026-01-01T00:00:01.000Z",
        actor: "user:operator-of-acme",
        changes: [
          { field: "title", before: "First", after: "Second" },
          { field: "tags", before: [], after: ["a"] },
        ],
        snapshot: { ...link, title: "Second", tags: ["a"] },
      },
      {
        version: 1,
        at: "2026-01-01T00:00:00.000Z",
        actor: "user:creator-of-acme",
        changes: [begin, { field: "title", before: null, after: "First" }],
      },
    ]);
  });

  test("pages go through every version once, each with its changes, whatever their size", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    for (let version = 1; version <= 7; version++) await creator.put(PATH, { ...link, title: `${version}` });
    for (const limit of [1, 3, 7, 100]) {
      const seen: Version[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const { body } = await creator.get(`${PATH}/history?limit=${limit}${next && `&nextToken=${next}`}`);
        seen.push(...(body as Page).versions);
        next = (body as Page).nextToken;
      }
      expect(seen.map(({ version }) => version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
      expect(seen.slice(0, 6).map(({ changes }) => changes.map(({ before }) => before))).toEqual(
        [6, 5, 4, 3, 2, 1].map((before) => [`${before}`]),
      );
    }
  });
});

test("a slug that was never used has no history, and a nextToken of another list is refused", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  expect(await creator.get(`${PATH}/history`)).toMatchObject({ status: 404, body: { error: "not_found" } });
  await creator.put(PATH, link);
  for (const key of ['["slug","launch"]', "[1e999]", "[1,2]", "[]", "{}", "noise"]) {
    const token = Buffer.from(key).toString("base64url");
    const answer = await creator.get(`${PATH}/history?nextToken=${token}`);
    expect(answer, key).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  }
});
