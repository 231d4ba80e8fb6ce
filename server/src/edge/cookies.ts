export type CookieNames = { readonly name: (base: string) => string; readonly attributes: string };

/**
 * Cookies of a handle's host. Over https their names begin with `__Host-`, so that no other handle under the same domain
 * can set or read them; no script can read them anywhere.
 */
export const cookiesOver = (scheme: string): CookieNames => ({
  name: (base) => (scheme === "https" ? `__Host-${base}` : base),
  attributes: `Path=/; HttpOnly; SameSite=Lax${scheme === "https" ? "; Secure" : ""}`,
});
