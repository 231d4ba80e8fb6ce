import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { bulkClient } from "./bulk-client.ts";

const fixture = (name: string) => readFile(join(import.meta.dirname, "fixtures", name));

/** Imports an export of another service, and says what it answered and what is there now. */
async function importFixture(name: string, query = "") {
  await using control = await startControl();
  const { get, links, importFile } = await bulkClient(control);
  const report = await importFile(await fixture(name), query);
  const { body } = await get(links);
  return { report, links: (body as { links: readonly Record<string, unknown>[] }).links };
}

const outcomes = ({ results }: { readonly results: readonly { slug: string | null; status: string }[] }) =>
  results.map(({ slug, status }) => [slug, status]);

test("Bitly: the custom back-half goes before the generated one", async () => {
  const { report, links } = await importFixture("bitly.csv");
  expect(report).toMatchObject({ format: "bitly", created: 2, ignoredColumns: ["Created", "Engagements"] });
  expect(links).toMatchObject([
    { slug: "3xyzQRS", destinationUrl: "https://acme.example/jobs", title: "Jobs at Acme", tags: [] },
    {
      slug: "spring-sale",
      destinationUrl: "https://shop.acme.example/spring?ref=bitly",
      tags: ["spring", "sale"],
    },
  ]);
});

test("Bitly, by the names of its API: what is archived is off", async () => {
  const { report, links } = await importFixture("bitly-api.csv");
  expect(report).toMatchObject({ format: "bitly", created: 2, ignoredColumns: ["created_at", "id"] });
  expect(links).toMatchObject([
    { slug: "3goneXX", enabled: false },
    {
      slug: "my-custom-url",
      destinationUrl: "https://www.acme.example/watch?v=1",
      tags: ["video"],
      enabled: true,
    },
  ]);
});

test("Short.io: limits, campaign and phones come along; what was locked does not come out open", async () => {
  const { report, links } = await importFixture("short-io.csv");
  expect(report).toMatchObject({ format: "short.io", created: 1, failed: 1 });
  expect(report.ignoredColumns).toEqual(["idString", "createdAt", "cloaking", "redirectType"]);
  expect(report.results[1]).toMatchObject({ slug: "team-page", error: { error: "invalid_password" } });
  expect(JSON.stringify(report)).not.toContain("hunter2");
  expect(links).toMatchObject([
    {
      slug: "docs-home",
      title: "Documentation",
      tags: ["docs", "help"],
      expiresAt: "2026-01-01T00:00:00.000Z",
      expiredUrl: "https://acme.example/over",
      maxClicks: 500,
      tracking: { utmSource: "newsletter", utmMedium: "email", utmCampaign: "week-9", utmTerm: null },
      routingRules: [
        { id: "iphone", when: { osIn: ["iOS"] }, variant: { destinationUrl: "https://apps.example/ios" } },
        {
          id: "android",
          when: { osIn: ["Android"] },
          variant: { destinationUrl: "https://apps.example/android" },
        },
      ],
    },
  ]);
});

test("Rebrandly: whether the query goes along is kept", async () => {
  const { report, links } = await importFixture("rebrandly.csv");
  const ignoredColumns = ["id", "createdAt", "updatedAt", "domain.fullName", "clicks"];
  expect(report).toMatchObject({ format: "rebrandly", created: 2, ignoredColumns });
  expect(links).toMatchObject([
    {
      slug: "burn10M",
      destinationUrl: "https://cars.example/2016/07/convertible",
      tags: ["cars"],
      forwardQuery: true,
    },
    { slug: "news-2016", title: "Newsletter", forwardQuery: false },
  ]);
});

test("Dub: phones and countries become rules, and a key that is no slug is refused", async () => {
  const { report, links } = await importFixture("dub.csv");
  expect(report).toMatchObject({ format: "dub", created: 1, failed: 2 });
  expect(report.results.slice(1)).toMatchObject([
    { slug: "2024/summer", error: { error: "invalid_slug" } },
    { slug: "secret-page", error: { error: "invalid_password" } },
  ]);
  expect(report.ignoredColumns).toEqual(
    expect.arrayContaining(["clicks", "image", "comments", "createdAt", "trackConversion"]),
  );
  expect(links).toMatchObject([
    {
      slug: "UsYAtwW",
      externalId: "ext-1",
      title: "Acme",
      expiresAt: null,
      tags: ["launch", "web"],
      tracking: { utmSource: "dub", utmMedium: "social", utmCampaign: "launch", utmTerm: null },
      routingRules: [
        { id: "ios", when: { osIn: ["iOS"] } },
        { id: "android", when: { osIn: ["Android"] } },
        {
          id: "country-AL",
          when: { countryIn: ["AL"] },
          variant: { destinationUrl: "https://al.acme.example/" },
        },
      ],
    },
  ]);
});

test("Dub, adapted: the same key always becomes the same slug, and is kept as externalId", async () => {
  const { report, links } = await importFixture("dub.csv", "?slugs=adapt");
  const [, adapted] = report.results;
  expect(adapted).toMatchObject({ status: "created", adaptedFrom: "2024/summer" });
  expect(adapted?.slug).toMatch(/^2024-summer-[A-Za-z2-9]{6}$/);
  expect(links.find(({ slug }) => slug === adapted?.slug)).toMatchObject({
    externalId: "2024/summer",
    expiresAt: "2025-01-01T00:00:00.000Z",
  });
  const again = await importFixture("dub.csv", "?slugs=adapt");
  expect(outcomes(again.report)).toEqual(outcomes(report));
});

test("Dub, by the labels of its application", async () => {
  const { report, links } = await importFixture("dub-labels.csv");
  expect(report).toMatchObject({ format: "dub", created: 1, ignoredColumns: ["Clicks", "Created at"] });
  expect(links).toMatchObject([
    { slug: "spring", destinationUrl: "https://acme.example/spring", tags: ["web", "spring"] },
  ]);
});

test("Kutt: what is banned is off", async () => {
  const { report, links } = await importFixture("kutt.csv");
  const ignoredColumns = ["id", "created_at", "updated_at", "visit_count", "domain"];
  expect(report).toMatchObject({ format: "kutt", created: 2, ignoredColumns });
  expect(links).toMatchObject([
    { slug: "handbook", description: "Our handbook", expiresAt: "2030-01-05T11:00:00.000Z", enabled: true },
    { slug: "pricing", enabled: false },
  ]);
});

test("Shlink: visits and dates that limit a link are kept, a code that is too short is refused", async () => {
  const { report, links } = await importFixture("shlink.csv");
  expect(report).toMatchObject({ format: "shlink", ignoredColumns: ["createdAt", "domain", "visits"] });
  expect(outcomes(report)).toEqual([
    ["abc123", "created"],
    ["go", "failed"],
  ]);
  expect(links).toMatchObject([
    {
      tags: ["spring", "offers"],
      maxClicks: 1000,
      scheduledStartAt: "2024-05-01T10:00:00.000Z",
      expiresAt: "2030-05-31T10:00:00.000Z",
    },
  ]);
});

test.each([
  ["yourls.csv", ["timestamp", "ip", "clicks"], "A blog, and more"],
  ["yourls-plugin.csv", ["hits"], null],
])("YOURLS: %s", async (name, ignoredColumns, title) => {
  const { report, links } = await importFixture(name);
  expect(report).toMatchObject({ format: "yourls", created: 2, ignoredColumns });
  expect(links).toMatchObject([
    { slug: "ozh-blog", destinationUrl: "https://blog.example/", title },
    { slug: "press", destinationUrl: "https://press.example/kit" },
  ]);
});

test("any table with a column of URLs: semicolons, and a slug is made where none stands", async () => {
  const { report, links } = await importFixture("generic.csv");
  expect(report).toMatchObject({ format: "csv", created: 2, ignoredColumns: ["Internal note"] });
  expect(links.map(({ title }) => title).sort()).toEqual(["New", "Team"]);
  expect(links.find(({ title }) => title === "Team")).toMatchObject({ slug: "team-page" });
});

test("what one service exports, imported twice, changes nothing the second time", async () => {
  for (const name of ["bitly.csv", "rebrandly.csv", "kutt.csv", "yourls.csv", "shlink.csv"]) {
    await using control = await startControl();
    const { importFile } = await bulkClient(control);
    const { created, failed } = await importFile(await fixture(name));
    expect(await importFile(await fixture(name)), name).toMatchObject({
      unchanged: created,
      failed,
      updated: 0,
    });
  }
});
