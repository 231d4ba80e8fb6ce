import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { AppError } from "#kernel/errors.ts";
import { contentDisposition } from "#platform/http/content-disposition.ts";
import { matchesEtag } from "#platform/http/matches-etag.ts";
import { parseRange } from "#platform/http/parse-range.ts";
import { countStreamed } from "#platform/jobs/count-streamed.ts";
import type { EdgeFiles, FileDownload } from "./edge-files.ts";
import { requireMethod } from "./require-method.ts";

/** Resolves once a download is kept in the event log: none begins before that. */
export type Recorder = (request: IncomingMessage, file: FileDownload, status: number) => Promise<void>;

/** Nothing that a file holds may run, load, send or frame, whatever a browser takes it for. */
const SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves a file or a range of it, as something that runs nowhere. */
export async function sendFile(
  files: EdgeFiles,
  record: Recorder,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  requireMethod(request.method, ["GET", "HEAD"]);
  const file = await files.download(token);
  if (file.kind === "lapsed") {
    response.writeHead(302, {
      Location: file.location,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
    });
    return void response.end();
  }
  const etag = `"${file.sha256}"`;
  for (const [name, value] of Object.entries(headersOf(file, etag))) response.setHeader(name, value);
  if (matchesEtag(request.headers["if-none-match"], etag)) return void response.writeHead(304).end();
  const range = rangeOf(request, file, etag);
  if (range !== null)
    response.setHeader("Content-Range", `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
  const status = range === null ? 200 : 206;
  const length = range === null ? file.sizeBytes : range.end - range.start + 1;
  response.setHeader("Content-Length", length);
  if (request.method === "HEAD" || length === 0) {
    if (request.method === "GET") await record(request, file, status);
    return void response.writeHead(status).end();
  }
  const body = await file.open(range ?? undefined);
  try {
    // A player that asks for the middle has begun before.
    if ((range?.start ?? 0) === 0) await record(request, file, status);
    response.writeHead(status);
    body.on("data", (piece: Uint8Array) => countStreamed(piece.length));
    await pipeline(body, response);
  } finally {
    body.destroy();
  }
}

const headersOf = (file: FileDownload, etag: string): Record<string, string> => ({
  "Content-Type": file.contentType === "text/plain" ? "text/plain; charset=utf-8" : file.contentType,
  "Content-Disposition": contentDisposition(file.isInline ? "inline" : "attachment", file.fileName),
  "Content-Security-Policy": SANDBOX,
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": file.isPublic ? "cross-origin" : "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex",
  "Accept-Ranges": "bytes",
  // Asked again each time: a file that was deleted is not to live on in caches.
  "Cache-Control": "private, no-cache",
  ETag: etag,
});

/** With `If-Range` only of this very content; a date never names it. */
function rangeOf({ headers }: IncomingMessage, { sizeBytes }: FileDownload, etag: string) {
  const condition = headers["if-range"];
  if (condition !== undefined && condition !== etag) return null;
  const range = parseRange(headers.range, sizeBytes);
  if (range !== "unsatisfiable") return range;
  throw new AppError("range_not_satisfiable", `The file has ${sizeBytes} bytes.`, { details: { sizeBytes } });
}
