/** What is known of a request when it begins. */
export type BegunRequest = {
  readonly requestId: string;
  readonly method: string;
  /** W3C Trace Context, as the caller sent it. */
  readonly traceparent: string | undefined;
};

/** What is known of it when its answer begins: a stream may go on for hours. */
export type AnsweredRequest = {
  /** The operation's id; `undefined` for whatever is none. */
  readonly operation: string | undefined;
  readonly status: number;
};

export type WatchedRequest = {
  /** What its log lines carry beside its id. */
  readonly logFields?: { readonly traceId: string };
  readonly answered: (answer: AnsweredRequest) => void;
};

/** Told of each request to the API, when it begins and when its answer does; must not throw. */
export type WatchRequest = (request: BegunRequest) => WatchedRequest;
