import type { Dispatcher } from "undici";
import type { OutboundRequest } from "./outbound.ts";
import { OutboundFailed } from "./outbound-failed.ts";

type Wanted = Pick<OutboundRequest, "read" | "maxResponseBytes">;

const HEADERS_MAX = 100;
const NOTHING = new Uint8Array();

/** What came; throws `OutboundFailed` for more than is wanted, and leaves no connection open then. */
export async function readResponse(
  { headers: raw, body }: Dispatcher.ResponseData,
  wanted: Wanted,
): Promise<{ headers: Headers; body: Uint8Array }> {
  body.on("error", () => {}); // One that is given up reports that it was not read to its end.
  try {
    const headers = readHeaders(raw);
    return { headers, body: await readBody(body, headers, wanted) };
  } finally {
    body.destroy();
  }
}

/** How many bytes they have is bounded by the client. */
function readHeaders(raw: Dispatcher.ResponseData["headers"]): Headers {
  const pairs = Object.entries(raw).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  if (pairs.length > HEADERS_MAX) throw new OutboundFailed("too_large");
  return new Headers(pairs);
}

/**
 * As much of the body as is wanted, never more in memory. It is never decompressed: who was asked for plain bytes and
 * packs them all the same fails where the whole is wanted, and is read as nothing where the beginning is.
 */
async function readBody(
  body: Dispatcher.ResponseData["body"],
  headers: Headers,
  { read, maxResponseBytes }: Wanted,
): Promise<Uint8Array> {
  body.on("error", () => {}); // One that is given up reports that it was not read to its end.
  const isPacked = !["", "identity"].includes((headers.get("content-encoding") ?? "").trim().toLowerCase());
  if (read === "nothing" || (read === "beginning" && isPacked)) return NOTHING;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    if (isPacked) throw new OutboundFailed("protocol");
    size += chunk.length;
    if (size > maxResponseBytes && read === "whole") throw new OutboundFailed("too_large");
    chunks.push(chunk);
    if (size > maxResponseBytes) break;
  }
  return new Uint8Array(Buffer.concat(chunks).subarray(0, maxResponseBytes));
}
