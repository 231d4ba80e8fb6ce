import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const SIGNUP = "/v2/auth/signup";
const PASSWORD = "Correct-horse-battery-42";
const anna = { email: "anna@example.com", password: PASSWORD };

const tables = ["users", "sessions", "refresh_tokens", "password_resets", "invitations"];
const traces = ["audit_events", "outbox", "idempotency", "news"];

/** Everything the database holds, as one text. */
async function dump(control: Control): Promise<string> {
  const rows = [...tables, ...traces].map((table) => control.rows(`select * from ${table}`));
  return JSON.stringify(await Promise.all(rows));
}

test("an account is made, without its password lying anywhere", async () => {
  await using control = await startControl();
  const answer = await control.anonymous.post(SIGNUP, { ...anna, name: "Anna" });
  expect(answer).toMatchObject({
    status: 201,
    body: { email: "anna@example.com", name: "Anna", createdAt: "2026-01-01T00:00:00.000Z" },
  });
  expect(Object.keys(answer.body as object).sort()).toEqual([
    "createdAt",
    "email",
    "name",
    "timeZone",
    "userId",
  ]);
  expect(await dump(control)).not.toContain(PASSWORD);
  expect(await control.rows("select action, actor, handle_id from audit_events")).toEqual([
    { action: "user.create", actor: "anonymous", handle_id: "" },
  ]);
  expect(await control.rows("select * from sessions")).toEqual([]);
});

test("an address belongs to one account however it is written", async () => {
  await using control = await startControl();
  await control.anonymous.post(SIGNUP, anna);
  const again = await control.anonymous.post(SIGNUP, { ...anna, email: "  Anna@Example.COM " });
  expect(again).toMatchObject({ status: 409, body: { error: "conflict" } });
  expect(await control.rows("select email from users")).toEqual([{ email: "anna@example.com" }]);
});

test.each([
  ["anna", "invalid_email"],
  ["anna@", "invalid_email"],
  ["anna@example.com, eve@example.com", "invalid_email"],
  [`${"a".repeat(250)}@example.com`, "invalid_email"],
])("the address %s is refused by its own code", async (email, error) => {
  await using control = await startControl();
  expect(await control.anonymous.post(SIGNUP, { ...anna, email })).toMatchObject({
    status: 400,
    body: { error },
  });
});

test.each([
  "short-pass1",
  "x".repeat(257),
  "Password1234",
  "qwertyuiop123",
  "aaaaaaaaaaaaaaa",
  "121212121212",
])("the password %s is refused by its own code, and leaves nothing behind", async (password) => {
  await using control = await startControl();
  const answer = await control.anonymous.post(SIGNUP, { ...anna, password });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_password" } });
  expect(JSON.stringify(answer.body)).not.toContain(password);
  expect(await control.rows("select * from users")).toEqual([]);
});

test("a password is verified exactly as it was sent", async () => {
  await using control = await startControl();
  const password = "  Zoe\u0308 likes  spaces ";
  await control.anonymous.post(SIGNUP, { ...anna, password });
  const logIn = (text: string) => control.anonymous.post("/v2/auth/login", { ...anna, password: text });
  expect((await logIn(password)).status).toBe(200);
  expect((await logIn(password.trim())).status).toBe(401);
  expect((await logIn(password.normalize("NFC"))).status).toBe(401);
});

test("after the first user, a closed installation lets nobody in and says nothing about who has an account", async () => {
  await using control = await startControl({ override: { signup: "first-user-only" } });
  expect((await control.anonymous.post(SIGNUP, anna)).status).toBe(201);
  for (const email of ["anna@example.com", "bert@example.com"]) {
    const answer = await control.anonymous.post(SIGNUP, { ...anna, email });
    expect(answer).toMatchObject({ status: 403, body: { error: "signup_closed" } });
  }
  expect(await control.rows("select email from users")).toHaveLength(1);
});

test("by invitation, an account is only for the invited address, once, and within a week", async () => {
  await using control = await startControl({ override: { signup: "invite" } });
  expect((await control.anonymous.post(SIGNUP, anna)).status).toBe(201);
  const host = await control.signedIn("host");
  expect((await host.post("/v2/auth/invitations", { email: "Bert@example.com" })).status).toBe(202);
  const [mail] = control.mails;
  expect(mail?.to).toBe("bert@example.com");
  const inviteToken = /#token=(\S+)/.exec(mail?.text ?? "")?.[1];
  expect(inviteToken).toMatch(/^invv1_[\w-]{43}$/);
  expect(await dump(control)).not.toContain(inviteToken);

  const bert = { email: "bert@example.com", password: PASSWORD };
  const closed = { status: 403, body: { error: "signup_closed" } };
  expect(await control.anonymous.post(SIGNUP, bert)).toMatchObject(closed);
  expect(await control.anonymous.post(SIGNUP, { ...bert, inviteToken: "invv1_x" })).toMatchObject(closed);
  const other = { ...bert, email: "eve@example.com", inviteToken };
  expect(await control.anonymous.post(SIGNUP, other)).toMatchObject(closed);
  expect((await control.anonymous.post(SIGNUP, { ...bert, inviteToken })).status).toBe(201);
  expect(await control.anonymous.post(SIGNUP, { ...bert, inviteToken })).toMatchObject(closed);

  await host.post("/v2/auth/invitations", { email: "carl@example.com" });
  const late = /#token=(\S+)/.exec(control.mails[1]?.text ?? "")?.[1];
  control.advance(7 * 86_400_000);
  const carl = { email: "carl@example.com", password: PASSWORD, inviteToken: late };
  expect(await control.anonymous.post(SIGNUP, carl)).toMatchObject(closed);
});

test("a repeated invitation request mails once, and its token is not kept for the repeat", async () => {
  await using control = await startControl({ override: { signup: "invite" } });
  const host = await control.signedIn("host");
  const key = { "idempotency-key": "one" };
  await host.post("/v2/auth/invitations", { email: "bert@example.com" }, key);
  expect((await host.post("/v2/auth/invitations", { email: "bert@example.com" }, key)).status).toBe(202);
  expect(control.mails).toHaveLength(1);
  const text = /invv1_[\w-]{43}/.exec(control.mails[0]?.text ?? "")?.[0] ?? "-";
  const [kept] = (await control.rows("select result from idempotency")) as { result: string }[];
  expect(Buffer.from(kept?.result ?? "", "base64").toString("latin1")).not.toContain(text);
});

test("whoever has an account is not invited, and nobody is where nobody could come", async () => {
  await using control = await startControl();
  const host = await control.signedIn("host");
  const known = await host.post("/v2/auth/invitations", { email: "host@example.com" });
  expect(known).toMatchObject({ status: 409, body: { error: "conflict" } });
  await using closed = await startControl({ override: { signup: "first-user-only" } });
  const answer = await (await closed.signedIn("host")).post("/v2/auth/invitations", {
    email: "b@example.com",
  });
  expect(answer).toMatchObject({ status: 403, body: { error: "signup_closed" } });
  expect([...control.mails, ...closed.mails]).toEqual([]);
});

test("signing up again and again from one address is limited, from another it is not", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  const many = Array.from({ length: 31 }, () => control.anonymous.post(SIGNUP, { ...anna, email: "anna@x" }));
  expect((await Promise.all(many)).every(({ status }) => status === 400)).toBe(true); // Not worth counting.
  const closed = { ...anna, email: "anna@example.com" };
  for (let n = 0; n < 30; n++) await control.anonymous.post(SIGNUP, closed);
  const limited = await control.anonymous.post(SIGNUP, closed);
  expect(limited).toMatchObject({ status: 429, body: { error: "rate_limited" } });
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await control.client({}, "198.51.100.7").post(SIGNUP, closed)).status).toBe(409);
});

onEveryEngine((_, locate) => {
  test("of many who would be the first user at once, one is", async () => {
    await using control = await startControl({
      location: await locate(),
      override: { signup: "first-user-only" },
    });
    const many = Array.from({ length: 16 }, (_, n) =>
      control.anonymous.post(SIGNUP, { email: `u${n}@example.com`, password: PASSWORD }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(15);
    expect(await control.rows("select user_id from users")).toHaveLength(1);
  });

  test("of many who sign up with one address at once, one has the account", async () => {
    await using control = await startControl({ location: await locate() });
    const many = Array.from({ length: 16 }, () => control.anonymous.post(SIGNUP, anna));
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(15);
  });
});
