/** Credentials, what belongs to a connection, and what only we or a proxy of ours may say. */
const KEPT_BACK = new Set([
  ...["authorization", "proxy-authorization", "proxy-authenticate", "cookie", "cookie2", "x-api-key"],
  ...[
    "host",
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
  ],
  ...["content-length", "expect", "accept-encoding", "forwarded", "via", "x-real-ip", "true-client-ip"],
  ...["cf-connecting-ip", "if-none-match", "if-modified-since", "http2-settings"],
]);
const KEPT_BACK_FAMILIES = /^(?:x-forwarded|x-switchyard|sec|access-control)-/;
/** Whatever others call their credentials. */
const LOOKS_SECRET =
  /(?:^|-)(?:auth|authorization|token|password|passwd|secret|session|credential|csrf|xsrf|jwt)(?:-|$)/;
const HEADERS_MAX = 64;

/** The headers of a call that its target may see. Those named in `connection` belong to the connection as well. */
export function requestHeaders(sent: Headers): [name: string, value: string][] {
  const named = (sent.get("connection") ?? "")
    .toLowerCase()
    .split(",")
    .map((one) => one.trim());
  return [...sent]
    .filter(([name]) => !KEPT_BACK.has(name) && !KEPT_BACK_FAMILIES.test(name) && !LOOKS_SECRET.test(name))
    .filter(([name]) => !named.includes(name))
    .slice(0, HEADERS_MAX);
}
