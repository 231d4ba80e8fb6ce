import { accessToken, forgetSession, refresh } from "./session.ts";

/** Asks as whoever is signed in, until `signal` says otherwise. A session that has ended is noticed here, whatever was asked. */
export async function sendAuthorized(request: Request, signal: AbortSignal): Promise<Response> {
  const again = request.clone();
  const send = async (one: Request, token: string | undefined) => {
    if (token !== undefined) one.headers.set("authorization", `Bearer ${token}`);
    return fetch(one, { signal });
  };
  const first = await send(request, await accessToken());
  if (!isSessionRefused(first)) return first;
  const renewed = await refresh();
  if (renewed === undefined) return first;
  const second = await send(again, renewed);
  if (isSessionRefused(second)) forgetSession();
  return second;
}

/** A wrong password is a 401 too, and so may be what a function answers; only the token's own refusal names it. */
const isSessionRefused = ({ status, headers }: Response): boolean =>
  status === 401 && /error="invalid_token"/.test(headers.get("www-authenticate") ?? "");
