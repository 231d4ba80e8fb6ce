import { expect } from "vitest";
import type { DemoClient } from "#demo/demo-client.ts";

const ACCOUNT = { email: "owner@example.com", password: "a long patient password" };
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

type Program = { readonly call: DemoClient; readonly port: number };

/** A new program's first account, with a handle and its link `launch`: the owner's token, and what a person is answered at a path. */
export async function openHandle({ call, port }: Program, handle: string) {
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const token = String((await call("POST", "/v2/auth/login", { body: ACCOUNT })).body["accessToken"]);
  expect(await call("POST", "/v2/handles", { token, body: { handle } })).toMatchObject({ status: 201 });
  const body = { destinationUrl: "https://example.com/" };
  expect(await call("PUT", `/v2/handles/${handle}/links/launch`, { token, body })).toMatchObject({
    status: 201,
  });
  const visit = async (path = "/launch") => {
    const headers = { host: `${handle}.localhost:${port}`, "user-agent": AGENT };
    return (await call("GET", path, { headers })).status;
  };
  return { token, visit };
}
