import type { IncomingMessage } from "node:http";
import type { BlockList } from "node:net";
import type { BotReason } from "#kernel/visit-event.ts";
import { clientAddress } from "#platform/http/client-address.ts";
import { botReason } from "#platform/visits/bot-reason.ts";
import { readUserAgent, type UserAgent } from "#platform/visits/read-user-agent.ts";
import { type Param, parseQuery } from "./parse-query.ts";

/** One request for a slug, as decisions are made on it and events are made of it. The address goes no further. */
export type Visit = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly handleId: string;
  readonly slug: string;
  readonly params: readonly Param[];
  readonly userAgent: UserAgent;
  readonly bot: BotReason;
  readonly address: string;
  readonly referrer: string | undefined;
  readonly acceptLanguage: string | undefined;
};

type Place = {
  readonly at: number;
  readonly handleId: string;
  readonly slug: string;
  readonly query: string;
};

export function readVisit(request: IncomingMessage, place: Place, trustedProxies: BlockList): Visit {
  const { headers, method = "GET" } = request;
  const userAgent = readUserAgent(headers["user-agent"]);
  const forwardedFor = headers["x-forwarded-for"];
  return {
    at: place.at,
    method,
    handleId: place.handleId,
    slug: place.slug,
    params: parseQuery(place.query),
    userAgent,
    bot: botReason(method, headers, userAgent),
    address: clientAddress(request.socket.remoteAddress ?? "", forwardedFor?.toString(), trustedProxies),
    referrer: headers.referer,
    acceptLanguage: headers["accept-language"],
  };
}
