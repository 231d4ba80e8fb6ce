import fc from "fast-check";
import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { bulkClient } from "./bulk-client.ts";

const MINUTE_MS = 60_000;

/** What spreadsheets, separators and encodings stumble over, and whatever else is text. */
const text = (lengthMax: number) =>
  fc
    .oneof(
      fc.string({ unit: "binary", maxLength: lengthMax }),
      fc.constantFrom(
        "",
        "=1+1",
        "'",
        "''=",
        "-",
        "null",
        "TRUE",
        "[]",
        "{}",
        '"',
        '""',
        "a,b",
        "a;b\t|",
        " ",
        "\ufeff",
        "1e5",
      ),
      fc.constantFrom(
        "a\r\nb",
        "a\rb",
        "a\nb\n",
        "\r\n",
        "Zürich 🇨🇭",
        "ﷺ",
        "＝1",
        "a\u2028b",
        "\\u0000",
        "007",
      ),
    )
    .map((one) => one.replaceAll("\0", "").toWellFormed().slice(0, lengthMax).toWellFormed());

const label = text(40)
  .map((one) => one.trim())
  .filter((one) => one !== "");
const labels = fc.uniqueArray(label, { maxLength: 4 });
const url = fc.constantFrom(
  ...[
    "https://example.com/",
    "http://example.com/a,b;c?x='=1&y=\"#z",
    "https://münchen.example/ä?q=%00",
    "https://example.com/{sku}",
  ],
);
const instant = fc.integer({ min: 0, max: 2e12 }).map((ms) => new Date(ms).toISOString());
const utm = fc.option(label, { nil: null });
const parts = { utmSource: utm, utmMedium: utm, utmCampaign: utm, utmTerm: utm, utmContent: utm };

const rules = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/),
    priority: fc.integer({ min: 0, max: 100_000 }),
    when: fc.record(
      {
        countryIn: fc.constant(["DE", "at"]),
        sourceIn: fc.array(label, { minLength: 1, maxLength: 3 }),
        percent: fc.constant(25),
      },
      { requiredKeys: [] },
    ),
    variant: fc.record({ id: fc.constant("v"), destinationUrl: url }),
    enabled: fc.boolean(),
  }),
  { selector: ({ id }) => id, maxLength: 3 },
);

const fields = {
  destinationUrl: url,
  title: fc.option(text(200), { nil: null }),
  description: fc.option(text(300), { nil: null }),
  tags: labels,
  categories: labels,
  enabled: fc.boolean(),
  redirectType: fc.constantFrom(302, 307),
  forwardQuery: fc.boolean(),
  tracking: fc.record(parts),
  campaignId: fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9_-]{2,10}$/), { nil: null }),
  scheduledStartAt: fc.option(instant, { nil: null }),
  scheduledEndAt: fc.constant(null),
  expiresAt: fc.option(instant, { nil: null }),
  expiredUrl: fc.option(url, { nil: null }),
  maxClicks: fc.option(fc.integer({ min: 1, max: 1e12 }), { nil: null }),
  routingRules: rules,
  trackingTemplateKey: fc.constantFrom(null, "pixel"),
  trackingPolicy: fc.record({ mode: fc.constantFrom("DIRECT", "BRIDGE"), appendContextParam: fc.boolean() }),
  social: fc.option(
    fc.record({
      title: fc.option(text(60), { nil: null }),
      description: fc.option(text(60), { nil: null }),
      imageUrl: fc.option(url, { nil: null }),
    }),
    { nil: null },
  ),
  utmPolicy: fc.constantFrom("link_wins", "incoming_wins", "only_if_absent"),
  cacheSeconds: fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: null }),
  externalId: fc.option(label, { nil: null }),
  healthCheck: fc.option(fc.record({ everyHours: fc.integer({ min: 1, max: 720 }) }), { nil: null }),
};

/** What may stand together: an end after its start, and no redirect that is both kept and counted. */
const link = fc
  .tuple(fc.record(fields), fc.option(fc.integer({ min: 1, max: 1e6 })), fc.boolean())
  .map(([one, minutes, hasPath]) => {
    const { scheduledStartAt: start, cacheSeconds } = one;
    const scheduledEndAt =
      minutes === null
        ? null
        : new Date(Date.parse(start ?? "2026-01-01T00:00:00Z") + minutes * MINUTE_MS).toISOString();
    const kept = cacheSeconds !== null && {
      maxClicks: null,
      trackingPolicy: { mode: "DIRECT", appendContextParam: false },
    };
    return { ...one, scheduledEndAt, hasPath, ...kept };
  });

const slug = fc.stringMatching(/^[A-Za-z0-9_-]{4,24}$/).filter((one) => !RESERVED.includes(one));
const RESERVED = ["orphans", "batch", "export", "bulk-import", "health-check"];

const links = fc
  .uniqueArray(fc.tuple(slug, link), { selector: ([one]) => one, minLength: 1, maxLength: 4 })
  .map((pairs) =>
    pairs.map(([name, { hasPath, ...one }], index) => ({
      ...one,
      slug: name,
      pathTemplate: hasPath ? `/p${index}/:sku` : null,
    })),
  );

const TYPES = { csv: "text/csv", ndjson: "application/x-ndjson" } as const;
const FORMATS = ["csv", "ndjson"] as const;

/** Two handles with a tracking template each, and what is in them. */
async function twoHandles(control: Control) {
  const [from, to] = [await bulkClient(control), await bulkClient(control, "other")];
  const template = { kind: "utm", requiresConsent: false, parameters: { utmMedium: "link" } };
  for (const handle of ["acme", "other"]) {
    const owner = await control.member("OWNER", handle);
    const put = await owner.put(`/v2/handles/${handle}/tracking-templates/pixel`, template);
    expect(put.status).toBe(201);
  }
  const clear = async () => {
    for (const table of ["links", "link_labels", "link_versions", "routes", "click_budgets"]) {
      await control.rows(`delete from ${table}`);
    }
    await control.rows("delete from policies where part = 'paths'");
  };
  return { from, to, clear };
}

/** As they are read, without what is each handle's own. */
async function read({ get, links: path }: Awaited<ReturnType<typeof bulkClient>>) {
  const { body } = await get(path);
  return (body as { links: Record<string, unknown>[] }).links.map((one) =>
    Object.fromEntries(
      Object.entries(one).filter(([key]) => !["shortUrl", "qrUrl", "createdAt", "updatedAt"].includes(key)),
    ),
  );
}

function suite(runs: number, locate?: () => Promise<string>) {
  test(`what is exported and imported elsewhere is the same, and here changes nothing (${runs} sets of links)`, {
    timeout: 600_000,
  }, async () => {
    await using control = await startControl(locate && { location: await locate() });
    const { from, to, clear } = await twoHandles(control);
    await fc.assert(
      fc.asyncProperty(links, fc.constantFrom(...FORMATS), async (set, format) => {
        await clear();
        const { body } = await from.post(`${from.links}/batch`, { links: set });
        expect(body, JSON.stringify(body)).toMatchObject({ created: set.length });
        const file = await from.exportFile(format);
        const there = await to.importFile(file, "", TYPES[format]);
        expect(there, JSON.stringify(there)).toMatchObject({
          created: set.length,
          failed: 0,
          ignoredColumns: [],
        });
        expect(await read(to)).toEqual(await read(from));
        expect(await to.exportFile(format)).toBe(file);
        const here = await from.importFile(file, "", TYPES[format]);
        expect(here, JSON.stringify(here)).toMatchObject({ unchanged: set.length, updated: 0, failed: 0 });
      }),
      { numRuns: runs },
    );
  });
}

suite(300);
onEveryEngine((_, locate) => suite(15, locate));

test.each(FORMATS)("links with passwords, exported as %s, keep them where they are", async (format) => {
  await using control = await startControl();
  const { from, to } = await twoHandles(control);
  await from.put(`${from.links}/locked`, { destinationUrl: "https://example.com/", password: "sesame" });
  const file = await from.exportFile(format);
  expect(await from.importFile(file, "", TYPES[format])).toMatchObject({ unchanged: 1 });
  const there = await to.importFile(file, "", TYPES[format]);
  expect(there.results).toMatchObject([{ status: "failed", error: { error: "invalid_password" } }]);
  expect(await read(to)).toEqual([]);
});
