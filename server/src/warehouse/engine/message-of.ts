/** As a ClickHouse server says it: the engine says the same thing twice over, and the client reads the code from the text. */
export function messageOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return /^Code: \d+\./.test(text) ? text : `Code: 1001. DB::Exception: ${text} (STD_EXCEPTION)`;
}
