import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { BlockList } from "node:net";
import type { BotReason } from "#kernel/visit-event.ts";
import { clientAddress } from "#platform/http/client-address.ts";
import type { CookieNames } from "#platform/http/cookies.ts";
import { type BotRules, botReason } from "#platform/visits/bot-reason.ts";
import { hashVisitor } from "#platform/visits/hash-visitor.ts";
import type { UserAgent } from "#platform/visits/read-user-agent.ts";
import { encodeBytes } from "./encode-bytes.ts";
import { type Param, parseQuery } from "./parse-query.ts";
import { readForm } from "./read-form.ts";
import { readVisitor, type Visitor } from "./visitor.ts";

/** One request for a slug, as decisions are made on it and events are made of it. The address goes no further. */
export type Visit = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly handleId: string;
  readonly slug: string;
  /** The path and query that were asked for, percent-encoded where they are beyond ASCII. */
  readonly target: string;
  readonly params: readonly Param[];
  readonly userAgent: UserAgent;
  readonly bot: BotReason;
  readonly address: string;
  readonly referrer: string | undefined;
  readonly acceptLanguage: string | undefined;
  readonly cookie: string | undefined;
  readonly visitor: Visitor;
  /** What stood in the places of the path; `null` for a visit of the slug itself. */
  readonly places: Readonly<Record<string, string>> | null;
  /** By which the visitor is known for the day: 16 hexadecimal digits. */
  readonly dayHash: string;
  /** What a form of ours sent with this visit. */
  readonly form: (() => Promise<URLSearchParams | undefined>) | null;
};

type Place = {
  readonly at: number;
  readonly handleId: string;
  readonly slug: string;
  readonly query: string;
  readonly places: Visit["places"];
};

type Means = {
  readonly trustedProxies: BlockList;
  readonly cookies: CookieNames;
  readonly bots: BotRules;
  /** Of the day of the visit. */
  readonly salt: string;
};

export function readVisit(
  request: IncomingMessage,
  place: Place,
  { trustedProxies, cookies, bots, salt }: Means,
): Visit {
  const { headers, method = "GET" } = request;
  const userAgent = bots.lists.readAgent(headers["user-agent"]);
  const forwardedFor = headers["x-forwarded-for"];
  const address = clientAddress(request.socket.remoteAddress ?? "", forwardedFor?.toString(), trustedProxies);
  const { at, handleId, slug } = place;
  const dayHash = hashVisitor(salt, handleId, address, userAgent.text);
  return {
    at,
    method,
    handleId,
    slug,
    target: encodeBytes(request.url ?? "/"),
    params: parseQuery(place.query),
    userAgent,
    bot: botReason({ method, headers, userAgent, address, slug, dayHash, at }, bots),
    address,
    referrer: headers.referer,
    acceptLanguage: headers["accept-language"],
    cookie: headers.cookie,
    visitor: readVisitor(headers.cookie, refusesTracking(headers), cookies),
    places: place.places,
    dayHash,
    form: method === "POST" ? () => readForm(request) : null,
  };
}

/** Global Privacy Control, or the header that came before it. */
const refusesTracking = (headers: IncomingHttpHeaders): boolean =>
  headers["sec-gpc"] === "1" || headers["dnt"] === "1";
