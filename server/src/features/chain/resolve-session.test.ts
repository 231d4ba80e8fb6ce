import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { readSession } from "./chain-traces.ts";

const RULES = "/v2/handles/acme/chain-rules";
const CHAIN = "/v2/public/handles/acme/chain";
const sessionId = "session-1";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";

const popup = (text: string) => ({ action: "popup", payload: { text } });
const nothing = { decision: null, ruleId: null, matched: [] };

onEveryEngine((_, locate) => {
  test("the first rule that matches decides, and all that do are named, on each of the three ways to ask", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const cart = { all: [{ signalKey: "cart", valueIn: ["RED"], minConfidence: 0.5, withinSeconds: 60 }] };
    await operator.put(`${RULES}/always`, { trigger: "exit", priority: 9, decision: popup("Stay") });
    await operator.put(`${RULES}/cart`, { trigger: "exit", priority: 1, when: cart, decision: popup("Red") });
    await operator.put(`${RULES}/other`, { trigger: "start", priority: 0, decision: popup("Hello") });
    const token = await control.token(["chain.*"]);
    const member = await control.member("CREATOR");
    const ask = { sessionId, trigger: "EXIT" };
    const answers = async () => [
      (await control.anonymous.post("/v2/public/chain/resolve", { handle: "acme", ...ask })).body,
      (await token.post(`${CHAIN}/resolve`, ask)).body,
      (await member.post("/v2/handles/acme/chain/resolve", ask)).body,
    ];
    const stay = { decision: popup("Stay"), ruleId: "always", matched: ["always"] };
    expect(await answers()).toEqual([stay, stay, stay]);
    const signals = [{ signalKey: "Cart", signalValue: "Red", confidence: 0.5 }];
    await token.post(`${CHAIN}/signals`, { sessionId, signals });
    const red = { decision: popup("Red"), ruleId: "cart", matched: ["cart", "always"] };
    expect(await answers()).toEqual([red, red, red]);
    control.advance(60_000);
    expect(await answers()).toEqual([red, red, red]);
    control.advance(1);
    expect(await answers()).toEqual([stay, stay, stay]);
  });

  test("from a change's answer on every question is answered by it, whoever asks meanwhile", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const token = await control.token(["chain.*"]);
    const ask = async () => (await token.post(`${CHAIN}/resolve`, { sessionId, trigger: "exit" })).body;
    expect(await ask()).toEqual(nothing);
    for (let round = 0; round < 20; round++) {
      const decision = popup(String(round));
      const change = operator.put(`${RULES}/leave`, { trigger: "exit", decision });
      const meanwhile = Array.from({ length: 5 }, ask);
      await change;
      expect(await ask()).toEqual({ decision, ruleId: "leave", matched: ["leave"] });
      await Promise.all(meanwhile);
    }
    await operator.put(`${RULES}/leave`, { trigger: "exit", enabled: false, decision: popup("off") });
    expect(await ask()).toEqual(nothing);
    await operator.put(`${RULES}/leave`, { trigger: "exit", decision: popup("on") });
    expect(await ask()).toMatchObject({ ruleId: "leave" });
    await operator.delete(`${RULES}/leave`);
    expect(await ask()).toEqual(nothing);
  });
});

test("another process of the installation answers by a changed rule as well", async () => {
  await using control = await startControl();
  await using second = await startControl({ location: control.location });
  await second.deps.changes.follow();
  const operator = await control.member("OPERATOR");
  const body = { handle: "acme", sessionId, trigger: "exit" };
  const ask = async () => (await second.anonymous.post("/v2/public/chain/resolve", body)).body;
  expect(await ask()).toEqual(nothing);
  await operator.put(`${RULES}/leave`, { trigger: "exit", decision: popup("Stay") });
  await expect.poll(ask).toMatchObject({ ruleId: "leave" });
});

test("a rule can ask for the country, the device and the segments of whoever asks", async () => {
  const country = (address: string) => (address === "192.0.2.7" ? "DE" : "");
  await using control = await startControl({ override: { country } });
  const operator = await control.member("OPERATOR");
  const rules = {
    here: { countryIn: ["de"] },
    phone: { deviceIn: ["mobile"] },
    known: { segmentIn: ["VIP"] },
    all: { countryIn: ["DE", "AT"], deviceIn: ["MOBILE", "TABLET"], segmentIn: ["vip", "new"] },
  };
  for (const [ruleId, when] of Object.entries(rules)) {
    await operator.put(`${RULES}/${ruleId}`, { trigger: "exit", when, decision: popup(ruleId) });
  }
  const matched = async (address: string, userAgent: string, id: string) => {
    const body = { handle: "acme", sessionId: id, trigger: "exit" };
    const answer = await control
      .client({ "user-agent": userAgent }, address)
      .post("/v2/public/chain/resolve", body);
    return (answer.body as { matched: string[] }).matched;
  };
  await operator.put("/v2/handles/acme/visitors/visitor-1/segments", { segments: ["vip"] });
  expect(await matched("192.0.2.1", "", sessionId)).toEqual([]);
  expect(await matched("192.0.2.7", "", sessionId)).toEqual(["here"]);
  expect(await matched("192.0.2.1", IPHONE, sessionId)).toEqual(["phone"]);
  expect(await matched("192.0.2.1", "", "visitor-1")).toEqual(["known"]);
  expect(await matched("192.0.2.7", IPHONE, "visitor-1")).toEqual(["all", "here", "known", "phone"]);
});

test("a decision for segments assigns them once, and tells the edge; a rule that only matches assigns nothing", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const decision = (...segments: string[]) => ({ action: "segment", payload: { segments, note: "kept" } });
  await operator.put(`${RULES}/first`, { trigger: "buy", priority: 1, decision: decision("buyer", "vip") });
  await operator.put(`${RULES}/second`, { trigger: "buy", priority: 2, decision: decision("never") });
  const token = await control.token(["chain.*"]);
  const ask = () => token.post(`${CHAIN}/resolve`, { sessionId, trigger: "buy" });
  const answer = { decision: decision("buyer", "vip"), ruleId: "first", matched: ["first", "second"] };
  for (let times = 0; times < 3; times++) expect((await ask()).body).toEqual(answer);
  expect(
    await control.rows("select handle_id, visitor_id, segment from visitor_segments order by segment"),
  ).toEqual([
    { handle_id: "hdl_acme", visitor_id: sessionId, segment: "buyer" },
    { handle_id: "hdl_acme", visitor_id: sessionId, segment: "vip" },
  ]);
  const news = await control.rows("select news from news where news like '%visitor%'");
  expect(news.map((row) => JSON.parse((row as { news: string }).news))).toEqual([
    { kind: "visitor", handleId: "hdl_acme", visitorId: sessionId },
  ]);
  expect((await readSession(control, sessionId)).status).toBe(404);
  await token.post(`${CHAIN}/signals`, { sessionId, signals: [{ type: "view" }] });
  expect((await readSession(control, sessionId)).body.segments).toEqual(["buyer", "engaged", "vip"]);
});

test("asking ahead answers each trigger as asking then would, and changes nothing", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${RULES}/leave`, { trigger: "exit", decision: popup("Stay") });
  const assign = { action: "segment", payload: { segments: ["buyer"] } };
  await operator.put(`${RULES}/buy`, { trigger: "buy", decision: assign });
  const token = await control.token(["chain.*"]);
  const before = await control.rows("select seq from news");
  const triggers = ["exit", "buy", "none", "constructor", "exit"];
  const { status, body } = await token.post(`${CHAIN}/prefetch`, { sessionId, triggers });
  expect(status).toBe(200);
  expect(body).toEqual({
    decisions: {
      exit: { decision: popup("Stay"), ruleId: "leave" },
      buy: { decision: assign, ruleId: "buy" },
      none: { decision: null, ruleId: null },
      constructor: { decision: null, ruleId: null },
    },
  });
  const open = await control.anonymous.post("/v2/public/chain/prefetch", {
    handle: "acme",
    sessionId,
    triggers,
  });
  expect(open.body).toEqual(body);
  for (const table of ["visitor_segments", "chain_sessions", "chain_signals", "pending_visits"]) {
    expect(await control.rows(`select * from ${table}`), table).toEqual([]);
  }
  expect(await control.rows("select seq from news")).toEqual(before);
});

test("twenty triggers can be asked ahead, and twenty-one cannot", async () => {
  await using control = await startControl();
  const token = await control.token(["chain.*"]);
  const triggers = Array.from({ length: 21 }, (_, n) => `t${n}`);
  const ask = (some: string[]) => token.post(`${CHAIN}/prefetch`, { sessionId, triggers: some });
  expect((await ask(triggers.slice(1))).status).toBe(200);
  for (const some of [triggers, []]) {
    expect(await ask(some)).toMatchObject({ status: 400, body: { details: [{ path: "triggers" }] } });
  }
});

test("the rules and segments of one handle mean nothing in another", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await control.handle("other");
  await operator.put(`${RULES}/leave`, { trigger: "exit", decision: popup("Stay") });
  const known = { trigger: "known", when: { segmentIn: ["engaged"] }, decision: popup("Hi") };
  await operator.put(`${RULES}/known`, known);
  const signals = [{ type: "view" }];
  await control.anonymous.post("/v2/public/chain/signals", { handle: "other", sessionId, signals });
  const ask = async (handle: string, trigger: string) =>
    (await control.anonymous.post("/v2/public/chain/resolve", { handle, sessionId, trigger })).body;
  expect(await ask("acme", "exit")).toMatchObject({ ruleId: "leave" });
  expect(await ask("other", "exit")).toEqual(nothing);
  expect(await ask("acme", "known")).toEqual(nothing);
});
