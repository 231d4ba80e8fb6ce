import type { Outbound } from "#platform/outbound/outbound.ts";
import { type FailureKind, OutboundFailed } from "#platform/outbound/outbound-failed.ts";
import { OutboundRefused } from "#platform/outbound/outbound-refused.ts";
import { readRetryAfter } from "./retry-after.ts";

/** Why an attempt was none that counts: no 2xx, a redirect, which is not followed, or no answer at all. */
export type AttemptError = "status" | "redirect" | "refused" | FailureKind;

/** What came of one attempt. `error` is `null` for a success alone. */
export type Attempt = {
  readonly at: Date;
  /** From the first byte of the call to the last one of the answer that was read. */
  readonly durationMs: number;
  readonly error: AttemptError | null;
  readonly status: number | null;
  /** Without what could be a secret of the receiver's. */
  readonly answerHeaders: Readonly<Record<string, string>>;
  /** The beginning, as text that every database can hold. */
  readonly answerBody: string;
  /** How long the receiver wants to be left alone; of 429 and 503 only. */
  readonly retryAfterMs: number | null;
};

type Sent = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Options = { readonly at: Date; readonly timeoutMs: number; readonly signal: AbortSignal };

/** Of an answer's body. */
const ANSWER_BYTES_MAX = 65_536;
const ANSWER_HEADERS_MAX = 50;
const HEADER_LENGTH_MAX = 1_000;
/** Of what a receiver answers nothing is kept that somebody could act with. */
const PRIVATE = /cookie|authorization|authenticate|token|secret|api-?key|password|session/i;

/** Makes one attempt, and never throws but for `signal`. Whatever the receiver does, it takes no longer than `timeoutMs`. */
export async function makeAttempt(
  outbound: Outbound,
  { url, headers, body }: Sent,
  { at, timeoutMs, signal }: Options,
): Promise<Attempt> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  try {
    const answer = await outbound.request(url, {
      method: "POST",
      headers,
      body,
      timeoutMs,
      maxResponseBytes: ANSWER_BYTES_MAX,
      read: "beginning",
      signal,
    });
    const { status } = answer;
    const mayAsk = status === 429 || status === 503;
    return {
      at,
      durationMs: took(),
      error: errorOf(status),
      status,
      answerHeaders: shown(answer.headers),
      answerBody: textOf(answer.body),
      retryAfterMs: mayAsk ? readRetryAfter(answer.headers.get("retry-after"), at) : null,
    };
  } catch (thrown) {
    signal.throwIfAborted();
    const unanswered = { status: null, answerHeaders: {}, answerBody: "", retryAfterMs: null };
    return { at, durationMs: took(), error: errorBehind(thrown), ...unanswered };
  }
}

function errorOf(status: number): AttemptError | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "redirect" : "status";
}

function errorBehind(thrown: unknown): AttemptError {
  if (thrown instanceof OutboundFailed) return thrown.kind;
  if (thrown instanceof OutboundRefused) return "refused";
  throw thrown;
}

const shown = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...headers]
      .slice(0, ANSWER_HEADERS_MAX)
      .map(([name, value]) => [
        name,
        PRIVATE.test(name) ? "redacted" : value.slice(0, HEADER_LENGTH_MAX).replaceAll("\0", "\uFFFD"),
      ]),
  );

/** PostgreSQL has no NUL in its text, and what is no UTF-8 grows when it is made some. */
function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes).replaceAll("\0", "\uFFFD");
  const encoded = Buffer.from(text);
  if (encoded.length <= ANSWER_BYTES_MAX) return text;
  return new TextDecoder().decode(encoded.subarray(0, ANSWER_BYTES_MAX), { stream: true });
}
