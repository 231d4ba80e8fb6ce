import { createDemoClient } from "#demo/demo-client.ts";

const ACCOUNT = { email: "crash@example.com", password: "a long crash password" };

/** The first account of a new installation, with a handle and a token of these scopes. */
export async function signUp(
  port: number,
  handle: string,
  scopes: readonly string[],
): Promise<{ jwt: string; token: string }> {
  const call = createDemoClient(port);
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const jwt = (await logIn(port)) ?? "";
  await call("POST", "/v2/handles", { token: jwt, body: { handle } });
  const body = { name: "crash", scopes };
  const created = await call("POST", `/v2/handles/${handle}/tokens`, { token: jwt, body });
  return { jwt, token: String(created.body["token"]) };
}

/** A new session of that account; `undefined` where there is none to be had. */
export async function logIn(port: number): Promise<string | undefined> {
  const { body } = await createDemoClient(port)("POST", "/v2/auth/login", { body: ACCOUNT });
  return typeof body["accessToken"] === "string" ? body["accessToken"] : undefined;
}
