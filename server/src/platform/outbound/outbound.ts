/** What a customer's server is asked. */
export type OutboundRequest = {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** Those that belong to the connection are refused. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For everything together: the name, the connection, the headers and the body. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** `whole`: a longer body fails as `too_large`. `beginning`: what is longer is cut off. `nothing`: no body is read. */
  readonly read: "whole" | "beginning" | "nothing";
  readonly signal?: AbortSignal;
};

export type OutboundResponse = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** From the call until the headers were there. */
  readonly latencyMs: number;
};

/** The only way to an address that a customer wrote. Disposing ends what is under way. */
export type Outbound = AsyncDisposable & {
  /**
   * Whatever is answered, a redirect too, which is not followed. Throws `OutboundRefused` before any connection,
   * `OutboundFailed` when no answer came, and the reason of `signal` when that ends it.
   */
  readonly request: (url: string, request: OutboundRequest) => Promise<OutboundResponse>;
};
