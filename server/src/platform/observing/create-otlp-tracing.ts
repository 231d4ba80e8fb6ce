import { setTimeout as sleep } from "node:timers/promises";
import { ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import { sayingExporter } from "./saying-exporter.ts";
import type { Tracing, TracingSettings } from "./tracing.ts";

const EXPORT_MS_MAX = 5_000;
/** How long the end of the program waits for the last spans to be sent. */
const PATIENCE_MS = 3_000;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT };

/** Sends spans to a collector in batches, as OTLP over HTTP. */
export function createOtlpTracing(
  { endpoint, headers, serviceName, ratio }: TracingSettings,
  version: string,
  log: Pick<Logger, "warn" | "info">,
): Tracing {
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const sender = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: EXPORT_MS_MAX });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName, "service.version": version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: sayingExporter(sender, log),
        exportTimeoutMillis: EXPORT_MS_MAX,
      }),
    ],
  });
  const tracer = provider.getTracer("switchyard", version);
  return {
    begin: (name, { kind, parent, startedAt }) => {
      const caller = parseTraceparent(parent);
      const context = caller === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, caller);
      const options = { kind: KINDS[kind], ...(startedAt !== undefined && { startTime: startedAt }) };
      const span = tracer.startSpan(name, options, context);
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceId,
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`,
        end: (attributes, isFailure) => {
          span.setAttributes(attributes);
          if (isFailure) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      const closing = provider.shutdown().catch(() => {});
      await Promise.race([closing, sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

/** Any version that begins like the first one, as the standard wants it; `undefined` for whatever is none. */
function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, version, traceId = "", spanId = "", flags = ""] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(text ?? "") ?? [];
  if (version === undefined || version === "ff" || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}
