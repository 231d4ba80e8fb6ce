import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";

/** The value as one of those allowed, or `otherwise` where there is none. */
export function oneOf<const T extends string>(
  env: Env,
  name: VariableName,
  allowed: readonly T[],
  otherwise: T,
): T {
  const text = env[name];
  if (text === undefined) return otherwise;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new ConfigError(name, `is "${text}", and must be one of ${allowed.join(", ")}`);
}
