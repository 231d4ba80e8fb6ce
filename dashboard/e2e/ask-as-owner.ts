import { HANDLE, must, OWNER } from "./journey.ts";

const headers = { "content-type": "application/json" };

/** What somebody else does at the same time: a request of the owner's within the handle, from elsewhere. */
export async function askAsOwner(origin: string, method: string, path: string, body: object): Promise<void> {
  const login = await fetch(`${origin}/v2/auth/login`, {
    ...{ method: "POST", headers, body: JSON.stringify(OWNER) },
  });
  const { accessToken } = (await login.json()) as { accessToken: string };
  const answer = await fetch(`${origin}/v2/handles/${HANDLE}/${path}`, {
    ...{ method, body: JSON.stringify(body) },
    headers: { ...headers, authorization: `Bearer ${accessToken}` },
  });
  must(answer.ok, `Somebody else's ${method} ${path} is answered ${answer.status}.`);
}
