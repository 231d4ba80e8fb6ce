/** As a field for a date and a time wants it, in this reader's zone; empty for none. */
export function localTime(at: string | null): string {
  if (at === null) return "";
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** RFC 3339 of what such a field holds; `null` for an empty one. */
export const instantOf = (local: string): string | null =>
  local === "" ? null : new Date(local).toISOString();
