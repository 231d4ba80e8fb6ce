import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import type { EventKind, VisitEvent } from "#kernel/visit-event.ts";

/** All that goes back to a visitor, and what is recorded of it first. */
export type Answer = {
  readonly status: number;
  /** Names and values in turn, as `writeHead` takes them fastest. */
  readonly headers: string[];
  readonly body: string;
  /** `null`: not recorded. */
  readonly kind: EventKind | null;
  /** Where the visitor is sent, as it is recorded: without a context token. Empty for a page. */
  readonly destination: string;
  /** What else is recorded, where there is anything. */
  readonly details?: Partial<Pick<VisitEvent, "id" | "variant" | "metadata" | "sessionId" | "segments">>;
};

/** To a parsed http(s) URL: ASCII, so it can hold no line break and begin no other header. */
export const redirect = (
  status: number,
  location: string,
  kind: EventKind | null,
  caching = "private, no-store",
): Answer => ({
  status,
  headers: ["Location", location, "Cache-Control", caching, "Content-Length", "0"],
  body: "",
  kind,
  destination: location,
});

export const recordedAs = (kind: EventKind, answer: Answer): Answer => ({ ...answer, kind });

/** The same answer, with a cookie that the browser is to keep. */
export const withCookie = (answer: Answer, cookie: string): Answer => ({
  ...answer,
  headers: [...answer.headers, "Set-Cookie", cookie],
});

/** As much of an answer as is sent. */
export type Sent = Pick<Answer, "status" | "headers"> & { readonly body: string | Uint8Array | Readable };

/** Node leaves the body away where the request is HEAD. What breaks off in the middle breaks off for the reader as well. */
export function send(response: ServerResponse<IncomingMessage>, { status, headers, body }: Sent): void {
  response.writeHead(status, headers);
  if (body instanceof Readable) pipeline(body, response, () => {});
  else response.end(body);
}
