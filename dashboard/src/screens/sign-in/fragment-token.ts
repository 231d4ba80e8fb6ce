/** The token behind the `#` of a mailed link, which no server is sent; `undefined` where there is none. */
export function fragmentToken(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? undefined;
}
