import { accessToken, forgetSession, refresh } from "./session.ts";

/** No answer is waited for longer, so no spinner turns for ever. Streams have no limit of their own. */
const LATEST_MS = 20_000;

/** Asks as whoever is signed in. A session that has ended is noticed here, whatever was asked. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const isStream = request.headers.get("accept") === "text/event-stream";
  const signal = isStream
    ? request.signal
    : AbortSignal.any([request.signal, AbortSignal.timeout(LATEST_MS)]);
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
