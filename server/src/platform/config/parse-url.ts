import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";

/** The value as it is, if it is a URL that begins as it should. It is never repeated: it may hold a password. */
export function parseUrl(env: Env, name: VariableName, protocols: readonly string[]): string | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url !== null && protocols.includes(url.protocol) && url.hostname !== "") return text;
  const beginnings = protocols.map((protocol) => `${protocol}//`).join(" or ");
  throw new ConfigError(name, `is not a URL that begins with ${beginnings} and names a host`);
}
