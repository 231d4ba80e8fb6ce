import { describe, expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const anna = { email: "anna@example.com", password: "Correct-horse-battery-42" };
const REFUSED = { status: 401, body: { error: "invalid_refresh_token" } };
type Pair = { readonly accessToken: string; readonly refreshToken: string; readonly expiresIn: number };

async function logIn(control: Control): Promise<Pair> {
  await control.anonymous.post("/v2/auth/signup", anna);
  return (await control.anonymous.post("/v2/auth/login", anna)).body as Pair;
}
const refresh = (control: Control, refreshToken: string) =>
  control.anonymous.post("/v2/auth/refresh", { refreshToken });
const me = (control: Control, { accessToken }: Pair) =>
  control.client({ authorization: `Bearer ${accessToken}` }).get("/v2/auth/me");

test("a refresh token is traded for a new pair of the same session, which nobody may cache", async () => {
  await using control = await startControl();
  const first = await logIn(control);
  const answer = await refresh(control, first.refreshToken);
  expect(answer).toMatchObject({ status: 200, body: { expiresIn: 600, tokenType: "Bearer" } });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const second = answer.body as Pair;
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect((await me(control, second)).status).toBe(200);
  expect(await control.rows("select * from sessions")).toHaveLength(1);
  const kept = JSON.stringify(await control.rows("select * from refresh_tokens"));
  for (const { refreshToken } of [first, second]) expect(kept).not.toContain(refreshToken);
});

test("a session has its end from the start: refreshing does not move it", async () => {
  await using control = await startControl();
  let pair = await logIn(control);
  control.advance(30 * 86_400_000 - 300_000);
  pair = (await refresh(control, pair.refreshToken)).body as Pair;
  expect(pair.expiresIn).toBe(300);
  control.advance(300_000);
  expect(await refresh(control, pair.refreshToken)).toMatchObject(REFUSED);
  expect(await me(control, pair)).toMatchObject({ status: 401, body: { error: "token_expired" } });
});

test("what was never a refresh token is refused, and nothing is written", async () => {
  await using control = await startControl();
  const { accessToken } = await logIn(control);
  const before = await control.rows("select * from audit_events");
  for (const text of ["refv1_x", accessToken, "x".repeat(256)]) {
    expect(await refresh(control, text)).toMatchObject(REFUSED);
  }
  expect(await control.rows("select * from audit_events")).toEqual(before);
});

test("a disabled user refreshes no more", async () => {
  await using control = await startControl();
  const { refreshToken } = await logIn(control);
  await control.rows("update users set disabled_at = 1");
  expect(await refresh(control, refreshToken)).toMatchObject(REFUSED);
});

test("logging in again forgets the refresh tokens of sessions that are over, and of no others", async () => {
  await using control = await startControl();
  const over = await logIn(control);
  const going = (await control.anonymous.post("/v2/auth/login", anna)).body as Pair;
  await control.client({ authorization: `Bearer ${over.accessToken}` }).send("POST", "/v2/auth/logout");
  await control.anonymous.post("/v2/auth/login", anna);
  expect(await control.rows("select * from refresh_tokens")).toHaveLength(2);
  expect((await refresh(control, going.refreshToken)).status).toBe(200);
});

onEveryEngine((_, locate) => {
  describe("on its own database", () => {
    test("a token that comes back after its grace ends the whole session, though the answer is a refusal", async () => {
      await using control = await startControl({ location: await locate() });
      const stolen = await logIn(control);
      const bystander = (await control.anonymous.post("/v2/auth/login", anna)).body as Pair;
      const next = (await refresh(control, stolen.refreshToken)).body as Pair;
      control.advance(10_001);
      expect(await refresh(control, stolen.refreshToken)).toMatchObject(REFUSED);
      expect(await refresh(control, next.refreshToken)).toMatchObject(REFUSED);
      expect(await me(control, next)).toMatchObject({ status: 401, body: { error: "invalid_token" } });
      expect((await me(control, bystander)).status).toBe(200);
      expect((await refresh(control, bystander.refreshToken)).status).toBe(200);
      const ends = await control.rows(
        "select target from audit_events where action = 'session.reuse_detected'",
      );
      expect(ends).toHaveLength(1);
    });

    test("two tabs that refresh at once both go on, in one session", async () => {
      await using control = await startControl({ location: await locate() });
      const { refreshToken } = await logIn(control);
      const answers = await Promise.all([refresh(control, refreshToken), refresh(control, refreshToken)]);
      const [one, two] = answers.map(({ body }) => body as Pair);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      if (one === undefined || two === undefined) throw new Error("Two answers.");
      expect(one.refreshToken).not.toBe(two.refreshToken);
      control.advance(60_000);
      for (const pair of [one, two]) expect((await refresh(control, pair.refreshToken)).status).toBe(200);
      expect(await control.rows("select * from sessions")).toHaveLength(1);
      // The grace counts from the first use, however often the token comes back within it.
      expect(await refresh(control, refreshToken)).toMatchObject(REFUSED);
      expect(await refresh(control, one.refreshToken)).toMatchObject(REFUSED);
    });
  });
});
