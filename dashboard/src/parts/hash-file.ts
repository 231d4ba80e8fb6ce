/** What is larger would have to be held in memory as a whole. */
const HASHED_BYTES_MAX = 64 * 1024 * 1024;

/** SHA-256 in hexadecimal; `undefined` for what is too large, and where the connection is not one that browsers trust. */
export async function hashFile(file: Blob): Promise<string | undefined> {
  // Typed as if it were always there.
  const subtle = (globalThis.crypto as { readonly subtle?: SubtleCrypto }).subtle;
  if (subtle === undefined || file.size > HASHED_BYTES_MAX) return undefined;
  const digest = new Uint8Array(await subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
