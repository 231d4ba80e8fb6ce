/** What an answer may say of itself. Everything else, `set-cookie` above all, would be said in our name. */
const PASSED_ON = new Set([
  ...["content-type", "content-language", "content-disposition", "location", "retry-after", "link"],
]);
const KEPT_BACK_FAMILIES = /^x-(?:switchyard|request-id|content|frame|xss|accel|sendfile|forwarded|robots)/;

/** A page can be shown and styled; it is of no origin, runs nothing and sends nothing. */
const CONTENT_SECURITY_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The headers of a function's answer as its caller sees them: safe ones of its own, and ours. */
export function answerHeaders(
  bindingKey: string,
  given: Iterable<readonly [name: string, value: string]>,
): Record<string, string> {
  const passed = [...given].filter(
    ([name]) => PASSED_ON.has(name) || (name.startsWith("x-") && !KEPT_BACK_FAMILIES.test(name)),
  );
  return {
    "content-type": "application/octet-stream",
    ...Object.fromEntries(passed),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-switchyard-function": bindingKey,
  };
}
