/** What a `Retry-After` asks for, in milliseconds from `now`; `null` for one that is not there or says nothing. RFC 9110 §10.2.3. */
export function readRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // A date has a name of a day in front; without one Date.parse would read almost anything.
  const at = /^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
