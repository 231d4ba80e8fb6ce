import { expect, test } from "vitest";
import { memberActor } from "#testing/actors.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { createLink } from "./create-link.ts";
import { SLUG_ALPHABET } from "./random-slug.ts";
import { Slug } from "./slug.ts";

const LINKS = "/v2/handles/acme/links";
const link = { destinationUrl: "https://example.com/" };
const input = { ...link, slugPrefix: "", slugLength: 4 };

onEveryEngine((_, locate) => {
  const start = async () => startControl({ location: await locate() });

  test("a request that is repeated under one key makes one link and is answered as before", async () => {
    await using control = await start();
    const creator = await control.member("CREATOR");
    const key = { "idempotency-key": "once" };
    const first = await creator.post(LINKS, link, key);
    control.advance(1000);
    const second = await creator.post(LINKS, link, key);
    expect(second).toMatchObject({ status: 201, body: first.body as object });
    expect(second.headers.get("etag")).toBe('"1"');
    const other = await creator.post(LINKS, { ...link, title: "Other" }, key);
    expect(other).toMatchObject({ status: 409, body: { error: "idempotency_conflict" } });
    expect(await control.rows("select * from links")).toHaveLength(1);
    expect(await control.rows("select * from audit_events where action = 'link.create'")).toHaveLength(1);
  });

  test("32 at once under one key make one link", async () => {
    await using control = await start();
    const creator = await control.member("CREATOR");
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => creator.post(LINKS, link, { "idempotency-key": "once" })),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    for (const table of ["links", "link_versions", "routes", "outbox"]) {
      expect(await control.rows(`select * from ${table}`), table).toHaveLength(1);
    }
  });

  test("a slug that is taken, was taken, or is a word of the API is passed over for the next", async () => {
    await using control = await start();
    const creator = await control.member("CREATOR");
    await creator.put(`${LINKS}/live`, link);
    await creator.put(`${LINKS}/gone`, link);
    await creator.delete(`${LINKS}/gone`);
    const slugs = ["live", "gone", "batch", "free"].map((slug) => Slug.parse(slug));
    const made = await createLink(control.deps, memberActor("CREATOR"), input, () => slugs.shift() as Slug);
    expect(made.link).toMatchObject({ slug: "free", version: 1 });
  });
});

test("a slug has the length and prefix asked for, and no letter that looks like another", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  for (const [sent, form] of [
    [{}, `^[${SLUG_ALPHABET}]{7}$`],
    [{ slugLength: 24 }, `^[${SLUG_ALPHABET}]{24}$`],
    [{ slugPrefix: "sale-", slugLength: 4 }, `^sale-[${SLUG_ALPHABET}]{4}$`],
  ] as const) {
    const { status, body } = await creator.post(LINKS, { ...link, ...sent });
    expect(status).toBe(201);
    expect((body as { slug: string }).slug).toMatch(new RegExp(form));
    expect(body).not.toHaveProperty("slugPrefix");
  }
  expect(SLUG_ALPHABET).not.toMatch(/[0Oo1lIi]/);
});

test("where no slug is free the caller is told to ask for a longer one, and nothing is left", async () => {
  await using control = await startControl();
  await (await control.member("CREATOR")).put(`${LINKS}/same`, link);
  const making = createLink(control.deps, memberActor("CREATOR"), input, () => Slug.parse("same"));
  await expect(making).rejects.toMatchObject({ code: "conflict" });
  expect(await control.rows("select * from link_versions")).toHaveLength(1);
});

test.each([
  ["no destination", {}, "invalid_destination_url", "destinationUrl"],
  ["a slug of its own", { ...link, slug: "mine" }, "invalid_payload", "slug"],
  ["too short a slug", { ...link, slugLength: 3 }, "invalid_payload", "slugLength"],
  ["too long a slug", { ...link, slugPrefix: "a".repeat(18) }, "invalid_payload", "slugPrefix"],
  ["a prefix that no slug has", { ...link, slugPrefix: "a b" }, "invalid_payload", "slugPrefix"],
])("%s is refused and leaves no trace", async (_, body, error, path) => {
  await using control = await startControl();
  const answer = await (await control.member("CREATOR")).post(LINKS, body);
  expect(answer).toMatchObject({ status: 400, body: { error, details: [{ path }] } });
  expect(await control.rows("select * from links")).toEqual([]);
});
