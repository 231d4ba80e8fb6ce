import { expect, test } from "vitest";
import { linkTraces } from "#features/links/link-traces.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const BATCH = "/v2/public/handles/acme/links/batch";
const destinationUrl = "https://example.com/";

type Body = {
  readonly results: readonly { readonly slug: string | null; readonly status: string }[];
  readonly created: number;
  readonly failed: number;
};

onEveryEngine((_, locate) => {
  test("each link of a batch stands by itself, and the results come in their order", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    await writer.put("/v2/public/handles/acme/links/known", { destinationUrl, title: "Known" });
    const links = [
      { slug: "first", destinationUrl, title: "One" },
      { slug: "no", destinationUrl },
      { slug: "known", title: "Known" },
      "no link at all",
      { destinationUrl, slugPrefix: "made-", slugLength: 4 },
      { slug: "loop", destinationUrl: "https://denied.example/" },
      { slug: "known", title: "Better known" },
      { slug: "typo", destinationUrl, titel: "Oops" },
      { slug: "last", destinationUrl },
      { slug: "export", destinationUrl },
    ];
    const answer = await writer.post(BATCH, { links });
    expect(answer.status).toBe(200);
    const { results } = answer.body as Body;
    expect(results.map(({ status }) => status)).toEqual([
      ...["created", "failed", "unchanged", "failed", "created", "failed", "updated", "failed", "created"],
      "failed",
    ]);
    expect(results[1]).toEqual({
      index: 1,
      slug: "no",
      status: "failed",
      error: {
        error: "invalid_slug",
        message: expect.any(String),
        details: [{ path: "slug", message: expect.any(String) }],
      },
    });
    expect(results[4]?.slug).toMatch(/^made-.{4}$/);
    expect(results[5]).toMatchObject({
      error: { error: "invalid_destination_url", details: [{ path: "destinationUrl" }] },
    });
    expect(results[6]).toEqual({ index: 6, slug: "known", status: "updated", version: 2 });
    expect(results[7]).toMatchObject({ error: { error: "invalid_payload", details: [{ path: "titel" }] } });
    expect(answer.body).toMatchObject({ created: 3, updated: 1, unchanged: 1, failed: 5 });
    expect(
      await control.rows("select slug from links where slug in ('no', 'loop', 'typo', 'export')"),
    ).toEqual([]);
  });
});

onEveryEngine((_, locate) => {
  test("a batch leaves behind exactly what single requests leave behind", async () => {
    const links = ["one-a", "two-b", "three"].map((slug) => ({
      slug,
      destinationUrl,
      tags: ["x", slug],
      maxClicks: 5,
      pathTemplate: `/${slug}/:sku`,
    }));
    const tracesOf = async (write: "batch" | "single") => {
      await using control = await startControl({ location: await locate() });
      const writer = await control.token(["links.*"]);
      if (write === "batch") expect((await writer.post(BATCH, { links })).body).toMatchObject({ created: 3 });
      else
        for (const { slug, ...link } of links)
          await writer.put(`/v2/public/handles/acme/links/${slug}`, link);
      const traces = {
        ...(await linkTraces(control)),
        policies: await control.rows("select * from policies"),
      };
      const said = JSON.stringify(traces, (key, value) => (key === "id" ? undefined : value));
      return said.replaceAll(writer.tokenId, "TOKEN");
    };
    const single = await tracesOf("single");
    expect(single).toContain("link.created");
    expect(await tracesOf("batch")).toBe(single);
  });
});

onEveryEngine((_, locate) => {
  test("of two links with one path in a batch the second is refused and leaves nothing, the others stay", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const links = [
      { slug: "first", destinationUrl, pathTemplate: "/p/:sku" },
      { slug: "rival", destinationUrl, pathTemplate: "/p/:other" },
      { slug: "third", destinationUrl },
    ];
    const { body } = await writer.post(BATCH, { links });
    expect(body).toMatchObject({
      created: 2,
      results: [{}, { slug: "rival", status: "failed", error: { error: "conflict" } }, {}],
    });
    expect(JSON.stringify(await linkTraces(control))).not.toContain("rival");
    expect(await control.rows("select value from policies where part = 'paths'")).toEqual([
      { value: JSON.stringify([{ template: "/p/:sku", slug: "first" }]) },
    ]);
  });

  test("links of one batch that would lead to each other are not both let in", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const links = [
      { slug: "there", destinationUrl: "http://acme.sites.test/back" },
      { slug: "back", destinationUrl: "http://acme.sites.test/there" },
    ];
    const { body } = await writer.post(BATCH, { links });
    expect(body).toMatchObject({
      created: 1,
      failed: 1,
      results: [{}, { error: { error: "invalid_destination_url" } }],
    });
  });
});

onEveryEngine((_, locate) => {
  test("a batch repeated under one key is answered as before and written once; another body is a conflict", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const links = Array.from({ length: 250 }, (_, index) => ({
      destinationUrl: `${destinationUrl}${index}`,
    }));
    const key = { "idempotency-key": "import-1" };
    const first = await writer.post(BATCH, { links }, key);
    expect(first.body).toMatchObject({ created: 250 });
    const again = await writer.post(BATCH, { links }, key);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
    expect(await control.rows("select slug from links")).toHaveLength(250);
    const other = await writer.post(BATCH, { links: links.slice(1) }, key);
    expect(other).toMatchObject({ status: 409, body: { error: "idempotency_conflict" } });
  });
});

test.each([
  ["no links", { links: [] }, 400],
  ["1001 links", { links: Array.from({ length: 1001 }, () => ({ destinationUrl })) }, 400],
  ["another word for them", { link: [{ destinationUrl }] }, 400],
  ["more than 2 MB", { links: [{ destinationUrl, description: "x".repeat(2 * 1024 * 1024) }] }, 413],
])("a batch of %s is refused as a whole", async (_, body, status) => {
  await using control = await startControl();
  const writer = await control.token(["links.*"]);
  expect(await writer.post(BATCH, body)).toMatchObject({ status });
  expect(await control.rows("select slug from links")).toEqual([]);
});

test("a batch may be larger than other bodies", async () => {
  await using control = await startControl();
  const writer = await control.token(["links.*"]);
  const description = "x".repeat(1000);
  const links = Array.from({ length: 1000 }, (_, index) => ({
    slug: `slug-${index}`,
    destinationUrl,
    description,
  }));
  expect((await writer.post(BATCH, { links })).body).toMatchObject({ created: 1000, failed: 0 });
});
