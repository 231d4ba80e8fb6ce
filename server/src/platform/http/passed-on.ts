/** A request of which we know the address and who asks, and nothing else; for operations of the method `any`. */
export type PassedRequest = {
  /** In capitals. */
  readonly method: string;
  /** What follows the operation's path, as it was sent: empty, or from a slash on. */
  readonly below: string;
  /** As it was sent, without the question mark. */
  readonly query: string;
  readonly headers: Headers;
  readonly bytes: ReadableStream<Uint8Array>;
};

/** An answer that is somebody else's, status and all. The headers are those that may pass: the handler has chosen them. */
export type PassedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `null` where the status has none. */
  readonly body: Uint8Array<ArrayBuffer> | null;
};
