import { expect, test } from "vitest";
import { type Control, startControl } from "#testing/start-control.ts";

const anna = { email: "anna@example.com", password: "Correct-horse-battery-42" };
const HERE = { host: "app.switchyard.test", origin: "http://app.switchyard.test" };
const REFUSED = { status: 403, body: { error: "origin_not_allowed" } };

async function logIn(control: Control, headers: Record<string, string> = HERE) {
  await control.anonymous.post("/v2/auth/signup", anna);
  return control.anonymous.post("/v2/auth/login", { ...anna, refreshIn: "cookie" }, headers);
}

const setCookieOf = ({ headers }: { headers: Headers }) => headers.get("set-cookie") ?? "";
const cookieOf = (answer: { headers: Headers }) => setCookieOf(answer).split(";")[0] ?? "";
const refresh = (control: Control, cookie: string, headers: Record<string, string> = HERE) =>
  control.anonymous.post("/v2/auth/refresh", {}, { ...headers, cookie });

test("a page gets the refresh token in a cookie that no script and no other host reads, and not in the answer", async () => {
  const addresses = { scheme: "https", publicDomain: "switchyard.test", sitesDomain: "sites.test" };
  await using control = await startControl({ override: { addresses } });
  const answer = await logIn(control, { ...HERE, origin: "https://app.switchyard.test" });
  expect(answer.status).toBe(200);
  expect(answer.body).not.toHaveProperty("refreshToken");
  expect(setCookieOf(answer)).toMatch(
    /^__Host-sy_refresh=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
  );
});

test("over plain http the cookie needs no https, and is as closed to scripts", async () => {
  await using control = await startControl();
  expect(setCookieOf(await logIn(control))).toMatch(
    /^sy_refresh=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
  );
});

test("the cookie is traded once, for the next cookie; whoever sends it again after the grace ends the session", async () => {
  await using control = await startControl();
  const first = cookieOf(await logIn(control));
  const answer = await refresh(control, first);
  expect(answer).toMatchObject({ status: 200, body: { expiresIn: 600 } });
  expect(answer.body).not.toHaveProperty("refreshToken");
  const second = cookieOf(answer);
  expect(second).not.toBe(first);
  control.advance(11_000);
  expect(await refresh(control, first)).toMatchObject({ status: 401 });
  expect(await refresh(control, second)).toMatchObject({ status: 401 });
});

test.each([
  ["another host", { ...HERE, origin: "http://acme.sites.test" }],
  ["a host below", { ...HERE, origin: "http://x.app.switchyard.test" }],
  ["another port", { ...HERE, origin: "http://app.switchyard.test:81" }],
  ["nowhere", { ...HERE, origin: "null" }],
  ["no browser", { host: HERE.host }],
])(
  "a page of %s neither uses the cookie nor plants one, and the session is as it was",
  async (_, headers) => {
    await using control = await startControl();
    const cookie = cookieOf(await logIn(control));
    const [used, planted] = [await refresh(control, cookie, headers), await logIn(control, headers)];
    for (const answer of [used, planted]) {
      expect(answer).toMatchObject(REFUSED);
      expect(setCookieOf(answer)).toBe("");
    }
    control.advance(60_000);
    expect((await refresh(control, cookie)).status).toBe(200);
  },
);

test("the bare listener's own page has its cookie too", async () => {
  await using control = await startControl();
  const bare = { host: "127.0.0.1:8080", origin: "http://127.0.0.1:8080" };
  const cookie = cookieOf(await logIn(control, bare));
  expect((await refresh(control, cookie, bare)).status).toBe(200);
});

test("without cookie and body there is nothing to trade, and a token in the body is answered in the body", async () => {
  await using control = await startControl();
  await logIn(control);
  expect(await control.anonymous.post("/v2/auth/refresh", {})).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path: "refreshToken" }] },
  });
  const { refreshToken } = (await control.anonymous.post("/v2/auth/login", anna)).body as {
    refreshToken: string;
  };
  const answer = await control.anonymous.post("/v2/auth/refresh", { refreshToken });
  expect(answer.body).toHaveProperty("refreshToken");
  expect(setCookieOf(answer)).toBe("");
});

test("logging out takes the cookie away, and it is good for nothing", async () => {
  await using control = await startControl();
  const answer = await logIn(control);
  const cookie = cookieOf(answer);
  const { accessToken } = answer.body as { accessToken: string };
  const left = await control
    .client({ authorization: `Bearer ${accessToken}`, cookie, ...HERE })
    .send("POST", "/v2/auth/logout");
  expect(left.status).toBe(204);
  expect(setCookieOf(left)).toContain("sy_refresh=; Path=/; Max-Age=0");
  expect(await refresh(control, cookie)).toMatchObject({ status: 401 });
});
