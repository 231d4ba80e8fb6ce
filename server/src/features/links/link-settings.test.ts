import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const LINKS = "/v2/public/handles/acme/links";
const destinationUrl = "https://example.com/launch";

test("a password is kept as a hash that nothing shows: no answer, version, audit row, event or list", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  const writer = await control.token(["links.*"]);
  const password = "open sesame";
  const created = await writer.put(`${LINKS}/vault`, { destinationUrl, password });
  expect(created.body).toMatchObject({ passwordProtected: true });
  const [{ settings }] = (await control.rows("select settings from links")) as [{ settings: string }];
  const { passwordHash } = JSON.parse(settings) as { passwordHash: string };
  expect(passwordHash).toMatch(/^\$argon2id\$/);
  await writer.put(`${LINKS}/vault`, { password: "another" });
  await writer.put(`${LINKS}/vault`, { title: "Vault" });
  const seen = [
    created.body,
    (await writer.get(`${LINKS}/vault`)).body,
    (await writer.get(LINKS)).body,
    (await writer.get(`${LINKS}/vault/history`)).body,
    (await owner.get("/v2/handles/acme/audit-events")).body,
    await control.rows("select * from outbox"),
  ];
  expect(JSON.stringify(seen)).not.toMatch(/argon2|sesame|another|passwordHash/);
  expect((await writer.get(`${LINKS}/vault/history`)).body).toMatchObject({
    versions: [
      { version: 3, changes: [{ field: "title" }], snapshot: { passwordProtected: true } },
      { version: 2, changes: [{ field: "passwordProtected", before: true, after: true }] },
      { version: 1 },
    ],
  });
});

test("a password sent again changes nothing, and going back brings the old one back", async () => {
  await using control = await startControl();
  const writer = await control.token(["links.*"]);
  await writer.put(`${LINKS}/vault`, { destinationUrl, password: "one" });
  expect((await writer.put(`${LINKS}/vault`, { password: "one" })).body).toMatchObject({ version: 1 });
  const routeOf = async () => {
    const [row] = (await control.rows("select route from routes")) as [{ route: string }];
    return JSON.parse(row.route).passwordHash as string | null;
  };
  const first = await routeOf();
  expect((await writer.put(`${LINKS}/vault`, { password: null })).body).toMatchObject({
    version: 2,
    passwordProtected: false,
  });
  expect(await routeOf()).toBeNull();
  await writer.post(`${LINKS}/vault/rollback`, { version: 1 });
  expect(await routeOf()).toBe(first);
});

test.each([
  ["a rule without an id", { routingRules: [{ when: {}, variant: { id: "a", destinationUrl } }] }],
  ["a condition nobody knows", { routingRules: [rule("a", { weatherIn: ["RAIN"] })] }],
  ["an empty condition", { routingRules: [rule("a", { countryIn: [] })] }],
  ["a country of three letters", { routingRules: [rule("a", { countryIn: ["GER"] })] }],
  [
    "a zone that no calendar is kept in",
    { routingRules: [rule("a", { timeWindow: { tz: "SystemV/AST4" } })] },
  ],
  ["a zone that does not exist", { routingRules: [rule("a", { timeWindow: { tz: "Mars/Olympus" } })] }],
  ["a time that does not exist", { routingRules: [rule("a", { timeWindow: { tz: "UTC", from: "24:00" } })] }],
  ["a share of nothing", { routingRules: [rule("a", { percent: 0 })] }],
  ["more than everyone", { routingRules: [rule("a", { percent: 60 }), rule("b", { percent: 41 })] }],
  ["two rules of one id", { routingRules: [rule("a"), rule("a")] }],
  ["a path of one part", { pathTemplate: "/:sku" }],
  ["a path without a place", { pathTemplate: "/p/q" }],
  ["a place named twice", { pathTemplate: "/p/:a/:a" }],
  ["a template that is not there", { trackingTemplateKey: "nobody" }],
  ["a redirect that is kept and counted", { cacheSeconds: 60, maxClicks: 5 }],
  ["a redirect that is kept and locked", { cacheSeconds: 60, password: "x" }],
  ["a policy nobody knows", { utmPolicy: "best_wins" }],
])("%s is refused with its field, and nothing is written", async (_, fields) => {
  await using control = await startControl();
  const writer = await control.token(["links.*"]);
  const answer = await writer.put(`${LINKS}/launch`, { destinationUrl, ...fields });
  const [field] = Object.keys(fields);
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  expect((answer.body as { details: { path: string }[] }).details[0]?.path).toContain(field);
  expect(await control.rows("select * from links")).toEqual([]);
});

function rule(id: string, when: object = {}) {
  return { id, when, variant: { id, destinationUrl } };
}

onEveryEngine((_, locate) => {
  test("two links share no path, a deleted one gives its path back, and the edge hears of each change", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const paths = async () => {
      const rows = await control.rows("select value from policies where part = 'paths'");
      return JSON.parse((rows[0] as { value: string }).value);
    };
    await writer.put(`${LINKS}/shop`, { destinationUrl, pathTemplate: "/p/:sku" });
    expect(await paths()).toEqual([{ template: "/p/:sku", slug: "shop" }]);
    const rival = await writer.put(`${LINKS}/rival`, { destinationUrl, pathTemplate: "/p/:id" });
    expect(rival).toMatchObject({ status: 409, body: { error: "conflict" } });
    await writer.put(`${LINKS}/rival`, { destinationUrl, pathTemplate: "/p/:id/reviews" });
    await writer.delete(`${LINKS}/shop`);
    expect(await paths()).toEqual([{ template: "/p/:id/reviews", slug: "rival" }]);
    await writer.put(`${LINKS}/rival`, { pathTemplate: null });
    expect(await paths()).toEqual([]);
  });

  test("a link is found by what another system calls it", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    await writer.put(`${LINKS}/first`, { destinationUrl, externalId: "crm/1" });
    await writer.put(`${LINKS}/second`, { destinationUrl, externalId: "crm/2" });
    const { body } = await writer.get(`${LINKS}?externalId=crm%2F2`);
    expect((body as { links: { slug: string }[] }).links.map(({ slug }) => slug)).toEqual(["second"]);
  });
});
