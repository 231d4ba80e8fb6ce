import type { IncomingMessage } from "node:http";
import type { Sent } from "#edge/answer.ts";
import { methodNotAllowed } from "#edge/pages.ts";
import type { BlobStore } from "#platform/blobs/blob-store.ts";
import type { CompiledSite, ServedFile } from "#platform/sites/compile-site.ts";
import type { SiteBlob } from "#platform/sites/site-manifest.ts";
import { chooseCoding } from "./choose-coding.ts";
import { fileHeaders } from "./file-headers.ts";
import { HOT_FILE_BYTES_MAX, type HotFiles } from "./hot-files.ts";
import { readRange } from "./read-range.ts";

export type FileStore = { readonly blobs: Pick<BlobStore, "open">; readonly hot: HotFiles };

/** A file of a site that was found under an address. */
export type Found = {
  readonly site: CompiledSite;
  readonly file: ServedFile;
  readonly status: 200 | 404 | 410;
  /** The path that was asked for. */
  readonly path: string;
  /** Sent with it, whatever the file. */
  readonly extra: readonly string[];
};

const ONLY_READING = methodNotAllowed(["GET", "HEAD"]);
const NO_BYTES = "";

/** The file whole, in part, or the word that the reader's copy is still good. Reads nothing where nothing is sent. */
export function sendFile(request: IncomingMessage, found: Found, store: FileStore): Sent | Promise<Sent> {
  const { method, headers } = request;
  if (method !== "GET" && method !== "HEAD") return ONLY_READING;
  const { site, file, status, path, extra } = found;
  const isPart = headers.range !== undefined && status === 200;
  const coding = isPart ? null : chooseCoding(file, headers["accept-encoding"]);
  const { etag, lines, whole } = fileHeaders(site, file, coding, path);
  const held = headers["if-none-match"];
  if (status === 200 && held !== undefined && isHeld(held, etag)) {
    return { status: 304, headers: [...lines, ...extra], body: NO_BYTES };
  }
  const blob = coding === null ? file : (file.codings?.[coding] ?? file);
  if (isPart) {
    const range = readRange(headers.range, headers["if-range"]?.toString(), etag, blob.sizeBytes);
    if (range !== "all") return sendPart(method, blob, range, [...lines, ...extra], store);
  }
  const all = extra.length === 0 ? whole : [...whole, ...extra];
  if (method === "HEAD") return { status, headers: all, body: NO_BYTES };
  const body = bodyOf(blob, undefined, store);
  return body instanceof Promise
    ? body.then((bytes) => ({ status, headers: all, body: bytes }))
    : { status, headers: all, body };
}

async function sendPart(
  method: string,
  blob: SiteBlob,
  range: { readonly start: number; readonly end: number } | null,
  lines: readonly string[],
  store: FileStore,
): Promise<Sent> {
  const size = blob.sizeBytes;
  if (range === null) {
    return {
      status: 416,
      headers: ["Content-Range", `bytes */${size}`, "Content-Length", "0"],
      body: NO_BYTES,
    };
  }
  const { start, end } = range;
  const headers = [
    ...lines,
    ...["Content-Range", `bytes ${start}-${end}/${size}`],
    ...["Content-Length", String(end - start + 1)],
  ];
  return {
    status: 206,
    headers,
    body: method === "HEAD" ? NO_BYTES : await bodyOf(blob, range, store),
  };
}

/** Small files come out of memory, all others are passed on as they are read. */
function bodyOf(
  { sha256, sizeBytes }: SiteBlob,
  range: { readonly start: number; readonly end: number } | undefined,
  { blobs, hot }: FileStore,
): Sent["body"] | Promise<Sent["body"]> {
  if (sizeBytes === 0) return NO_BYTES;
  if (sizeBytes > HOT_FILE_BYTES_MAX) return openBlob(blobs, sha256, range);
  const bytes = hot.get(sha256);
  if (range === undefined) return bytes;
  const part = (whole: Buffer) => whole.subarray(range.start, range.end + 1);
  return bytes instanceof Promise ? bytes.then(part) : part(bytes);
}

async function openBlob(
  blobs: FileStore["blobs"],
  sha256: string,
  range: { readonly start: number; readonly end: number } | undefined,
): Promise<Sent["body"]> {
  const opened = await blobs.open(sha256, range);
  if (opened === undefined) throw new Error(`The blob ${sha256} of a site is not stored.`);
  return opened.body;
}

/** RFC 9110 §13.1.2: compared weakly, so that a proxy that changed the tag into a weak one is understood. */
const isHeld = (held: string, etag: string): boolean =>
  held === etag || held.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));
