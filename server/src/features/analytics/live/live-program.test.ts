import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { newId } from "#kernel/ids.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { clickEvent } from "#testing/click-event.ts";
import { openLive } from "#testing/open-live.ts";
import { startProgram } from "#testing/start-program.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.

const program = await startProgram({ RATE_LIMITS: "off", HOST: "127.0.0.1" });
afterAll(() => program[Symbol.asyncDispose]());
const { call, port } = program;
const PATIENT = { timeout: 30_000, interval: 20 };
const ACCOUNT = { email: "live@example.com", password: "a long enough password" };
await call("POST", "/v2/auth/signup", { body: { ...ACCOUNT, name: "Live" } });
const jwt = String((await call("POST", "/v2/auth/login", { body: ACCOUNT })).body["accessToken"]);

async function newHandle(handle: string) {
  await call("POST", "/v2/handles", { token: jwt, body: { handle, displayName: handle } });
  const body = { name: "live", scopes: ["links.*", "analytics.read", "chain.*"] };
  const made = (await call("POST", `/v2/handles/${handle}/tokens`, { token: jwt, body })).body;
  const token = String(made["token"]);
  const link = { destinationUrl: "https://example.com/?secret=destination" };
  await call("PUT", `/v2/public/handles/${handle}/links/launch`, { token, body: link });
  return { handle, token, tokenId: String(made["tokenId"]) };
}

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
const click = (handle: string, query = "") =>
  call("GET", `/launch${query}`, {
    headers: {
      ...{ host: `${handle}.localhost:${port}`, "user-agent": CHROME, "accept-language": "de" },
      referer: "https://news.example/where?who=somebody",
    },
  });

const acme = await newHandle("acme");
const other = await newHandle("other");
const open = (handle: { handle: string; token: string }, query = "", headers = {}) =>
  openLive(port, handle.handle, { token: handle.token, query, headers });

test("a click is soon with whoever watches its handle, and with nobody who watches another", async () => {
  using mine = await open(acme);
  using theirs = await open(other);
  expect(mine).toMatchObject({
    status: 200,
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
  await expect.poll(() => mine.seen.retry).toBe("2000");
  await expect.poll(() => theirs.seen.retry).toBe("2000");
  expect((await click("acme", "?utm_source=mail&utm_medium=letter")).status).toBe(302);
  await expect.poll(() => mine.events()).toHaveLength(1);
  const [{ event, data }] = mine.events() as [(typeof mine.frames)[number]];
  expect(event).toBe("click");
  expect(data).toMatchObject({
    ...{ slug: "launch", kind: "click", bot: "", status: 302, device: "DESKTOP", browser: "Chrome" },
    ...{ referrer: "news.example", source: "mail", utmMedium: "letter", language: "de" },
  });
  expect(Math.abs(Date.now() - Date.parse(String(data["at"])))).toBeLessThan(10_000);
  const said = JSON.stringify(mine.frames);
  for (const secret of ["visitor", "session", "127.0.0.1", "who=", "secret=", "hdl_", "handleId"])
    expect(said).not.toContain(secret);
  await click("other");
  await expect.poll(() => theirs.events()).toHaveLength(1);
  expect(mine.events()).toHaveLength(1);
});

test("what another process records, and what commits with a change, comes too and comes once", async () => {
  using mine = await open(acme);
  await expect.poll(() => mine.seen.retry).not.toBe("");
  const db = openDatabase(program.config.database);
  const { handle_id: handleId } = await db.read
    .selectFrom("hosts")
    .select("handle_id")
    .where("host", "=", "acme")
    .executeTakeFirstOrThrow();
  await db[Symbol.asyncDispose]();
  await using log = await openEventLog({
    ...{ folder: join(program.config.dataDir, "events"), durability: "os" },
    onFatal: console.error,
  });
  const at = Date.now();
  const id = newId("evt", at);
  await log.append(clickEvent({ id, at, handleId, slug: "elsewhere", value: "0", country: "FR" }));
  await click("acme");
  const signal = (signalKey: string) =>
    call("POST", "/v2/public/handles/acme/chain/signals", {
      ...{ token: acme.token, body: { sessionId: "a-session", signals: [{ signalKey }] } },
    });
  await signal("view");
  const shown = () =>
    mine
      .events()
      .map(({ data }) => `${data["kind"]} ${data["slug"]}`)
      .sort();
  await expect.poll(shown, PATIENT).toEqual(["click elsewhere", "click launch", "signal "]);
  expect(mine.events().find(({ data }) => data["slug"] === "elsewhere")?.data).toMatchObject({
    ...{ id, at: new Date(at).toISOString(), country: "FR", value: "0", status: 302 },
  });
  // Once all of it is in the warehouse, where it is looked for again and again, none of it comes again.
  const lag = async () => (await fetch(`http://localhost:${port}/metrics`)).text();
  await expect.poll(lag, PATIENT).toMatch(/^switchyard_events_lag_seconds 0$/m);
  await signal("last");
  await expect.poll(() => mine.events().length, PATIENT).toBe(4);
  expect(mine.events().at(-1)?.data).toMatchObject({ kind: "signal" });
});

test("a stream that broke off goes on without a gap and without a repetition, wherever it broke off", async () => {
  const got: string[] = [];
  let sent = 0;
  let lastId = "";
  for (let round = 0; round < 8; round++) {
    const source: Record<string, string> = lastId === "" ? {} : { "last-event-id": lastId };
    // A browser sends the header; whoever else may write the position into the address.
    using mine = round % 2 === 0 ? await open(acme, "", source) : await open(acme, `?lastEventId=${lastId}`);
    expect(mine.status).toBe(200);
    if (round === 0) await expect.poll(() => mine.seen.retry).not.toBe("");
    const before = got.length;
    // In the first moments what happened meanwhile is in no warehouse yet.
    for (let n = 0; n <= round; n++, sent++) await click("acme", `?utm_content=resume-${sent}`);
    await expect.poll(() => mine.events().length + before, PATIENT).toBe(sent);
    got.push(...mine.events().map(({ data }) => String(data["utmContent"])));
    expect(mine.gaps()).toEqual([]);
    lastId = mine.seen.lastId;
    for (let n = 0; n < 3; n++, sent++) await click("acme", `?utm_content=resume-${sent}`);
  }
  using last = await open(acme, "", { "last-event-id": lastId });
  await expect.poll(() => last.events().length + got.length, PATIENT).toBe(sent);
  got.push(...last.events().map(({ data }) => String(data["utmContent"])));
  const all = Array.from({ length: sent }, (_, n) => `resume-${n}`);
  expect([...got].sort()).toEqual([...all].sort());
});

test("a revoked token's stream is cut at once, and others go on", async () => {
  const gone = await newHandle("gone");
  using cut = await open(gone);
  using stays = await open(acme);
  await expect.poll(() => stays.seen.retry + cut.seen.retry).toBe("20002000");
  await call("DELETE", `/v2/handles/gone/tokens/${gone.tokenId}`, { token: jwt });
  expect(await cut.ended).toBe("cut");
  await click("gone");
  await click("acme");
  await expect.poll(() => stays.events().length).toBe(1);
  expect(cut.events()).toEqual([]);
});

test("the program stops without waiting for its streams, and ends them properly", async () => {
  const short = await startProgram({ RATE_LIMITS: "off", HOST: "127.0.0.1" });
  await short.call("POST", "/v2/auth/signup", { body: { ...ACCOUNT, name: "Live" } });
  const login = await short.call("POST", "/v2/auth/login", { body: ACCOUNT });
  const token = String(login.body["accessToken"]);
  await short.call("POST", "/v2/handles", { token, body: { handle: "acme", displayName: "Acme" } });
  const made = await short.call("POST", "/v2/handles/acme/tokens", {
    ...{ token, body: { name: "live", scopes: ["analytics.read"] } },
  });
  using stream = await openLive(short.port, "acme", { token: String(made.body["token"]) });
  await expect.poll(() => stream.seen.retry).not.toBe("");
  const stopping = short[Symbol.asyncDispose]();
  expect(await Promise.race([stream.ended, stopping])).toBe("ended");
  await stopping;
});
