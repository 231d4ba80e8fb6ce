import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#kernel/errors.ts";
import type { EdgeFiles } from "./edge-files.ts";
import { requireMethod } from "./require-method.ts";

const METHODS = ["PUT", "HEAD", "PATCH", "OPTIONS"];
const TUS = "1.0.0";
const PART = "application/offset+octet-stream";

/** Pages of any site may send: the address itself is the right to, and no cookie is. */
const CROSS_ORIGIN = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Upload-Offset, Upload-Length, Upload-Expires, Tus-Resumable, Retry-After",
};
const PREFLIGHT = {
  "Access-Control-Allow-Methods": METHODS.join(", "),
  "Access-Control-Allow-Headers": "Content-Type, Content-Digest, Upload-Offset, Tus-Resumable",
  "Access-Control-Max-Age": "600",
};

/** Takes the bytes of a file: with PUT all at once, with HEAD and PATCH in parts, as the core of tus 1.0 says it. */
export async function takeUpload(
  files: EdgeFiles,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, headers } = request;
  for (const [name, value] of Object.entries(CROSS_ORIGIN)) response.setHeader(name, value);
  requireMethod(method, METHODS);
  response.setHeader("Tus-Resumable", TUS);
  response.setHeader("Cache-Control", "no-store");
  if (method === "OPTIONS") {
    const tus = { "Tus-Version": TUS, "Tus-Extension": "expiration", "Tus-Max-Size": files.uploadBytesMax };
    response.writeHead(204, { ...PREFLIGHT, ...tus }).end();
  } else if (method === "PUT") {
    await files.receive(ticket, {
      body: request,
      length: lengthOf(request),
      sha256: readDigest(headers["content-digest"]),
    });
    response.writeHead(204).end();
  } else if (method === "HEAD") {
    respondWith(response, 200, await files.progress(ticket));
  } else {
    requirePart(request);
    const offset = readOffset(headers["upload-offset"]);
    respondWith(
      response,
      204,
      await files.append(ticket, { offset, body: request, length: lengthOf(request) }),
    );
  }
}

function respondWith(
  response: ServerResponse,
  status: number,
  { offset, sizeBytes, until }: Awaited<ReturnType<EdgeFiles["progress"]>>,
): void {
  const progress = {
    "Upload-Offset": offset,
    "Upload-Length": sizeBytes,
    "Upload-Expires": until.toUTCString(),
  };
  response.writeHead(status, progress).end();
}

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers["content-length"];
  return length === undefined ? undefined : Number(length);
}

function requirePart({ headers }: IncomingMessage): void {
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== PART) throw invalidHeader("Content-Type", `A part has the content type ${PART}.`);
}

function readOffset(header: string | string[] | undefined): number {
  if (typeof header === "string" && /^\d{1,15}$/.test(header)) return Number(header);
  throw invalidHeader("Upload-Offset", "Upload-Offset is a number of bytes.");
}

/** RFC 9530: the SHA-256 among the digests of the body, in hexadecimal; absent where none is sent. */
function readDigest(header: string | string[] | undefined): string | undefined {
  const sent = header === undefined ? [] : [header].flat().join(",").split(",");
  const sha256 = sent.map((one) => /^\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*$/.exec(one)?.[1]).find(Boolean);
  if (sha256 !== undefined) return Buffer.from(sha256, "base64").toString("hex");
  if (sent.some((one) => one.trim().startsWith("sha-256=")))
    throw invalidHeader("Content-Digest", "Content-Digest is written sha-256=:…:, in base64.");
  return undefined;
}

const invalidHeader = (path: string, message: string) =>
  new AppError("invalid_payload", message, { details: { details: [{ path, message }] } });
