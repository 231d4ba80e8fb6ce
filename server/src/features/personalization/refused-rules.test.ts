import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { ruleTraces } from "./rule-traces.ts";

const RULES = "/v2/handles/acme/personalization-rules";
const germany = {
  when: { countryIn: ["DE"] },
  variant: { id: "de", destinationUrl: "https://example.com/de" },
};

const long = `https://example.com/${"x".repeat(2030)}`;
const variant = (destinationUrl: string) => ({ ...germany, variant: { id: "a", destinationUrl } });
const REFUSED: [what: string, id: string, body: object, error: string, path: string][] = [
  ["a bad id", "-x", germany, "invalid_payload", "ruleId"],
  ["an id of 65", "x".repeat(65), germany, "invalid_payload", "ruleId"],
  ["no condition object", "a", { variant: germany.variant }, "invalid_payload", "when"],
  ["no variant", "a", { when: {} }, "invalid_payload", "variant"],
  ["an unknown field", "a", { ...germany, slug: "demo" }, "invalid_payload", "slug"],
  [
    "an unknown condition",
    "a",
    { ...germany, when: { countyIn: ["DE"] } },
    "invalid_payload",
    "when.countyIn",
  ],
  [
    "a wrong country",
    "a",
    { ...germany, when: { countryIn: ["DEU"] } },
    "invalid_payload",
    "when.countryIn.0",
  ],
  ["a negative priority", "a", { ...germany, priority: -1 }, "invalid_payload", "priority"],
  ["a bad slug", "a", { ...germany, slugs: ["no"] }, "invalid_payload", "slugs.0"],
  ["no slug at all", "a", { ...germany, slugs: [] }, "invalid_payload", "slugs"],
  [
    "101 slugs",
    "a",
    { ...germany, slugs: Array.from({ length: 101 }, (_, i) => `slug-${i}`) },
    "invalid_payload",
    "slugs",
  ],
  ["a script", "a", variant("javascript:alert(1)"), "invalid_destination_url", "variant.destinationUrl"],
  ["a long destination", "a", variant(long), "invalid_destination_url", "variant.destinationUrl"],
  [
    "a denied host",
    "a",
    variant("https://sub.denied.example/"),
    "invalid_destination_url",
    "variant.destinationUrl",
  ],
  [
    "a way back into the API",
    "a",
    variant("https://api.switchyard.test/"),
    "invalid_destination_url",
    "variant.destinationUrl",
  ],
  [
    "a way from a link to itself",
    "a",
    { ...variant("http://acme.sites.test/promo"), slugs: ["demo", "promo"] },
    "invalid_destination_url",
    "variant.destinationUrl",
  ],
  [
    "a way from every link to one of them",
    "a",
    variant("http://acme.sites.test/%70romo/"),
    "invalid_destination_url",
    "variant.destinationUrl",
  ],
];

test.each(REFUSED)("%s is refused and leaves no trace", async (_, id, body, error, path) => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const answer = await operator.put(`${RULES}/${id}`, body);
  expect(answer).toMatchObject({ status: 400, body: { error, details: [{ path }] } });
  const { rules, policy, events, audit } = await ruleTraces(control);
  expect({ rules, policy, events, audit }).toEqual({ rules: [], policy: [], events: [], audit: [] });
});

test("a rule for some links may lead to another link of the handle", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const body = { ...variant("http://acme.sites.test/promo"), slugs: ["demo"] };
  expect((await operator.put(`${RULES}/a`, body)).status).toBe(201);
});

test("a handle has at most 200 rules, and each of them can still be changed", {
  timeout: 60_000,
}, async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  for (let index = 0; index < 200; index++) {
    expect((await operator.put(`${RULES}/rule-${index}`, germany)).status).toBe(201);
  }
  const refused = await operator.put(`${RULES}/one-more`, germany);
  expect(refused).toMatchObject({ status: 400, body: { details: [{ path: "ruleId" }] } });
  expect((await operator.put(`${RULES}/rule-7`, { ...germany, priority: 1 })).status).toBe(200);
  expect((await ruleTraces(control)).policy[0]).toHaveLength(200);
  await operator.delete(`${RULES}/rule-8`);
  expect((await operator.put(`${RULES}/one-more`, germany)).status).toBe(201);
});

test("the rules of a handle are at most 1 MB together", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const campaignIn = Array.from({ length: 250 }, (_, index) => String(index).padEnd(200, "x"));
  const large = { ...germany, when: { campaignIn, sourceIn: campaignIn, segmentIn: campaignIn } };
  const statuses: number[] = [];
  for (let index = 0; index < 8; index++) {
    statuses.push((await operator.put(`${RULES}/rule-${index}`, large)).status);
  }
  expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 400, 400]);
});

test("rules of one handle are unseen in another", async () => {
  await using control = await startControl();
  const [ours, theirs] = [await control.member("OPERATOR"), await control.member("OPERATOR", "other")];
  await theirs.put("/v2/handles/other/personalization-rules/germany", germany);
  expect((await ours.get(RULES)).body).toEqual({ rules: [] });
  expect((await ours.get(`${RULES}/germany`)).status).toBe(404);
  expect((await ours.delete(`${RULES}/germany`)).status).toBe(404);
  await ours.put(`${RULES}/germany`, { ...germany, priority: 1 });
  const kept = await theirs.get("/v2/handles/other/personalization-rules/germany");
  expect(kept.body).toMatchObject({ version: 1, priority: 100 });
});
