import type { Device } from "@switchyard/server/src/kernel/visit-event.ts";

/** Choices with the share of each; the last takes what is left. */
export type Weighted<T> = readonly (readonly [share: number, choice: T])[];

type Agent = readonly [device: Device, os: string, browser: string];

export const AGENTS: Weighted<Agent> = [
  [0.27, ["MOBILE", "iOS", "Safari"]],
  [0.26, ["MOBILE", "Android", "Chrome"]],
  [0.16, ["DESKTOP", "Windows", "Chrome"]],
  [0.07, ["DESKTOP", "macOS", "Safari"]],
  [0.06, ["DESKTOP", "macOS", "Chrome"]],
  [0.05, ["DESKTOP", "Windows", "Microsoft Edge"]],
  [0.04, ["MOBILE", "Android", "Samsung Internet for Android"]],
  [0.03, ["DESKTOP", "Windows", "Firefox"]],
  [0.02, ["TABLET", "iOS", "Safari"]],
  [0.015, ["DESKTOP", "Linux", "Firefox"]],
  [0.01, ["TABLET", "Android", "Chrome"]],
  [0.005, ["MOBILE", "Android", "Opera"]],
  [1, ["", "", ""]],
];

export const AUTOMATA: Weighted<Agent> = [
  [0.5, ["BOT", "", "Googlebot"]],
  [0.3, ["BOT", "", "Slackbot"]],
  [1, ["BOT", "", ""]],
];

export const COUNTRIES: Weighted<readonly [country: string, language: string]> = [
  [0.24, ["US", "en"]],
  [0.16, ["DE", "de"]],
  [0.09, ["GB", "en"]],
  [0.08, ["FR", "fr"]],
  [0.06, ["AT", "de"]],
  [0.05, ["BR", "pt"]],
  [0.05, ["IN", "en"]],
  [0.04, ["ES", "es"]],
  [0.04, ["IT", "it"]],
  [0.03, ["NL", "nl"]],
  [0.03, ["CH", "de"]],
  [0.03, ["PL", "pl"]],
  [0.02, ["MX", "es"]],
  [0.02, ["JP", "ja"]],
  [0.02, ["SE", "sv"]],
  [0.01, ["TR", "tr"]],
  [0.01, ["ID", "id"]],
  [0.01, ["CA", "fr"]],
  [1, ["", ""]],
];

/** The tail: sites that send a visitor now and then. */
const SITES = Array.from({ length: 400 }, (_, n): readonly [number, readonly [string, string]] => [
  0.2 / 400,
  ["referral", `${["blog", "news", "www", "forum"][n % 4]}.site-${(n * 7919) % 9973}.example`],
]);

export const REFERRERS: Weighted<readonly [source: string, host: string]> = [
  [0.34, ["direct", ""]],
  [0.14, ["search", "www.google.com"]],
  [0.11, ["social", "l.facebook.com"]],
  [0.1, ["social", "l.instagram.com"]],
  [0.06, ["social", "t.co"]],
  [0.05, ["email", ""]],
  ...SITES,
];

export const CAMPAIGNS: Weighted<string> = [
  [0.55, ""],
  ...Array.from({ length: 30 }, (_, n): readonly [number, string] => [0.015, `campaign-${n}`]),
];

export const ORDERS: Weighted<string> = [
  [0.3, "19.9"],
  [0.25, "39"],
  [0.2, "49.95"],
  [0.15, "89"],
  [1, "129.5"],
];
