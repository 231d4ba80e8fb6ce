import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { pendingVisits, readSession } from "./chain-traces.ts";

const OPEN = "/v2/public/chain/signals";
const MINE = "/v2/public/handles/acme/chain/signals";
const NOW = "2026-01-01T00:00:00.000Z";
const sessionId = "session-1";
const view = { signalKey: "view" };
const views = (count: number) => Array.from({ length: count }, () => view);

onEveryEngine((_, locate) => {
  test("anyone, a token and a member tell of one session, and each signal is kept and recorded once", async () => {
    await using control = await startControl({ location: await locate() });
    const token = await control.token(["chain.signal.write"]);
    const member = await control.member("CREATOR");
    const body = { sessionId, signals: [view, { type: "Cart.add", signalValue: "red" }] };
    const taken = { status: 202, body: { accepted: 2, rejected: [] } };
    expect(await control.anonymous.post(OPEN, { handle: "ACME", ...body })).toMatchObject(taken);
    expect(await token.post(MINE, body)).toMatchObject(taken);
    expect(await member.post("/v2/handles/acme/chain/signals", body)).toMatchObject(taken);
    const { body: session } = await readSession(control, sessionId);
    expect(session.signals.map(({ signalKey }) => signalKey)).toEqual([
      "view",
      "Cart.add",
      "view",
      "Cart.add",
      "view",
      "Cart.add",
    ]);
    expect(session).toMatchObject({
      ...{ sessionId, counts: { view: 3, "Cart.add": 3 }, segments: ["engaged"] },
      ...{ firstSeenAt: NOW, lastSeenAt: NOW },
    });
    const events = await pendingVisits(control);
    expect(events).toHaveLength(6);
    expect(new Set(events.map(({ id }) => id)).size).toBe(6);
    const { id: _, ...event } = events.find(({ name }) => name === "view") ?? { id: "" };
    expect(event).toMatchObject({
      ...{ kind: "signal", handleId: "hdl_acme", sessionId, at: Date.parse(NOW), visitor: "", metadata: "" },
      ...{ slug: "", bot: "", status: 0, value: "0" },
    });
    expect(await control.rows("select type from outbox where type not like 'token.%'")).toEqual([]);
  });

  test("of 64 requests at once a session takes 200 signals, and records exactly those", async () => {
    await using control = await startControl({ location: await locate() });
    await control.handle("acme");
    const body = { handle: "acme", sessionId, signals: views(5) };
    const answers = await Promise.all(Array.from({ length: 64 }, () => control.anonymous.post(OPEN, body)));
    const taken = answers.filter(({ status }) => status === 202);
    const full = answers.filter(({ status }) => status === 429);
    expect([taken.length, full.length]).toEqual([40, 24]);
    for (const { body: said } of full) expect(said).toMatchObject({ error: "rate_limited" });
    expect((await readSession(control, sessionId)).body.signals).toHaveLength(200);
    expect(await pendingVisits(control)).toHaveLength(200);
    expect(await control.rows("select signals from chain_sessions")).toEqual([{ signals: 200 }]);
  });

  test("everything of a signal is read back, and its metadata is in the event", async () => {
    await using control = await startControl({ location: await locate() });
    await control.handle("acme");
    const signal = {
      signalKey: "scroll",
      signalValue: "ünï 😀",
      confidence: 0.1,
      source: "sdk",
      metadata: { deep: { list: [1, "a", null] } },
      occurredAt: "2025-12-31T23:30:00+01:00",
    };
    await control.anonymous.post(OPEN, { handle: "acme", sessionId, signals: [signal] });
    const { body } = await readSession(control, sessionId);
    const occurredAt = "2025-12-31T22:30:00.000Z";
    expect(body.signals).toEqual([{ ...signal, occurredAt, receivedAt: NOW }]);
    const [event] = await pendingVisits(control);
    expect(event).toMatchObject({ at: Date.parse(occurredAt), metadata: JSON.stringify(signal.metadata) });
  });
});

test("what happened earlier stands earlier, however late it comes in", async () => {
  await using control = await startControl();
  const token = await control.token(["chain.signal.write"]);
  await token.post(MINE, { sessionId, signals: [{ signalKey: "now" }] });
  control.advance(60_000);
  const signals = [{ signalKey: "late", occurredAt: "2024-02-29T12:00:00Z" }, { signalKey: "last" }];
  await token.post(MINE, { sessionId, signals });
  const { body } = await readSession(control, sessionId);
  expect(body.signals.map(({ signalKey }) => signalKey)).toEqual(["late", "now", "last"]);
  expect(body).toMatchObject({ firstSeenAt: NOW, lastSeenAt: "2026-01-01T00:01:00.000Z" });
  const late = (await pendingVisits(control)).find(({ name }) => name === "late");
  expect(late?.at).toBe(Date.UTC(2024, 1, 29, 12));
});

test("a bad signal is refused alone, and says why", async () => {
  await using control = await startControl();
  const token = await control.token(["chain.signal.write"]);
  const refused: [unknown, string][] = [
    ["view", ""],
    [null, ""],
    [{}, "signalKey"],
    [{ signalKey: "" }, "signalKey"],
    [{ signalKey: "a b" }, "signalKey"],
    [{ signalKey: "x".repeat(65) }, "signalKey"],
    [{ signalKey: "__proto__" }, "signalKey"],
    [{ signalKey: "a", type: "b" }, "signalKey"],
    [{ ...view, signalValue: "x".repeat(257) }, "signalValue"],
    [{ ...view, signalValue: 7 }, "signalValue"],
    [{ ...view, confidence: 1.01 }, "confidence"],
    [{ ...view, confidence: -0.01 }, "confidence"],
    [{ ...view, metadata: [] }, "metadata"],
    [{ ...view, metadata: { text: "ü".repeat(1019) } }, "metadata"],
    [{ ...view, occurredAt: "yesterday" }, "occurredAt"],
    [{ ...view, occurredAt: "1999-12-31T23:59:59Z" }, "occurredAt"],
    [{ ...view, occurredAt: "2026-01-01T00:05:00.001Z" }, "occurredAt"],
    [{ ...view, typo: 1 }, ""],
  ];
  const good = [
    { signalKey: "x".repeat(64), signalValue: "x".repeat(256), confidence: 0 },
    { signalKey: "A.b-c_9", type: "A.b-c_9", confidence: 1, metadata: { text: "ü".repeat(1018) } },
    { ...view, occurredAt: "2026-01-01T00:05:00Z" },
    { ...view, occurredAt: "2000-01-01T00:00:00Z" },
  ];
  const signals = [...good.slice(0, 2), ...refused.map(([signal]) => signal), ...good.slice(2)];
  const { status, body } = await token.post(MINE, { sessionId, signals });
  expect(status).toBe(202);
  expect(body).toMatchObject({
    accepted: 4,
    rejected: refused.map(([, path], place) => ({
      index: place + 2,
      reason: "invalid_signal",
      details: [{ path, message: expect.any(String) }],
    })),
  });
  expect((await readSession(control, sessionId)).body.signals).toHaveLength(4);
  expect(await pendingVisits(control)).toHaveLength(4);
});

test("a request of bad signals alone makes no session", async () => {
  await using control = await startControl();
  const token = await control.token(["chain.signal.write"]);
  const { status, body } = await token.post(MINE, { sessionId, signals: [{}] });
  expect([status, body]).toMatchObject([202, { accepted: 0, rejected: [{ index: 0 }] }]);
  expect((await readSession(control, sessionId)).status).toBe(404);
  expect(await control.rows("select segment from visitor_segments")).toEqual([]);
});

test.each([
  ["a sessionId too short", { sessionId: "short-1", signals: [view] }, "sessionId"],
  ["a sessionId too long", { sessionId: "x".repeat(65), signals: [view] }, "sessionId"],
  ["a sessionId with a blank", { sessionId: "session 1", signals: [view] }, "sessionId"],
  ["no signal", { sessionId, signals: [] }, "signals"],
  ["fifty-one signals", { sessionId, signals: views(51) }, "signals"],
  ["no signals at all", { sessionId }, "signals"],
  ["a typo", { sessionId, signals: [view], typo: 1 }, "typo"],
])("a request with %s is refused as a whole", async (_, body, path) => {
  await using control = await startControl();
  const token = await control.token(["chain.signal.write"]);
  const refused = { status: 400, body: { error: "invalid_payload", details: [{ path }] } };
  expect(await token.post(MINE, body)).toMatchObject(refused);
  expect(await control.anonymous.post(OPEN, { handle: "acme", ...body })).toMatchObject(refused);
  expect(await pendingVisits(control)).toEqual([]);
});

test("a session takes what has room; what has none is refused by its place, and then the session is full", async () => {
  await using control = await startControl();
  const token = await control.token(["chain.signal.write"]);
  for (const count of [50, 50, 50, 48]) await token.post(MINE, { sessionId, signals: views(count) });
  const last = await token.post(MINE, { sessionId, signals: [view, {}, view, view, view] });
  expect(last).toMatchObject({ status: 202, body: { accepted: 2 } });
  expect((last.body as { rejected: object[] }).rejected).toMatchObject([
    { index: 1, reason: "invalid_signal" },
    { index: 3, reason: "session_full" },
    { index: 4, reason: "session_full" },
  ]);
  const full = { status: 429, body: { error: "rate_limited" } };
  expect(await token.post(MINE, { sessionId, signals: [view] })).toMatchObject(full);
  expect((await token.post(MINE, { sessionId: "session-2", signals: [view] })).status).toBe(202);
  expect(await pendingVisits(control)).toHaveLength(201);
});

test("signals that meet a rule of the trigger signal assign its segments, all such rules'; others assign nothing", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const rule = (trigger: string, segment: string, minCount: number) => ({
    trigger,
    when: { all: [{ signalKey: "VIEW", minCount }] },
    decision: { action: "segment", payload: { segments: [segment] } },
  });
  const rules = "/v2/handles/acme/chain-rules";
  await operator.put(`${rules}/twice`, rule("signal", "interested", 2));
  await operator.put(`${rules}/thrice`, rule("Signal", "keen", 3));
  await operator.put(`${rules}/exit`, rule("exit", "leaving", 1));
  const popup = { action: "popup", payload: {} };
  await operator.put(`${rules}/popup`, { trigger: "signal", priority: 0, decision: popup });
  const token = await control.token(["chain.signal.write"]);
  const segmentsAfter = async (count: number) => {
    await token.post(MINE, { sessionId, signals: views(count) });
    return (await readSession(control, sessionId)).body.segments;
  };
  expect(await segmentsAfter(1)).toEqual(["engaged"]);
  expect(await segmentsAfter(1)).toEqual(["engaged", "interested"]);
  const news = await control.rows("select news from news where news like '%visitor%'");
  expect(news).toHaveLength(2);
  expect(await segmentsAfter(1)).toEqual(["engaged", "interested", "keen"]);
  expect(await segmentsAfter(1)).toEqual(["engaged", "interested", "keen"]);
  expect(await control.rows("select news from news where news like '%visitor%'")).toHaveLength(3);
});
