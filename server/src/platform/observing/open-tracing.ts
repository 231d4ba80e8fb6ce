import type { Logger } from "pino";
import type { Tracing, TracingSettings } from "./tracing.ts";

/** OpenTelemetry where it is configured. Elsewhere nothing of it is loaded, and nobody has anything to do for it. */
export async function openTracing(
  settings: TracingSettings | undefined,
  version: string,
  log: Pick<Logger, "warn" | "info">,
): Promise<Tracing | undefined> {
  if (settings === undefined) return undefined;
  const { createOtlpTracing } = await import("./create-otlp-tracing.ts");
  return createOtlpTracing(settings, version, log);
}
