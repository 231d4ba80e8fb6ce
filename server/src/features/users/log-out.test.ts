import { expect, test } from "vitest";
import type { UserActor } from "#kernel/actor.ts";
import { bind } from "#platform/http/bind.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { mutate } from "#platform/mutate.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { logOut } from "./log-out.ts";

const anna = { email: "anna@example.com", password: "Correct-horse-battery-42" };
const ENDED = { status: 401, body: { error: "invalid_token" } };
type Pair = { readonly accessToken: string; readonly refreshToken: string };

async function logIn(control: Control) {
  await control.anonymous.post("/v2/auth/signup", anna);
  const { accessToken, refreshToken } = (await control.anonymous.post("/v2/auth/login", anna)).body as Pair;
  return { ...control.client({ authorization: `Bearer ${accessToken}` }), refreshToken };
}

test("after logging out neither token of the session works, and every other session goes on", async () => {
  await using control = await startControl();
  const [leaving, staying] = [await logIn(control), await logIn(control)];
  expect((await leaving.send("POST", "/v2/auth/logout")).status).toBe(204);
  expect(await leaving.get("/v2/auth/me")).toMatchObject(ENDED);
  expect(await leaving.send("POST", "/v2/auth/logout")).toMatchObject(ENDED);
  const refreshed = await control.anonymous.post("/v2/auth/refresh", { refreshToken: leaving.refreshToken });
  expect(refreshed).toMatchObject({ status: 401, body: { error: "invalid_refresh_token" } });
  expect((await staying.get("/v2/auth/me")).status).toBe(200);
  const audited = await control.rows("select action, actor from audit_events where action = 'session.end'");
  expect(audited).toEqual([{ action: "session.end", actor: expect.stringMatching(/^user:usr_/) }]);
});

test("logging out everywhere ends all of one's own sessions and nobody else's", async () => {
  await using control = await startControl();
  const [one, two] = [await logIn(control), await logIn(control)];
  const other = await control.signedIn("other");
  expect((await one.send("POST", "/v2/auth/logout-all")).status).toBe(204);
  for (const client of [one, two]) expect(await client.get("/v2/auth/me")).toMatchObject(ENDED);
  expect((await other.get("/v2/auth/me")).status).toBe(200);
});

test("a request that waits is refused when its session logs out, while the one that logs out is answered", async () => {
  const begun = Promise.withResolvers<void>();
  const wait = defineOperation({
    auth: "user",
    id: "wait",
    method: "get",
    path: "/v2/wait",
    summary: "Never ends",
    responses: { 204: "empty" },
    errors: [],
  });
  const waitForever = bind(wait, async () => {
    begun.resolve();
    await new Promise(() => {});
    return { status: 204 };
  });
  await using control = await startControl({ operations: [waitForever] });
  const client = await logIn(control);
  const waiting = client.get("/v2/wait");
  await begun.promise;
  expect((await client.send("POST", "/v2/auth/logout")).status).toBe(204);
  expect(await waiting).toMatchObject(ENDED);
});

test("a write that waits behind the logout of its own session leaves nothing behind", async () => {
  await using control = await startControl();
  const userId = await control.person("leaver");
  const { signal } = new AbortController();
  const actor: UserActor = { kind: "user", userId, sessionId: "ses_leaver", signal };
  const leaving = logOut(control.deps, actor);
  const audit = { action: "thing.change", target: "x" };
  const writing = mutate(control.deps, actor, { auth: "user" }, async () => ({ result: undefined, audit }));
  await expect(writing).rejects.toMatchObject({ code: "invalid_token" });
  await leaving;
  expect(await control.rows("select * from audit_events where action = 'thing.change'")).toEqual([]);
});
