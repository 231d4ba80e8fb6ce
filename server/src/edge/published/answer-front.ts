import type { IncomingMessage } from "node:http";
import type { Sent } from "#edge/answer.ts";
import type { HandlePlace } from "#edge/edge.ts";
import type { EdgeTools } from "#edge/edge-tools.ts";
import { methodNotAllowed } from "#edge/pages.ts";
import type { Reader } from "#platform/database/database.ts";
import { linkPage } from "./link-page.ts";
import { sitemap } from "./sitemap.ts";

const SITEMAP = "/sitemap.xml";

/** Paths that no link and no page can have. */
export const FRONT_PATHS: ReadonlySet<string> = new Set(["/", SITEMAP]);

const ONLY_READING = methodNotAllowed(["GET", "HEAD"]);

type Front = {
  readonly read: Reader;
  readonly handleId: string;
  readonly place: HandlePlace;
  readonly at: number;
  readonly path: string;
};

/** What a handle's host shows of the handle itself: its link page at the root, and the list for search engines. */
export async function answerFront(
  { method, headers }: IncomingMessage,
  front: Front,
  tools: EdgeTools,
): Promise<Sent> {
  if (method !== "GET" && method !== "HEAD") return ONLY_READING;
  if (front.path === SITEMAP) return sitemap(front.read, front.handleId, front.place.origin);
  const page = await linkPage(front, tools);
  const kept = ["Cache-Control", "no-cache", "ETag", page.etag];
  if (headers["if-none-match"] === page.etag) return { status: 304, headers: kept, body: "" };
  return { status: 200, headers: [...page.headers, ...kept], body: page.body };
}
