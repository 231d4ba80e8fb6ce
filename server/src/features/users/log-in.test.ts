import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const LOGIN = "/v2/auth/login";
const anna = { email: "anna@example.com", password: "Correct-horse-battery-42" };
const wrong = { ...anna, password: "Incorrect-horse-battery" };

async function withAnna(options?: Parameters<typeof startControl>[0]): Promise<Control> {
  const control = await startControl(options);
  await control.anonymous.post("/v2/auth/signup", anna);
  return control;
}

const withoutRequestId = ({ status, body, headers }: Awaited<ReturnType<Control["anonymous"]["get"]>>) => ({
  status,
  challenge: headers.get("www-authenticate"),
  body: { ...(body as object), requestId: "" },
});

test("the right password begins a session of ten minutes, which nobody may cache", async () => {
  await using control = await withAnna();
  const answer = await control.anonymous.post(LOGIN, { ...anna, email: " Anna@EXAMPLE.com" });
  expect(answer).toMatchObject({ status: 200, body: { expiresIn: 600, tokenType: "Bearer" } });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const { accessToken, refreshToken } = answer.body as { accessToken: string; refreshToken: string };
  expect(refreshToken).toMatch(/^refv1_[\w-]{43}$/);
  const client = control.client({ authorization: `Bearer ${accessToken}` });
  expect(await client.get("/v2/auth/me")).toMatchObject({
    status: 200,
    body: { email: "anna@example.com", name: null, handles: [] },
  });
  control.advance(600_000);
  expect(await client.get("/v2/auth/me")).toMatchObject({ status: 401, body: { error: "token_expired" } });
});

test("neither token is kept: not in a table, not in the audit, not in the log of changes", async () => {
  await using control = await withAnna();
  const { body } = await control.anonymous.post(LOGIN, anna);
  const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
  for (const table of [
    "users",
    "sessions",
    "refresh_tokens",
    "audit_events",
    "outbox",
    "idempotency",
    "news",
  ]) {
    const text = JSON.stringify(await control.rows(`select * from ${table}`));
    expect(text).not.toContain(refreshToken);
    expect(text).not.toContain(accessToken);
    expect(text).not.toContain(anna.password);
  }
});

test("a wrong password, an unknown address and a disabled account are answered alike, and begin nothing", async () => {
  await using control = await withAnna();
  await control.anonymous.post("/v2/auth/signup", { ...anna, email: "off@example.com" });
  await control.rows("update users set disabled_at = 1 where email = 'off@example.com'");
  const attempts = [
    wrong,
    { ...anna, email: "nobody@example.com" },
    { ...anna, email: "not an address" },
    { ...anna, email: "off@example.com" },
  ];
  const answers = [];
  for (const attempt of attempts)
    answers.push(withoutRequestId(await control.anonymous.post(LOGIN, attempt)));
  expect(answers[0]).toMatchObject({ status: 401, body: { error: "invalid_credentials" } });
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await control.rows("select * from sessions")).toEqual([]);
  expect(await control.rows("select * from audit_events where action = 'session.refuse'")).toHaveLength(4);
});

test("an unknown address costs the same hash as a wrong password", async () => {
  const asked: (string | undefined)[] = [];
  const passwords = {
    hash: async () => "hash",
    verify: async (hash: string | undefined) => {
      asked.push(hash);
      return false;
    },
  };
  await using control = await withAnna({ override: { passwords } });
  await control.anonymous.post(LOGIN, wrong);
  await control.anonymous.post(LOGIN, { ...anna, email: "nobody@example.com" });
  expect(asked).toEqual(["hash", undefined]);
});

test("five wrong passwords close the account to that address for a while, and to no other", async () => {
  await using control = await withAnna({ override: { limits: createLimits() } });
  for (let n = 0; n < 5; n++) expect((await control.anonymous.post(LOGIN, wrong)).status).toBe(401);
  const limited = await control.anonymous.post(LOGIN, anna);
  expect(limited).toMatchObject({ status: 429, body: { error: "rate_limited" } });
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await control.client({}, "198.51.100.7").post(LOGIN, anna)).status).toBe(200);
});

test("an address that is nobody's is limited like one that is somebody's", async () => {
  await using control = await withAnna({ override: { limits: createLimits() } });
  const nobody = { ...anna, email: "nobody@example.com" };
  for (let n = 0; n < 5; n++) expect((await control.anonymous.post(LOGIN, nobody)).status).toBe(401);
  expect((await control.anonymous.post(LOGIN, nobody)).status).toBe(429);
});

test("guesses sent all at once get no more tries than guesses sent in turn", async () => {
  await using control = await withAnna({ override: { limits: createLimits() } });
  const many = await Promise.all(Array.from({ length: 40 }, () => control.anonymous.post(LOGIN, wrong)));
  expect(many.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(many.filter(({ status }) => status === 429)).toHaveLength(35);
});

test("success forgets the failures before it, and is never counted itself", async () => {
  await using control = await withAnna({ override: { limits: createLimits() } });
  for (let round = 0; round < 4; round++) {
    for (let n = 0; n < 4; n++) await control.anonymous.post(LOGIN, wrong);
    expect((await control.anonymous.post(LOGIN, anna)).status).toBe(200);
  }
  const many = await Promise.all(Array.from({ length: 20 }, () => control.anonymous.post(LOGIN, anna)));
  expect(many.every(({ status }) => status === 200)).toBe(true);
});

test("one address may not try every account", async () => {
  await using control = await withAnna({ override: { limits: createLimits() } });
  const statuses = new Map<number, number>();
  for (let n = 0; n < 60; n++) {
    const { status } = await control.anonymous.post(LOGIN, { ...wrong, email: `u${n}@example.com` });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(statuses).toEqual(
    new Map([
      [401, 50],
      [429, 10],
    ]),
  );
});

test("a password that was changed while it was being checked begins no session", async () => {
  await using control = await withAnna();
  const { deps } = control;
  const verify: typeof deps.passwords.verify = async (hash, password) => {
    const isRight = await deps.passwords.verify(hash, password);
    await control.rows("update users set password_hash = 'another'");
    return isRight;
  };
  await using late = await startControl({
    location: control.location,
    override: { passwords: { ...deps.passwords, verify } },
  });
  expect(await late.anonymous.post(LOGIN, anna)).toMatchObject({
    status: 401,
    body: { error: "invalid_credentials" },
  });
  expect(await control.rows("select * from sessions")).toEqual([]);
});

test("me lists the handles one works in, with the role in each, and no other", async () => {
  await using control = await startControl();
  await control.setRole("anna", "CREATOR", "acme");
  await control.setRole("anna", "OWNER", "beta");
  await control.handle("gamma");
  const { body } = await (await control.signedIn("anna")).get("/v2/auth/me");
  expect(body).toMatchObject({
    userId: "anna",
    handles: [
      { handle: "acme", role: "CREATOR" },
      { handle: "beta", role: "OWNER" },
    ],
  });
});
