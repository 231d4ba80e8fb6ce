import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";
import { FAST_ARGON2 } from "#testing/test-secrets.ts";

const { hash } = createPasswordHasher(FAST_ARGON2);

async function startLocked(password = "sesame") {
  const edge = await startEdge({ override: { limits: createLimits() } });
  await edge.setRoute("vault", routeTo({ passwordHash: await hash(password), maxClicks: 2 }));
  const say = (text: string, address = "192.0.2.1") =>
    edge.visit("/vault?x=1", { form: { password: text }, headers: { "x-forwarded-for": address } });
  return { ...edge, say };
}

const cookieOf = (headers: { "set-cookie"?: string[] | undefined }) =>
  headers["set-cookie"]?.[0]?.split(";")[0] ?? "";

test("nothing of a locked link is seen before its password, and each click after it counts once", async () => {
  await using edge = await startLocked();
  const locked = await edge.visit("/vault");
  expect(locked).toMatchObject({ status: 200, location: undefined });
  expect(locked.body + JSON.stringify(locked.headers)).not.toContain("example.com");
  expect((await edge.visit("/vault+")).body).not.toContain("example.com");
  const right = await edge.say("sesame");
  expect(right.status).toBe(200);
  expect(right.body).toContain('content="0;url=/vault?x=1"');
  expect(right.headers["set-cookie"]?.[0]).toMatch(
    /^sw_unlock_vault=\d+\.[\w-]{22}; Max-Age=1800; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  const cookie = cookieOf(right.headers);
  const open = () => edge.visit("/vault", { headers: { cookie } });
  expect((await open()).location).toBe("https://example.com/landing");
  expect((await open()).status).toBe(302);
  expect((await open()).status).toBe(410);
  const clicks = edge.events.filter(({ kind }) => kind === "click");
  expect(clicks).toHaveLength(2);
  expect(JSON.stringify(edge.events)).not.toContain("sesame");
});

test("a wrong password is 403 and opens nothing, and an empty form asks again", async () => {
  await using edge = await startLocked();
  const wrong = await edge.say("Sesame");
  expect(wrong).toMatchObject({ status: 403, location: undefined });
  expect(wrong.headers["set-cookie"]).toBeUndefined();
  expect((await edge.visit("/vault", { form: { other: "x" } })).status).toBe(200);
  expect((await edge.visit("/vault", { method: "POST" })).status).toBe(200);
  expect((await edge.visit("/vault", { method: "PUT" })).status).toBe(405);
});

test("after ten wrong ones an address must wait, also with the right one; nobody else must", async () => {
  await using edge = await startLocked();
  for (let tries = 0; tries < 10; tries++) expect((await edge.say(`wrong ${tries}`)).status).toBe(403);
  const throttled = await edge.say("sesame");
  expect(throttled.status).toBe(429);
  expect(Number(throttled.headers["retry-after"])).toBeGreaterThan(0);
  expect((await edge.say("sesame", "192.0.2.2")).status).toBe(200);
});

test("what was opened closes after half an hour, with another password, and for another link", async () => {
  await using edge = await startLocked();
  const cookie = cookieOf((await edge.say("sesame")).headers);
  const open = (path = "/vault", value = cookie) => edge.visit(path, { headers: { cookie: value } });
  expect((await open()).status).toBe(302);
  const passwordHash = await hash("sesame");
  await edge.setRoute("other", routeTo({ passwordHash }));
  expect((await open("/other", cookie.replace("vault", "other"))).status).toBe(200);
  const [until = ""] = /\d{9,}/.exec(cookie) ?? [];
  expect((await open("/vault", cookie.replace(until, String(Number(until) + 9999)))).status).toBe(200);
  edge.advance(1_800_000);
  expect((await open()).status).toBe(200);
  const again = cookieOf((await edge.say("sesame")).headers);
  await edge.setRoute("vault", routeTo({ passwordHash }));
  expect((await open("/vault", again)).status).toBe(200);
});

test("a form of any other size or kind is not read as a password", async () => {
  await using edge = await startLocked();
  expect((await edge.say("x".repeat(5000))).status).toBe(200);
  const json = { "content-type": "application/json" };
  expect((await edge.visit("/vault", { form: { password: "sesame" }, headers: json })).status).toBe(200);
});
