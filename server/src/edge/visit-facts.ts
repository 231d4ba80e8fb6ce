import type { Facts } from "#kernel/failed-condition.ts";
import type { VisitorSeal } from "#platform/context/visitor-seal.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import type { CountryOf } from "#platform/visits/open-countries.ts";
import { preferredLanguage } from "#platform/visits/preferred-language.ts";
import { readReferrer } from "#platform/visits/read-referrer.ts";
import type { Visit } from "./visit.ts";
import { campaignOf, sourceOf } from "./visit-sources.ts";

type Sources = { readonly country: CountryOf; readonly seal: VisitorSeal };

/** A visit as rules see it. What no rule asks for is never looked up; what one has asked for is, once. */
export class VisitFacts implements Facts {
  readonly at: number;
  readonly segments: readonly string[];
  readonly #visit: Visit;
  readonly #view: RouteView;
  readonly #sources: Sources;
  #country: string | undefined;
  #source: string | undefined;
  #campaign: string | undefined;
  #language: string | undefined;
  #os: string | undefined;
  #browser: string | undefined;
  #seed: number | undefined;

  constructor(visit: Visit, view: RouteView, segments: readonly string[], sources: Sources) {
    this.at = visit.at;
    this.segments = segments;
    this.#visit = visit;
    this.#view = view;
    this.#sources = sources;
  }

  get country(): string {
    this.#country ??= this.#sources.country(this.#visit.address).toLowerCase();
    return this.#country;
  }

  get device(): string {
    return DEVICES[this.#visit.userAgent.device];
  }

  get source(): string {
    this.#source ??= sourceOf(this.#visit).toLowerCase();
    return this.#source;
  }

  get campaign(): string {
    this.#campaign ??= campaignOf(this.#visit, this.#view.campaign).toLowerCase();
    return this.#campaign;
  }

  get language(): string {
    this.#language ??= preferredLanguage(this.#visit.acceptLanguage);
    return this.#language;
  }

  get os(): string {
    this.#os ??= this.#visit.userAgent.os.toLowerCase();
    return this.#os;
  }

  get browser(): string {
    this.#browser ??= this.#visit.userAgent.browser.toLowerCase();
    return this.#browser;
  }

  get referrerHost(): string {
    return readReferrer(this.#visit.referrer).host;
  }

  get seed(): number {
    this.#seed ??= seedOf(this.#visit, this.#sources.seal);
    return this.#seed;
  }
}

/** The one in the visitor's cookie, else the one that the cookie would be given. */
export const seedOf = ({ visitor, handleId, address, userAgent }: Visit, seal: VisitorSeal): number =>
  visitor.kept?.seed ?? seal.seed(handleId, address, userAgent.text);

const DEVICES = { MOBILE: "mobile", TABLET: "tablet", DESKTOP: "desktop", BOT: "bot", "": "" } as const;
