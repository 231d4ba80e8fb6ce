import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const RULES = "/v2/handles/acme/chain-rules";
const decision = { action: "popup", payload: { text: "Stay" } };
const minimal = { trigger: "exit", decision };
const full = {
  enabled: false,
  priority: 5,
  trigger: "Cart.Left",
  when: {
    all: [
      { signalKey: "view", valueIn: ["Red", "blue"], minConfidence: 0.5, minCount: 3, withinSeconds: 3600 },
      { signalKey: "cart", minCount: 1 },
    ],
    segmentIn: ["vip"],
    countryIn: ["de"],
    deviceIn: ["MOBILE"],
  },
  decision: { action: "redirect", payload: { destinationUrl: "https://example.com/sale", why: "sale" } },
};

onEveryEngine((_, locate) => {
  test("a rule is read back as it was written, with its version, audit row, event and news of it", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const created = await operator.put(`${RULES}/leave`, full);
    const at = "2026-01-01T00:00:00.000Z";
    const shown = { ruleId: "leave", ...full, version: 1, createdAt: at, updatedAt: at };
    expect(created).toMatchObject({ status: 201, body: shown });
    expect(created.headers.get("etag")).toBe('"1"');
    expect((await operator.get(`${RULES}/leave`)).body).toEqual(shown);
    expect(await control.rows("select action, target, actor, handle_id from audit_events")).toEqual([
      {
        action: "chain_rule.create",
        target: "leave",
        actor: "user:operator-of-acme",
        handle_id: "hdl_acme",
      },
    ]);
    const [event, ...more] = await control.rows("select handle_id, type, payload from outbox");
    expect(more).toEqual([]);
    expect(event).toMatchObject({ handle_id: "hdl_acme", type: "chain_rule.created" });
    expect(JSON.parse((event as { payload: string }).payload)).toMatchObject({ ruleId: "leave", version: 1 });
    expect(await control.rows("select part from policies")).toEqual([]);
  });

  test("rules are listed in the order in which they are asked, a page at a time, deleted ones not at all", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    for (const [ruleId, priority] of Object.entries({ late: 300, b: 7, B: 7, a: 7, gone: 1, first: 0 })) {
      await operator.put(`${RULES}/${ruleId}`, { ...minimal, priority });
    }
    await operator.delete(`${RULES}/gone`);
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const token: string = next === "" ? "" : `&nextToken=${next}`;
      const { body } = await operator.get(`${RULES}?limit=2${token}`);
      const page = body as { rules: { ruleId: string }[]; nextToken: string | null };
      seen.push(...page.rules.map(({ ruleId }) => ruleId));
      next = page.nextToken;
    }
    expect(seen).toEqual(["first", "B", "a", "b", "late"]);
  });
});

test("what is left out has its default, and what changes nothing leaves nothing behind", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${RULES}/leave`, full);
  const replaced = await operator.put(`${RULES}/leave`, minimal);
  const blank = { enabled: true, priority: 100, when: { all: [] }, ...minimal };
  const at = "2026-01-01T00:00:00.000Z";
  expect(replaced.body).toEqual({ ruleId: "leave", ...blank, version: 2, createdAt: at, updatedAt: at });
  control.advance(1000);
  const again = await operator.put(`${RULES}/leave`, { ...blank, decision });
  expect(again).toMatchObject({ status: 200, body: { version: 2, updatedAt: at } });
  expect(await control.rows("select type from outbox order by type")).toEqual([
    { type: "chain_rule.created" },
    { type: "chain_rule.updated" },
  ]);
  expect(await control.rows("select id from audit_events")).toHaveLength(2);
});

test("a change of a version that is gone is refused, also where the rule was deleted and made anew", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${RULES}/leave`, minimal);
  const seen = { "if-match": '"1"' };
  expect(await operator.put(`${RULES}/leave`, { ...minimal, priority: 1 }, seen)).toMatchObject({
    status: 200,
  });
  const stale = { status: 412, body: { error: "precondition_failed", version: 2 } };
  expect(await operator.put(`${RULES}/leave`, minimal, seen)).toMatchObject(stale);
  expect(await operator.delete(`${RULES}/leave`, seen)).toMatchObject(stale);
  expect((await operator.delete(`${RULES}/leave`, { "if-match": '"2"' })).status).toBe(204);
  expect(await operator.put(`${RULES}/leave`, minimal, seen)).toMatchObject({
    status: 412,
    body: { version: null },
  });
  expect(await operator.put(`${RULES}/leave`, minimal)).toMatchObject({ status: 201, body: { version: 4 } });
  expect(await operator.put(`${RULES}/leave`, minimal, seen)).toMatchObject({
    status: 412,
    body: { version: 4 },
  });
});

test("a deleted rule is a rule that never was, and its deletion is on record", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${RULES}/leave`, minimal);
  expect((await operator.delete(`${RULES}/leave`)).status).toBe(204);
  const missing = { status: 404, body: { error: "not_found" } };
  expect(await operator.get(`${RULES}/leave`)).toMatchObject(missing);
  expect(await operator.get(`${RULES}/other`)).toMatchObject(missing);
  expect(await operator.delete(`${RULES}/leave`)).toMatchObject(missing);
  expect((await operator.get(RULES)).body).toEqual({ rules: [], nextToken: null });
  expect(await control.rows("select action from audit_events order by action")).toEqual([
    { action: "chain_rule.create" },
    { action: "chain_rule.delete" },
  ]);
  expect(await control.rows("select type from outbox where type = 'chain_rule.deleted'")).toHaveLength(1);
});

test("the five hundred and first enabled rule is refused; disabled ones, and a change of an enabled one, are not", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${RULES}/first`, minimal);
  const fields = `'{"trigger":"exit","when":{"all":[]},"decision":{"action":"popup","payload":{}}}'`;
  const others = Array.from({ length: 499 }, (_, n) => `('hdl_acme', 'r${n}', 1, 9, ${fields}, 1, 0, 0)`);
  await control.rows(`insert into chain_rules values ${others.join(", ")}`);
  expect(await operator.put(`${RULES}/more`, minimal)).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path: "enabled" }] },
  });
  expect((await operator.put(`${RULES}/more`, { ...minimal, enabled: false })).status).toBe(201);
  expect((await operator.put(`${RULES}/first`, { ...minimal, priority: 1 })).status).toBe(200);
  expect((await operator.put(`${RULES}/r1`, { ...minimal, enabled: false })).status).toBe(200);
  expect((await operator.put(`${RULES}/more`, minimal)).status).toBe(200);
});

const when = (more: object) => ({ ...minimal, when: more });
const deciding = (action: string, payload: unknown) => ({ ...minimal, decision: { action, payload } });
const tooLong = { text: "x".repeat(4096) };

test.each([
  ["no trigger", { decision }, "trigger"],
  ["a trigger with a blank", { ...minimal, trigger: "on exit" }, "trigger"],
  ["no decision", { trigger: "exit" }, "decision"],
  ["an unknown action", deciding("mail", {}), "decision.action"],
  ["a typo", { ...minimal, priorty: 1 }, "priorty"],
  ["a condition without a key", when({ all: [{}] }), "when.all.0.signalKey"],
  ["a typo inside", when({ all: [{ signalKey: "a", minimum: 1 }] }), "when.all.0.minimum"],
  ["no value to be in", when({ all: [{ signalKey: "a", valueIn: [] }] }), "when.all.0.valueIn"],
  [
    "more than certainty",
    when({ all: [{ signalKey: "a", minConfidence: 1.1 }] }),
    "when.all.0.minConfidence",
  ],
  ["a count of nothing", when({ all: [{ signalKey: "a", minCount: 0 }] }), "when.all.0.minCount"],
  ["eleven conditions", when({ all: Array(11).fill({ signalKey: "a" }) }), "when.all"],
  ["a country that is none", when({ countryIn: ["Germany"] }), "when.countryIn.0"],
  ["a device that is none", when({ deviceIn: ["WATCH"] }), "when.deviceIn.0"],
  ["a redirect to nowhere", deciding("redirect", {}), "decision.payload.destinationUrl"],
  [
    "a redirect to a script",
    deciding("redirect", { destinationUrl: "javascript:x" }),
    "decision.payload.destinationUrl",
  ],
  ["no segments", deciding("segment", {}), "decision.payload.segments"],
  ["a built-in segment", deciding("segment", { segments: ["returning"] }), "decision.payload.segments.0"],
  ["a segment with a capital", deciding("segment", { segments: ["Vip"] }), "decision.payload.segments.0"],
  ["a payload that is no object", deciding("custom", ["x"]), "decision.payload"],
  ["a payload over 4 KB", deciding("banner", tooLong), "decision.payload"],
  [
    "a segment's payload over 4 KB",
    deciding("segment", { segments: ["vip"], ...tooLong }),
    "decision.payload",
  ],
])("a rule with %s is refused by its field's path", async (_, body, path) => {
  await using control = await startControl();
  const answer = await (await control.member("OPERATOR")).put(`${RULES}/leave`, body);
  const error = path.endsWith("destinationUrl") ? "invalid_destination_url" : "invalid_payload";
  expect(answer).toMatchObject({ status: 400, body: { error } });
  expect((answer.body as { details: { path: string }[] }).details.map((one) => one.path)).toContain(path);
  expect(await control.rows("select rule_id from chain_rules")).toEqual([]);
});

test("the document says that a rule always has a decision, and that an answer may have none", async () => {
  await using control = await startControl();
  const { components } = (await control.anonymous.get("/openapi.json")).body as {
    components: { schemas: Record<string, { type?: unknown; properties?: Record<string, unknown> }> };
  };
  const { ChainDecision, ChainRule, ChainResolution } = components.schemas;
  const shared = { $ref: "#/components/schemas/ChainDecision" };
  expect(ChainDecision?.type).toBe("object");
  expect(ChainRule?.properties?.["decision"]).toEqual(shared);
  expect(ChainResolution?.properties?.["decision"]).toEqual({ anyOf: [shared, { type: "null" }] });
});
