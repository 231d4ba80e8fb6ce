import type { IncomingHttpHeaders } from "node:http";
import type { BotReason } from "#kernel/visit-event.ts";
import type { BotLists } from "./bot-lists.ts";
import type { BurstWindow } from "./burst-window.ts";
import { readReferrer } from "./read-referrer.ts";
import type { UserAgent } from "./read-user-agent.ts";

type Asked = {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly userAgent: UserAgent;
  readonly address: string;
  readonly slug: string;
  /** By which the visitor is known for the day. */
  readonly dayHash: string;
  readonly at: number;
};

export type BotRules = { readonly lists: BotLists; readonly bursts: BurstWindow };

/**
 * Why a request is not a person's visit; empty where it is one, and only then does it count. What the request says of
 * itself comes first. Only what would else be a person's is counted towards a burst.
 */
export function botReason(asked: Asked, { lists, bursts }: BotRules): BotReason {
  const { method, headers, userAgent, address, slug, dayHash, at } = asked;
  if (method === "HEAD") return "head";
  if (isPrefetch(headers)) return "prefetch";
  if (userAgent.bot !== "") return userAgent.bot;
  if (lists.isDatacenter(address)) return "datacenter";
  if (lists.isSpam(readReferrer(headers.referer).host)) return "spam";
  return bursts.isBurst(dayHash, slug, at) ? "burst" : "";
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
