import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const RULES = "/v2/handles/acme/chain-rules";
const PREVIEW = "/v2/handles/acme/chain/preview";
const popup = { action: "popup", payload: { text: "Stay" } };
const vip = { action: "segment", payload: { segments: ["vip"] } };

onEveryEngine((_, locate) => {
  test("a preview says which rule decides and why no other does, and leaves nothing behind", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const all = [{ signalKey: "page_view" }, { signalKey: "cart", valueIn: ["red"], withinSeconds: 60 }];
    await operator.put(`${RULES}/a-cart`, { trigger: "exit", priority: 1, when: { all }, decision: popup });
    await operator.put(`${RULES}/b-de`, {
      trigger: "exit",
      priority: 2,
      when: { countryIn: ["DE"] },
      decision: vip,
    });
    await operator.put(`${RULES}/c-off`, { trigger: "exit", priority: 3, enabled: false, decision: popup });
    await operator.put(`${RULES}/d-other`, { trigger: "start", decision: popup });
    const ask = async (body: object) => (await operator.post(PREVIEW, { trigger: "Exit", ...body })).body;
    expect(await ask({})).toEqual({
      ...{ decision: null, ruleId: null },
      trace: [
        { ruleId: "a-cart", failed: "all.0" },
        { ruleId: "b-de", failed: "countryIn" },
      ],
    });
    const signals = [{ type: "page_view" }, { signalKey: "Cart", signalValue: "RED" }];
    expect(await ask({ signals, country: "de" })).toEqual({
      ...{ decision: popup, ruleId: "a-cart" },
      trace: [
        { ruleId: "a-cart", failed: null },
        { ruleId: "b-de", failed: null },
      ],
    });
    const [view, cart] = signals;
    const earlier = [view, { ...cart, occurredAt: "2025-12-31T23:58:00Z" }];
    expect(await ask({ signals: earlier, country: "DE" })).toMatchObject({
      ...{ decision: vip, ruleId: "b-de" },
      trace: [{ ruleId: "a-cart", failed: "all.1" }, { failed: null }],
    });
    for (const table of ["chain_sessions", "chain_signals", "visitor_segments", "pending_visits"]) {
      expect(await control.rows(`select * from ${table}`)).toEqual([]);
    }
  });
});

test.each([
  ["no trigger", {}, "trigger"],
  ["a signal without a key", { trigger: "exit", signals: [{ signalValue: "x" }] }, "signals.0.signalKey"],
  [
    "more signals than a session holds",
    { trigger: "exit", signals: Array(201).fill({ type: "a" }) },
    "signals",
  ],
])("a preview with %s is refused by its field's path", async (_, body, path) => {
  await using control = await startControl();
  const answer = await (await control.member("OPERATOR")).post(PREVIEW, body);
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  expect((answer.body as { details: { path: string }[] }).details.map((one) => one.path)).toContain(path);
});
