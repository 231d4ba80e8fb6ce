import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

type Value = { readonly stringValue?: string; readonly intValue?: number };
type Attribute = { readonly key: string; readonly value: Value };
type Sent = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly CollectedSpan[] }[];
  }[];
};

/** A span as it arrives. */
export type CollectedSpan = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
};

/** Stands in for an OpenTelemetry collector: takes spans as OTLP in JSON over HTTP, and keeps what it was sent. */
export async function startCollector() {
  const spans: CollectedSpan[] = [];
  const requests: { readonly path: string | undefined; readonly key: string | undefined }[] = [];
  const raw: string[] = [];
  const server = createServer(async (request, response) => {
    const sent = (await json(request)) as Sent;
    raw.push(JSON.stringify(sent));
    requests.push({ path: request.url, key: request.headers["x-key"]?.toString() });
    for (const { scopeSpans } of sent.resourceSpans)
      for (const { spans: some } of scopeSpans) spans.push(...some);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    requests,
    /** All that was sent, as text. */
    text: () => raw.join("\n"),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The attributes of a span by their names. */
export const attributesOf = ({ attributes }: Pick<CollectedSpan, "attributes">) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));
