import { OutboundFailed } from "./outbound-failed.ts";
import { OutboundRefused } from "./outbound-refused.ts";

/** Whatever ended a call, as one of the two errors that its caller knows. */
export function failureOf(thrown: unknown): OutboundFailed | OutboundRefused {
  if (thrown instanceof OutboundFailed || thrown instanceof OutboundRefused) return thrown;
  const code = codeOf(thrown);
  if (code === "UND_ERR_INVALID_ARG") return new OutboundRefused("header", thrown);
  if (thrown instanceof Error && thrown.name === "TimeoutError") return new OutboundFailed("timeout", thrown);
  if (code === "UND_ERR_HEADERS_OVERFLOW") return new OutboundFailed("too_large", thrown);
  if (TLS.test(code)) return new OutboundFailed("tls", thrown);
  if (CONNECT.test(code)) return new OutboundFailed("connect", thrown);
  return new OutboundFailed("protocol", thrown);
}

const TLS = /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$)/;
const CONNECT =
  /^(?:ECONN|EPIPE$|ETIMEDOUT$|EHOST|ENET|EADDRNOTAVAIL$|EACCES$|EPERM$|EINVAL$|UND_ERR_(?:CONNECT_TIMEOUT|SOCKET|DESTROYED|CLOSED)$)/;

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}
