/** The value of a cookie in a `Cookie` header; empty where it is not there. */
export function cookieOf(header: string | undefined, name: string): string {
  if (header === undefined) return "";
  for (let start = 0; start < header.length; ) {
    const end = header.indexOf(";", start);
    const pair = header.slice(start, end === -1 ? undefined : end).trim();
    if (pair.startsWith(name) && pair.charCodeAt(name.length) === EQUALS) return pair.slice(name.length + 1);
    start = end === -1 ? header.length : end + 1;
  }
  return "";
}

const EQUALS = 0x3d;

export type CookieNames = { readonly name: (base: string) => string; readonly attributes: string };

/**
 * Cookies of a handle's host. Over https their names begin with `__Host-`, so that no other handle under the same domain
 * can set or read them; no script can read them anywhere.
 */
export const cookiesOver = (scheme: string): CookieNames => ({
  name: (base) => (scheme === "https" ? `__Host-${base}` : base),
  attributes: `Path=/; HttpOnly; SameSite=Lax${scheme === "https" ? "; Secure" : ""}`,
});
