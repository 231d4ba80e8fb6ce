import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";

/** Says once when spans cannot be sent, and once when they can again: the library itself says nothing. */
export function sayingExporter(exporter: SpanExporter, log: Pick<Logger, "warn" | "info">): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const hasFailed = result.error !== undefined;
        if (hasFailed && !isFailing) log.warn({ err: result.error }, "Traces cannot be sent. They are lost.");
        if (!hasFailed && isFailing) log.info("Traces are sent again.");
        isFailing = hasFailed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
