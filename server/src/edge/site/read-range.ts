/** The bytes that a `Range` header asks for: `"all"` where it is none that is answered in part, `null` where there are none such. */
export function readRange(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | "all" | null {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return "all";
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim()) ?? [];
  if (first === "" && last === "") return "all";
  if (first === "") {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? null : { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== "" && Number(last) < start) return "all";
  return start < sizeBytes ? { start, end } : null;
}
