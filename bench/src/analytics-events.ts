import type { EventKind, VisitEvent } from "@switchyard/server/src/kernel/visit-event.ts";
import { randomFrom } from "@switchyard/server/src/testing/random.ts";
import {
  AGENTS,
  AUTOMATA,
  CAMPAIGNS,
  COUNTRIES,
  ORDERS,
  REFERRERS,
  type Weighted,
} from "./analytics-population.ts";

export const DAYS = 90;
export const HANDLES = 1_000;
const DAY_MS = 86_400_000;
const HOT_SHARE = 0.1;
/** Of the last visitors of a handle, those that may come again. */
const RECENT_MAX = 64;

type Link = { readonly slug: string; readonly destinationUrl: string };
type Recent = Pick<VisitEvent, "visitor" | "country" | "device" | "os" | "browser" | "language">;
type Handle = { readonly handleId: string; readonly links: readonly Link[]; recent: Recent[]; day: number };
type Session = { readonly click: VisitEvent; readonly steps: EventKind[] };

/**
 * What a thousand handles see in ninety days, in the order in which it happens, one of them a tenth of it. The same seed
 * gives the same events. What is random in life is random here: ids, visitors of a day, click ids of advertisers.
 */
export class AnalyticsEvents {
  readonly handles: readonly Handle[];
  readonly #random: () => number;
  readonly #from: number;
  readonly #stepMs: number;
  #at: number;
  /** Visits of which more will follow, by the moment at which it does. */
  #sessions: { at: number; session: Session }[] = [];

  constructor(options: { seed: number; events: number; endAt: number; handleIds: readonly string[] }) {
    this.#random = randomFrom(options.seed);
    this.#from = options.endAt - DAYS * DAY_MS;
    this.#at = this.#from;
    this.#stepMs = (DAYS * DAY_MS) / options.events;
    this.handles = options.handleIds.map((handleId, index) => ({
      handleId,
      links: this.#links(index === 0 ? 2_000 : 5 + Math.floor(this.#random() * 70)),
      recent: [],
      day: -1,
    }));
  }

  /** About every ninth is what came of a click some minutes earlier, whose session it shares. */
  next(): VisitEvent {
    this.#at += this.#stepMs;
    const at = Math.floor(this.#at);
    const due = this.#sessions[0];
    if (due !== undefined && due.at <= at) {
      this.#sessions.shift();
      return this.#follow(due.session, at);
    }
    return this.#visit(this.#pickHandle(), at);
  }

  #visit(handle: Handle, at: number): VisitEvent {
    const link = handle.links[Math.floor(handle.links.length * this.#random() ** 3)];
    const isBot = this.#random() < 0.08;
    const who = this.#who(handle, at, isBot);
    const kind = this.#random() < 0.94 ? "click" : this.#random() < 0.5 ? "orphan" : "impression";
    const [source, referrer] = pick(REFERRERS, this.#random());
    const campaign = pick(CAMPAIGNS, this.#random());
    const isTold = kind === "click" && !isBot && this.#random() < 0.2;
    const event: VisitEvent = {
      ...BLANK,
      ...who,
      id: this.#id(at),
      at,
      handleId: handle.handleId,
      kind,
      slug: link?.slug ?? "",
      bot: isBot ? "ua" : "",
      status: kind === "click" ? 302 : kind === "orphan" ? 404 : 200,
      source,
      referrer,
      campaign,
      utmSource: campaign === "" ? "" : source,
      utmMedium: campaign === "" ? "" : "cpc",
      utmCampaign: campaign,
      destination: kind === "click" ? this.#destination(link, campaign) : "",
      sessionId: isTold ? who.visitor : "",
    };
    if (isTold) this.#expect(event, at);
    return event;
  }

  #expect(click: VisitEvent, at: number): void {
    const steps: EventKind[] = this.#random() < 0.25 ? ["signal", "conversion"] : ["signal"];
    if (this.#random() < 0.6) this.#sessions.push({ at: at + 5_000, session: { click, steps } });
  }

  #follow({ click, steps }: Session, at: number): VisitEvent {
    const [kind = "signal", ...later] = steps;
    if (later.length > 0) this.#sessions.push({ at: at + 5_000, session: { click, steps: later } });
    const isSale = kind === "conversion";
    return {
      ...click,
      id: this.#id(at),
      at,
      kind,
      status: 0,
      destination: "",
      clickId: click.id,
      name: isSale ? "purchase" : "view",
      value: isSale ? pick(ORDERS, this.#random()) : "0",
      currency: isSale ? "EUR" : "",
    };
  }

  #who(handle: Handle, at: number, isBot: boolean): Recent {
    const day = Math.floor(at / DAY_MS);
    if (handle.day !== day) handle.recent = []; // The salt of visitors lives for a day.
    handle.day = day;
    const known = handle.recent[Math.floor(this.#random() * handle.recent.length)];
    if (known !== undefined && this.#random() < 0.4) return known;
    const [device, os, browser] = pick(isBot ? AUTOMATA : AGENTS, this.#random());
    const [country, language] = pick(COUNTRIES, this.#random());
    const who: Recent = { visitor: this.#hex(16), country, device, os, browser, language };
    if (handle.recent.length < RECENT_MAX) handle.recent.push(who);
    else handle.recent[Math.floor(this.#random() * RECENT_MAX)] = who;
    return who;
  }

  /** One visit in eight carries the click id of an advertiser, which is forwarded and never seen twice. */
  #destination(link: Link | undefined, campaign: string): string {
    const url = link?.destinationUrl ?? "";
    if (this.#random() > 0.125) return campaign === "" ? url : `${url}&utm_campaign=${campaign}`;
    return `${url}&${this.#random() < 0.6 ? "fbclid=IwAR" : "gclid=Cj0KCQ"}${this.#text(58)}`;
  }

  #links(count: number): readonly Link[] {
    return Array.from({ length: count }, () => {
      const slug = this.#text(4 + Math.floor(this.#random() * 7)).toLowerCase();
      const shop = this.#text(9).toLowerCase();
      const path = `${this.#text(6)}/${this.#hex(24)}`;
      return { slug, destinationUrl: `https://www.${shop}.example/${path}?ref=${this.#text(8)}` };
    });
  }

  #pickHandle(): Handle {
    const index = this.#random() < HOT_SHARE ? 0 : 1 + Math.floor(this.#random() * (this.handles.length - 1));
    const handle = this.handles[index];
    if (handle === undefined) throw new Error("There are no handles.");
    return handle;
  }

  #id(at: number): string {
    let time = "";
    for (let rest = at, place = 0; place < 10; place++) {
      time = BASE32.charAt(rest % 32) + time;
      rest = Math.floor(rest / 32);
    }
    return `evt_${time}${this.#hex(20)}`;
  }

  #hex(length: number): string {
    let text = "";
    while (text.length < length) text += HEX[Math.floor(this.#random() * 65_536)];
    return text;
  }

  #text(length: number): string {
    let text = "";
    while (text.length < length) text += PAIRS[Math.floor(this.#random() * PAIRS.length)];
    return text.slice(0, length);
  }
}

const BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, "0"));
const PAIRS = [...LETTERS].flatMap((first) => [...LETTERS].map((second) => first + second));

const BLANK = {
  variant: "",
  segments: [],
  utmTerm: "",
  utmContent: "",
  clickId: "",
  name: "",
  value: "0",
  currency: "",
  metadata: "",
};

/** By weights that sum to one. */
function pick<T>(choices: Weighted<T>, chance: number): T {
  let rest = chance;
  for (const [weight, choice] of choices) {
    rest -= weight;
    if (rest < 0) return choice;
  }
  return (choices[choices.length - 1] as readonly [number, T])[1];
}
