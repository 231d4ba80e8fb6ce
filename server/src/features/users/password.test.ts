import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const FORGOT = "/v2/auth/password/forgot";
const CONFIRM = `${FORGOT}/confirm`;
const CHANGE = "/v2/auth/password/change";
const anna = { email: "anna@example.com", password: "Correct-horse-battery-42" };
const NEW = "Another-horse-battery-43";
const SPENT = { status: 400, body: { error: "invalid_reset_token" } };
type Pair = { readonly accessToken: string; readonly refreshToken: string };

async function logIn(control: Control, password = anna.password) {
  await control.anonymous.post("/v2/auth/signup", anna);
  const { status, body } = await control.anonymous.post("/v2/auth/login", { ...anna, password });
  const { accessToken = "" } = body as Partial<Pair>;
  return { ...control.client({ authorization: `Bearer ${accessToken}` }), status };
}

async function resetToken(control: Control): Promise<string> {
  await control.anonymous.post(FORGOT, { email: anna.email });
  return /#token=(\S+)/.exec(control.mails.at(-1)?.text ?? "")?.[1] ?? "";
}

test("a mailed token sets a new password once, and ends every session", async () => {
  await using control = await startControl();
  const before = await logIn(control);
  const token = await resetToken(control);
  expect(token).toMatch(/^rstv1_[\w-]{43}$/);
  expect(control.mails[0]).toMatchObject({
    to: anna.email,
    text: expect.stringContaining("http://app.switchyard.test/"),
  });
  expect((await control.anonymous.post(CONFIRM, { token, password: NEW })).status).toBe(204);
  expect(await before.get("/v2/auth/me")).toMatchObject({ status: 401, body: { error: "invalid_token" } });
  expect((await logIn(control)).status).toBe(401);
  expect((await logIn(control, NEW)).status).toBe(200);
  expect(await control.anonymous.post(CONFIRM, { token, password: anna.password })).toMatchObject(SPENT);
  expect((await logIn(control, NEW)).status).toBe(200);
  expect(control.mails.at(-1)).toMatchObject({ to: anna.email, subject: "Your password was changed" });
});

test("a token is good for an hour, and all of a user's tokens go with the first that is used", async () => {
  await using control = await startControl();
  await logIn(control);
  const [first, second] = [await resetToken(control), await resetToken(control)];
  expect((await control.anonymous.post(CONFIRM, { token: first, password: NEW })).status).toBe(204);
  expect(await control.anonymous.post(CONFIRM, { token: second, password: NEW })).toMatchObject(SPENT);
  const late = await resetToken(control);
  control.advance(3_600_000);
  expect(await control.anonymous.post(CONFIRM, { token: late, password: NEW })).toMatchObject(SPENT);
  expect(await control.anonymous.post(CONFIRM, { token: "rstv1_x", password: NEW })).toMatchObject(SPENT);
});

test("asking for a reset is answered alike for everyone, and mails nobody without an account", async () => {
  await using control = await startControl();
  await logIn(control);
  const known = await control.anonymous.post(FORGOT, { email: anna.email });
  const unknown = await control.anonymous.post(FORGOT, { email: "nobody@example.com" });
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
  expect(known.status).toBe(202);
  expect(control.mails.map(({ to }) => to)).toEqual([anna.email]);
  const asked = await control.rows("select action from audit_events where action = 'password_reset.request'");
  expect(asked).toHaveLength(2);
});

test("neither the token nor either password lies in any table", async () => {
  await using control = await startControl();
  await logIn(control);
  const token = await resetToken(control);
  await control.anonymous.post(CONFIRM, { token, password: NEW });
  for (const table of ["users", "password_resets", "audit_events", "outbox", "idempotency", "news"]) {
    const text = JSON.stringify(await control.rows(`select * from ${table}`));
    for (const secret of [token, NEW, anna.password]) expect(text).not.toContain(secret);
  }
});

test("asking for resets is limited for an account, from wherever it is asked", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  const ask = (n: number) => control.client({}, `198.51.100.${n}`).post(FORGOT, { email: anna.email });
  for (let n = 0; n < 10; n++) expect((await ask(n)).status).toBe(202);
  const limited = await ask(11);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a reset opens the way that wrong passwords had closed", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  await logIn(control);
  for (let n = 0; n < 5; n++) await logIn(control, "Wrong-horse-battery-44");
  expect((await logIn(control)).status).toBe(429);
  await control.anonymous.post(CONFIRM, { token: await resetToken(control), password: NEW });
  expect((await logIn(control, NEW)).status).toBe(200);
});

test("changing the password takes the present one, and ends all sessions but this", async () => {
  await using control = await startControl();
  const [here, there] = [await logIn(control), await logIn(control)];
  const pending = await resetToken(control);
  const wrong = await here.post(CHANGE, { currentPassword: NEW, newPassword: NEW });
  expect(wrong).toMatchObject({ status: 401, body: { error: "invalid_credentials" } });
  expect((await there.get("/v2/auth/me")).status).toBe(200);
  const weak = await here.post(CHANGE, { currentPassword: anna.password, newPassword: "password1234" });
  expect(weak).toMatchObject({ status: 400, body: { error: "invalid_password" } });
  const change = { currentPassword: anna.password, newPassword: NEW };
  expect((await here.post(CHANGE, change)).status).toBe(204);
  expect((await here.get("/v2/auth/me")).status).toBe(200);
  expect((await there.get("/v2/auth/me")).status).toBe(401);
  expect((await logIn(control)).status).toBe(401);
  expect((await logIn(control, NEW)).status).toBe(200);
  expect(await control.anonymous.post(CONFIRM, { token: pending, password: NEW })).toMatchObject(SPENT);
});

test("a stolen session may not guess the password", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  const thief = await logIn(control);
  const guess = { currentPassword: "Guessing-horse-45", newPassword: NEW };
  for (let n = 0; n < 5; n++) expect((await thief.post(CHANGE, guess)).status).toBe(401);
  expect((await thief.post(CHANGE, { ...guess, currentPassword: anna.password })).status).toBe(429);
});

onEveryEngine((_, locate) => {
  test("of many who use one token at once, one sets the password", async () => {
    await using control = await startControl({ location: await locate() });
    await logIn(control);
    const token = await resetToken(control);
    const many = Array.from({ length: 8 }, (_, n) =>
      control.anonymous.post(CONFIRM, { token, password: `${NEW}-${n}` }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(7);
  });
});
