import { sendAuthorized } from "./send-authorized.ts";

/** No answer is waited for longer, so no spinner turns for ever. Streams have no limit of their own. */
const LATEST_MS = 20_000;

/** Asks as whoever is signed in, for what is small or a stream; a file takes as long as it takes. */
export function authorizedFetch(request: Request): Promise<Response> {
  const isStream = request.headers.get("accept") === "text/event-stream";
  const signal = isStream
    ? request.signal
    : AbortSignal.any([request.signal, AbortSignal.timeout(LATEST_MS)]);
  return sendAuthorized(request, signal);
}
