import type { TracingSettings } from "#platform/observing/tracing.ts";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { parseUrl } from "./parse-url.ts";

const PAIR = /^\s*([!#$%&'*+.^`|~\w-]+)\s*=\s*(.*?)\s*$/;

/** Where traces go; `undefined` where nobody has said it. */
export function parseTracing(env: Env): TracingSettings | undefined {
  const endpoint = parseUrl(env, "OTEL_EXPORTER_OTLP_ENDPOINT", ["http:", "https:"]);
  if (endpoint === undefined) return undefined;
  const { OTEL_SERVICE_NAME: serviceName = "switchyard" } = env;
  return { endpoint, headers: parseHeaders(env), serviceName, ratio: parseRatio(env) };
}

/** As the specification of OpenTelemetry has it: values are percent-encoded. */
function parseHeaders({ OTEL_EXPORTER_OTLP_HEADERS: text = "" }: Env): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = "", value] = PAIR.exec(pair) ?? [];
      if (value !== undefined) return [name, decode(value)];
      // What is wrong may be a secret, so it is not repeated.
      throw new ConfigError("OTEL_EXPORTER_OTLP_HEADERS", "must be name=value, with commas between several");
    }),
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function parseRatio({ OTEL_TRACES_SAMPLER_ARG: text = "1" }: Env): number {
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new ConfigError("OTEL_TRACES_SAMPLER_ARG", `is "${text}", and must be a number from 0 to 1`);
}
