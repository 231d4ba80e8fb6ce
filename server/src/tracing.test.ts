import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { expect, test, vi } from "vitest";
import { openTracing } from "#platform/observing/open-tracing.ts";
import { sayingExporter } from "#platform/observing/saying-exporter.ts";
import { attributesOf, startCollector } from "#testing/start-collector.ts";
import { startProgram } from "#testing/start-program.ts";
import { startReceiver } from "#testing/start-receiver.ts";

const SOURCES = import.meta.dirname;
const PATIENT = { timeout: 40_000, interval: 50 };
const ACCOUNT = { email: "traced@example.com", password: "a long traced password" };
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = `00-${TRACE}-b7ad6b7169203331-01`;

/**
 * How many modules of OpenTelemetry a program has loaded that has loaded all of ours. Its API, which does nothing by itself,
 * belongs to the library of the metrics.
 */
function countLoaded(settings: string): number {
  const script = `
    import { registerHooks } from "node:module";
    let loaded = 0;
    registerHooks({ load: (url, context, next) => {
      if (/[/]@opentelemetry[/](?!api[/])/.test(url)) loaded += 1;
      return next(url, context);
    } });
    await import(${JSON.stringify(join(SOURCES, "start.ts"))});
    const { openTracing } = await import(${JSON.stringify(join(SOURCES, "platform/observing/open-tracing.ts"))});
    await openTracing(${settings}, "1", console);
    console.log(loaded);
    process.exit(0);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: SOURCES }));
}

test("nothing of OpenTelemetry is loaded unless a collector is named", { timeout: 120_000 }, () => {
  expect(countLoaded("undefined")).toBe(0);
  const settings = '{ endpoint: "http://127.0.0.1:9", headers: {}, serviceName: "s", ratio: 1 }';
  expect(countLoaded(settings)).toBeGreaterThan(0);
});

test("requests, visits and webhooks become spans that say nothing of whom or where", {
  timeout: 90_000,
}, async () => {
  await using collector = await startCollector();
  const receiver = await startReceiver();
  {
    await using program = await startProgram({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=k%65y",
      ...{ OUTBOUND_ALLOW: "127.0.0.0/8", OUTBOUND_PORTS: String(new URL(receiver.url).port) },
    });
    const { call, port } = program;
    await call("POST", "/v2/auth/signup", { body: ACCOUNT });
    const token = String((await call("POST", "/v2/auth/login", { body: ACCOUNT })).body["accessToken"]);
    await call("POST", "/v2/handles", { token, body: { handle: "traced" } });
    const webhook = { endpointUrl: `${receiver.url}?secret=in-the-address`, eventTypes: ["link.created"] };
    expect(await call("POST", "/v2/handles/traced/webhooks", { token, body: webhook })).toMatchObject({
      status: 201,
    });
    const body = { destinationUrl: "https://example.com/private-landing" };
    const headers = { traceparent: CALLER, "x-request-id": "mine-1" };
    const path = "/v2/handles/traced/links/hidden-slug";
    expect(await call("PUT", path, { token, body, headers })).toMatchObject({ status: 201 });
    const visited = { host: `traced.localhost:${port}`, "user-agent": AGENT, traceparent: CALLER };
    expect(await call("GET", "/hidden-slug?q=searched", { headers: visited })).toMatchObject({ status: 302 });
    await expect.poll(() => receiver.received.length, PATIENT).toBe(1);
  }
  const { spans } = collector;
  const put = spans.find(({ traceId }) => traceId === TRACE);
  expect(put).toMatchObject({ name: "request", parentSpanId: "b7ad6b7169203331", kind: 2 });
  expect(put && attributesOf(put)).toEqual({
    "switchyard.operation": "upsertLink",
    "switchyard.request_id": "mine-1",
    "http.request.method": "PUT",
    "http.response.status_code": 201,
  });
  expect(spans.filter(({ traceId }) => traceId === TRACE)).toHaveLength(1);
  const visit = spans.find(({ name }) => name === "visit");
  expect(visit && attributesOf(visit)).toEqual({
    "switchyard.visit_kind": "handle",
    "http.response.status_code": 302,
  });
  const attempt = spans.find(({ name }) => name === "webhook attempt");
  expect(attempt && attributesOf(attempt)).toMatchObject({
    "switchyard.event_type": "link.created",
    "switchyard.outcome": "delivered",
    "http.response.status_code": 200,
  });
  expect(receiver.received[0]?.headers["traceparent"]).toBe(`00-${attempt?.traceId}-${attempt?.spanId}-01`);
  expect(collector.requests[0]).toEqual({ path: "/v1/traces", key: "key" });
  for (const hidden of [
    "private-landing",
    "hidden-slug",
    "searched",
    "127.0.0.1",
    "in-the-address",
    "Firefox",
  ])
    expect(collector.text()).not.toContain(hidden);
});

test("that spans cannot be sent is said once, and once that they can again", async () => {
  const log = { warn: vi.fn(), info: vi.fn() };
  let error: Error | undefined;
  const answer: SpanExporter["export"] = (_, done) => done({ code: error ? 1 : 0, ...(error && { error }) });
  const exporter = sayingExporter({ export: answer, shutdown: async () => {} }, log);
  const results: unknown[] = [];
  for (const next of [undefined, new Error("away"), new Error("still away"), undefined, undefined]) {
    error = next;
    exporter.export([], (result) => results.push(result.error?.message));
  }
  expect(results).toEqual([undefined, "away", "still away", undefined, undefined]);
  expect([log.warn.mock.calls.length, log.info.mock.calls.length]).toEqual([1, 1]);
});

test("a caller's trace is gone on with, and whatever is none is not", async () => {
  await using collector = await startCollector();
  const log = { warn: vi.fn(), info: vi.fn() };
  const settings = { endpoint: collector.endpoint, headers: {}, serviceName: "switchyard", ratio: 0 };
  {
    await using tracing = await openTracing(settings, "1", log);
    const begin = (parent: string | undefined) => tracing?.begin("request", { kind: "server", parent });
    expect(begin(CALLER)?.traceId).toBe(TRACE);
    expect(begin(`cc-${TRACE}-b7ad6b7169203331-01-later`)?.traceId).toBe(TRACE);
    const none = [
      undefined,
      "",
      "00-",
      `ff-${TRACE}-b7ad6b7169203331-01`,
      `00-${TRACE}-${"0".repeat(16)}-01`,
    ];
    for (const parent of [...none, `00-${"0".repeat(32)}-b7ad6b7169203331-01`, CALLER.toUpperCase()])
      expect(begin(parent)?.traceId, parent).not.toBe(TRACE);
    begin(CALLER)?.end({}, false);
    begin(undefined)?.end({}, false); // Of those that begin here this one keeps none.
  }
  expect(collector.spans.map(({ traceId }) => traceId)).toEqual([TRACE]);
  expect(log.warn).not.toHaveBeenCalled();
});
