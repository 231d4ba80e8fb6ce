import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRules } from "#kernel/compile-rules.ts";
import { startControl } from "#testing/start-control.ts";
import { ruleTraces } from "./rule-traces.ts";

const RULES = "/v2/handles/acme/personalization-rules";
const share = (percent: number, slugs: readonly string[] | null = null, more: object = {}) => ({
  ...{ when: { deviceIn: ["mobile"], percent }, slugs },
  ...{ variant: { id: "a", destinationUrl: "https://example.com/a" }, ...more },
});

test("rules for the same links and conditions never hand out more than all visitors", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const put = async (id: string, body: object) => (await operator.put(`${RULES}/${id}`, body)).status;
  expect(await put("all", share(40))).toBe(201);
  expect(await put("rest", share(60))).toBe(201);
  const refused = await operator.put(`${RULES}/more`, share(0.01));
  expect(refused).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path: "when.percent" }] },
  });
  expect(await put("all", share(40.01))).toBe(400);
  // Neither other links, nor other conditions, nor a disabled rule, nor the rule's own earlier share counts.
  expect(await put("demo", share(70, ["demo", "promo"]))).toBe(201);
  expect(await put("demo-2", share(30.01, ["promo", "demo"]))).toBe(400);
  expect(await put("demo-3", share(70, ["demo"]))).toBe(201);
  expect(await put("desk", { ...share(100), when: { deviceIn: ["desktop"], percent: 100 } })).toBe(201);
  expect(await put("off", share(100, null, { enabled: false }))).toBe(201);
  expect(await put("off", share(100))).toBe(400);
  expect(await put("all", share(30))).toBe(200);
  const { policy, rules } = await ruleTraces(control);
  expect(policy[0]?.map(({ id }) => id)).toEqual(["all", "demo", "demo-3", "desk", "rest"]);
  expect(rules).toHaveLength(6);
});

test("whatever is accepted, no draw has more than all visitors", { timeout: 60_000 }, async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const change = fc.record({
    id: fc.constantFrom("r1", "r2", "r3", "r4", "r5"),
    percent: fc.integer({ min: 1, max: 80 }),
    slugs: fc.constantFrom(null, ["aaaa"], ["aaaa", "bbbb"], ["bbbb", "aaaa"]),
    enabled: fc.boolean(),
  });
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      for (const { id, percent, slugs, enabled } of changes) {
        const { status } = await operator.put(`${RULES}/${id}`, share(percent, slugs, { enabled }));
        statuses.add(status);
      }
      const { policy } = await ruleTraces(control);
      const ends = compileRules(policy[0] ?? [], "handle").map((rule) => rule.share?.to ?? 0);
      expect(Math.max(0, ...ends)).toBeLessThanOrEqual(10_000);
    }),
    { numRuns: 40 },
  );
  expect([...statuses].sort()).toEqual([200, 201, 400]);
});
