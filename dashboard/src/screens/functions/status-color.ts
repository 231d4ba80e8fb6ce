/** Of an HTTP status: what went well, what a caller did, what the function did. */
export function statusColor(status: number): string {
  if (status >= 500) return "red.8";
  return status >= 400 ? "grape.8" : "teal.9";
}
