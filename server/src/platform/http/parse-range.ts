/** The first and the last byte that are asked for, both included. */
type Range = { readonly start: number; readonly end: number };

/**
 * What a `Range` header asks of so many bytes (RFC 9110 §14): one range; `null` for all of them, which is the answer to
 * none, to several and to what is no range; `"unsatisfiable"` where it begins behind the end.
 */
export function parseRange(header: string | undefined, sizeBytes: number): Range | "unsatisfiable" | null {
  const [, from = "", to = ""] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? "") ?? [];
  if (from === "") {
    if (to === "") return null;
    const length = Math.min(Number(to), sizeBytes);
    return length === 0 ? "unsatisfiable" : { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(from);
  const end = to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== "" && Number(to) < start) return null;
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}
