import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { startControl } from "#testing/start-control.ts";
import { pendingVisits } from "./chain-traces.ts";

const OPEN = "/v2/public/chain/signals";
const MINE = "/v2/public/handles/acme/chain/signals";
const sessionId = "session-1";
const view = { signalKey: "view" };
const views = (count: number) => Array.from({ length: count }, () => view);

test("sixty requests a minute are a session's, in each handle its own", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  const [token, other] = [await control.token(["*"]), await control.token(["*"], { handle: "other" })];
  const body = { sessionId, signals: [{}] };
  for (let sent = 0; sent < 60; sent++) expect((await token.post(MINE, body)).status).toBe(202);
  const refused = await token.post(MINE, body);
  expect(refused).toMatchObject({ status: 429, body: { error: "rate_limited" } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await other.post("/v2/public/handles/other/chain/signals", body)).status).toBe(202);
  expect((await token.post(MINE, { ...body, sessionId: "session-2" })).status).toBe(202);
});

test("a hundred and twenty requests a minute are an address's, of whatever kind; an IPv6 network is one", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  await control.handle("acme");
  const paths = ["signals", "resolve", "prefetch"];
  const bodies = [{ signals: [{}] }, { trigger: "exit" }, { triggers: ["exit"] }];
  const ask = (which: number, address: string) =>
    control.client({}, address).post(`/v2/public/chain/${paths[which % 3]}`, {
      handle: "acme",
      sessionId: `session-${which}`,
      ...bodies[which % 3],
    });
  for (let sent = 0; sent < 120; sent++) {
    expect((await ask(sent, `2001:db8::${sent + 1}`)).status).toBeLessThan(300);
  }
  for (const which of [120, 121, 122]) expect((await ask(which, "2001:db8::ffff")).status).toBe(429);
  expect((await ask(123, "2001:db8:0:1::1")).status).toBe(202);
});

test("a session of one handle is not there in another, and its signals count in none but its own", async () => {
  await using control = await startControl();
  const [token, other] = [
    await control.token(["chain.*"]),
    await control.token(["chain.*"], { handle: "other" }),
  ];
  await token.post(MINE, { sessionId, signals: views(2) });
  expect(await other.get(`/v2/public/handles/other/chain/${sessionId}`)).toMatchObject({
    status: 404,
    body: { error: "not_found" },
  });
  await other.post("/v2/public/handles/other/chain/signals", { sessionId, signals: views(1) });
  expect((await token.get(`/v2/public/handles/acme/chain/${sessionId}`)).body).toMatchObject({
    counts: { view: 2 },
  });
  expect((await other.get(`/v2/public/handles/other/chain/${sessionId}`)).body).toMatchObject({
    counts: { view: 1 },
  });
});

test("pages of the handle itself and of its listed sites may tell; any other's may not, and leave nothing", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await owner.put("/v2/handles/acme/context-origins", { origins: ["https://shop.example"] });
  const body = { handle: "acme", sessionId, signals: [view] };
  const from = (origin: string) => control.anonymous.post(OPEN, body, { origin });
  for (const origin of ["https://shop.example", "http://acme.sites.test"]) {
    const answer = await from(origin);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  }
  const refused = await from("https://evil.example");
  expect(refused).toMatchObject({ status: 403, body: { error: "origin_not_allowed" } });
  const asks = [
    control.anonymous.post(
      "/v2/public/chain/resolve",
      { handle: "acme", sessionId, trigger: "exit" },
      { origin: "null" },
    ),
    control.anonymous.post(
      "/v2/public/chain/prefetch",
      { handle: "acme", sessionId, triggers: ["a"] },
      { origin: "null" },
    ),
  ];
  for (const answer of await Promise.all(asks)) expect(answer.status).toBe(403);
  expect(await pendingVisits(control)).toHaveLength(2);
  const preflight = await control.anonymous.send("OPTIONS", OPEN, undefined, {
    origin: "https://evil.example",
  });
  expect(preflight.status).toBe(204);
});

test("a handle is found by its earlier name too; one that never was, or is deleted, is not there", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await owner.post("/v2/handles/acme/rename", { handle: "acme2" });
  const tell = (handle: string) => control.anonymous.post(OPEN, { handle, sessionId, signals: [view] });
  for (const name of ["acme", "acme2"]) expect((await tell(name)).status).toBe(202);
  const missing = { status: 404, body: { error: "handle_not_found" } };
  for (const name of ["nobody", "", "-"]) expect(await tell(name)).toMatchObject(missing);
  await owner.delete("/v2/handles/acme2?confirm=acme2");
  for (const name of ["acme", "acme2"]) expect(await tell(name)).toMatchObject(missing);
  expect(await pendingVisits(control)).toHaveLength(2);
});

test("a token needs the scope of what it does", async () => {
  await using control = await startControl();
  const writer = await control.token(["chain.signal.write"]);
  const resolver = await control.token(["chain.resolve.read"]);
  const reader = await control.token(["chain.read"]);
  const base = "/v2/public/handles/acme/chain";
  const statuses = async (client: typeof writer) => [
    (await client.post(`${base}/signals`, { sessionId, signals: [view] })).status,
    (await client.post(`${base}/resolve`, { sessionId, trigger: "exit" })).status,
    (await client.post(`${base}/prefetch`, { sessionId, triggers: ["exit"] })).status,
    (await client.get(`${base}/${sessionId}`)).status,
  ];
  expect(await statuses(writer)).toEqual([202, 200, 200, 403]);
  expect(await statuses(resolver)).toEqual([403, 200, 200, 403]);
  expect(await statuses(reader)).toEqual([403, 403, 403, 200]);
});
