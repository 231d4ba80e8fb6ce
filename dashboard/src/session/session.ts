import { ApiError, apiErrorOf } from "#api/api-error.ts";
import { t } from "#text/t.ts";

type Access = { readonly token: string; readonly until: number };
type Pair = { readonly accessToken: string; readonly expiresIn: number };

/**
 * Says that this browser has a session, so that a first visitor is not asked for one; another value in each session, so that
 * all tabs hear of a new one. The token itself no script can read.
 */
const HINT = "switchyard.session";
const EARLY_MS = 30_000;
const LATEST_MS = 15_000;

let access: Access | undefined;
let refreshing: Promise<string | undefined> | undefined;
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};

/** Calls back whenever somebody signs in or out, in another tab too: what was known until then is another's. */
export function listenToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether this browser has a session, as far as it knows. */
export const hasSession = (): boolean => localStorage.getItem(HINT) !== null;

/** Begins a session. The refresh token goes into a cookie that no script can read, and no trade of the last session replaces. */
export async function signIn(email: string, password: string): Promise<void> {
  await alone(async () => {
    keep(await post<Pair>("/v2/auth/login", { email, password, refreshIn: "cookie" }));
    localStorage.setItem(HINT, crypto.getRandomValues(new Uint32Array(2)).join("-"));
  });
  tell();
}

/** Ends the session here and on the server; here also when the server cannot be reached. */
export async function signOut(): Promise<void> {
  const token = await accessToken().catch(() => undefined);
  forgetSession();
  if (token !== undefined) await post("/v2/auth/logout", undefined, token).catch(() => undefined);
}

/** Forgets the session without asking anybody: the server has ended it. */
export function forgetSession(): void {
  access = undefined;
  localStorage.removeItem(HINT);
  tell();
}

/** The access token of now, traded anew shortly before it ends; `undefined` where nobody is signed in. */
export async function accessToken(): Promise<string | undefined> {
  if (access !== undefined && access.until - EARLY_MS > Date.now()) return access.token;
  return refresh();
}

/** A new access token, whatever is left of the old one. All who ask at once share one trade, other tabs wait their turn. */
export function refresh(): Promise<string | undefined> {
  if (!hasSession()) return Promise.resolve(undefined);
  refreshing ??= alone(trade).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** One after the other in all tabs. A page that is not served over TLS has no locks, and does it at once. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? work() : locks.request("switchyard.refresh", work);
}

async function trade(): Promise<string | undefined> {
  try {
    return keep(await post<Pair>("/v2/auth/refresh", {}));
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.status < 400 || cause.status >= 500 || cause.status === 429)
      throw cause;
    forgetSession();
    return undefined;
  }
}

function keep({ accessToken: token, expiresIn }: Pair): string {
  access = { token, until: Date.now() + expiresIn * 1000 };
  return token;
}

/** Without the client: it asks through here. */
async function post<T>(path: string, body: unknown, token?: string): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    signal: AbortSignal.timeout(LATEST_MS),
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError("offline", t("error.offline"), 0, "", []);
  });
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) throw apiErrorOf(answer, response);
  return answer as T;
}

window.addEventListener("storage", ({ key }) => {
  if (key !== HINT) return;
  access = undefined;
  tell();
});
