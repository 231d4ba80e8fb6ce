import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { Sent } from "./answer.ts";
import type { EdgeDeps } from "./edge.ts";
import { NOT_FOUND } from "./pages.ts";
import type { Target } from "./parse-target.ts";

export const FUNCTION_PREFIX = "/_fn/";

/** Any page may read what anyone may ask for: no cookie and no credential gets as far as a function. */
const FOR_ALL_PAGES = ["Access-Control-Allow-Origin", "*"];

const PREFLIGHT: Sent = {
  status: 204,
  headers: [
    ...FOR_ALL_PAGES,
    ...["Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
    ...["Access-Control-Allow-Headers", "*", "Access-Control-Max-Age", "7200"],
  ],
  body: "",
};

/** What a function of the handle answers, or the page of an address that leads nowhere. It is no visit, and nobody is counted. */
export async function answerFunction(
  request: IncomingMessage,
  { functions }: Pick<EdgeDeps, "functions">,
  handleId: string,
  { written, query }: Target,
): Promise<Sent> {
  const { method = "GET", headers } = request;
  if (method === "OPTIONS" && headers["access-control-request-method"] !== undefined) return PREFLIGHT;
  const [, bindingKey = "", below = ""] = /^\/_fn\/([^/]*)(.*)$/s.exec(written) ?? [];
  const bytes = Readable.toWeb(request) as ReadableStream<Uint8Array>;
  const asked = { method, below, query, headers: headersOf(request), bytes };
  const answer = (await functions?.answer(handleId, bindingKey, asked)) ?? null;
  if (answer === null) return NOT_FOUND;
  const { status, headers: given, body } = answer;
  const length = body === null ? [] : ["Content-Length", String(body.length)];
  return {
    status,
    headers: [...Object.entries(given).flat(), ...FOR_ALL_PAGES, ...length],
    body: body ?? "",
  };
}

/** A request line and its headers may hold what `Headers` refuses; such a header is nobody's loss. */
function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) {
      try {
        headers.append(name, value);
      } catch {}
    }
  }
  return headers;
}
