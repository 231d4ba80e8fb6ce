type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What happens from here until `end`. Never holds a secret, a query string or anything of a visitor. */
export type OpenSpan = {
  readonly traceId: string;
  /** W3C Trace Context, for whoever is called meanwhile. */
  readonly traceparent: string;
  readonly end: (attributes: Attributes, isFailure: boolean) => void;
};

type Beginning = {
  readonly kind: "server" | "client";
  /** The `traceparent` of whoever has asked for this; what is none is not believed. */
  readonly parent?: string | undefined;
  /** Epoch milliseconds; now, unless it is said. */
  readonly startedAt?: number;
};

/** Where spans go. Nothing waits for them, and what cannot be sent is lost. */
export type Tracing = AsyncDisposable & {
  readonly begin: (name: string, beginning: Beginning) => OpenSpan;
};

export type TracingSettings = {
  /** The base address of an OTLP collector that takes HTTP, such as `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Of traces that begin here, from 0 to 1; those of a caller are kept as the caller says. */
  readonly ratio: number;
};
