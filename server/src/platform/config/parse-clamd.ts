import type { ClamdAddress } from "#platform/scan/clamd.ts";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { isHostName } from "./is-host-name.ts";
import { parsePort } from "./parse-port.ts";

/** Where the scanner listens; `undefined` where there is none. */
export function parseClamd({ CLAMD_SOCKET: text }: Env): ClamdAddress | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("/")) return { path: text };
  const [, host = "", portText = ""] = /^([^:]+):(\d+)$/.exec(text) ?? [];
  const port = parsePort(portText);
  if (port !== undefined && (isHostName(host) || /^[\d.]+$/.test(host))) return { host, port };
  throw new ConfigError("CLAMD_SOCKET", `is "${text}", and must be the path of a socket, or host:port`);
}
