import type { IncomingHttpHeaders } from "node:http";
import type { BotReason } from "#kernel/visit-event.ts";
import type { UserAgent } from "./read-user-agent.ts";

/** Why a request is not a person's visit; empty where it is one, and only then does it count. */
export function botReason(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  userAgent: UserAgent,
): BotReason {
  if (method === "HEAD") return "head";
  return isPrefetch(headers) ? "prefetch" : userAgent.bot;
}

/** The standard header, then what WebKit, Chromium and Firefox sent before there was one. */
function isPrefetch(headers: IncomingHttpHeaders): boolean {
  return (
    announces(headers["sec-purpose"]) ||
    announces(headers["purpose"]) ||
    announces(headers["x-purpose"]) ||
    announces(headers["x-moz"])
  );
}

const SPECULATION = /\b(?:prefetch|prerender|preview)\b/i;
const announces = (header: string | string[] | undefined) =>
  header !== undefined && SPECULATION.test(String(header));
