import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";

/** The items between the commas, each of which is good. */
export function parseList(
  env: Env,
  name: VariableName,
  isGood: (text: string) => boolean,
  what: string,
): readonly string[] {
  const items = (env[name] ?? "").split(",").flatMap((item) => (item.trim() === "" ? [] : [item.trim()]));
  const wrong = items.find((item) => !isGood(item));
  if (wrong === undefined) return items;
  throw new ConfigError(name, `has "${wrong}", which is not ${what}`);
}
