import { type CompiledRule, DRAW_SIZE } from "./compile-rules.ts";
import { mixed } from "./hash32.ts";
import type { Conditions } from "./routing-rule.ts";

/** What is asked of a visit. Each is read only when a rule asks, so reading may cost something the first time. */
export type Facts = {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Texts are in lower case, and empty where nothing is known. */
  readonly country: string;
  readonly device: string;
  readonly source: string;
  readonly campaign: string;
  readonly segments: readonly string[];
  readonly language: string;
  readonly os: string;
  readonly browser: string;
  readonly referrerHost: string;
  /** 32 bits that stay the same for one visitor of one handle. */
  readonly seed: number;
};

export type ConditionName = keyof Conditions;

/** The first condition of a rule that does not hold for this visit; `null` where all do. No I/O, and nothing is made. */
export function failedCondition(rule: CompiledRule, facts: Facts): ConditionName | null {
  if (rule.countryIn !== null && !rule.countryIn.has(facts.country)) return "countryIn";
  if (rule.deviceIn !== null && !rule.deviceIn.has(facts.device)) return "deviceIn";
  if (rule.sourceIn !== null && !rule.sourceIn.has(facts.source)) return "sourceIn";
  if (rule.campaignIn !== null && !rule.campaignIn.has(facts.campaign)) return "campaignIn";
  if (rule.languageIn !== null && !rule.languageIn.has(facts.language)) return "languageIn";
  if (rule.osIn !== null && !rule.osIn.has(facts.os)) return "osIn";
  if (rule.browserIn !== null && !rule.browserIn.has(facts.browser)) return "browserIn";
  if (rule.referrerHostIn !== null && !hasHost(rule.referrerHostIn, facts.referrerHost))
    return "referrerHostIn";
  if (rule.isInWindow !== null && !rule.isInWindow(facts.at)) return "timeWindow";
  if (rule.segmentIn !== null && !hasAny(rule.segmentIn, facts.segments)) return "segmentIn";
  if (rule.share !== null && !isDrawn(rule.share, facts.seed)) return "percent";
  return null;
}

function hasAny(wanted: ReadonlySet<string>, held: readonly string[]): boolean {
  for (const one of held) if (wanted.has(one)) return true;
  return false;
}

/** The host itself, or one above it. */
function hasHost(wanted: ReadonlySet<string>, host: string): boolean {
  for (let name = host; name !== ""; ) {
    if (wanted.has(name)) return true;
    const dot = name.indexOf(".");
    name = dot === -1 ? "" : name.slice(dot + 1);
  }
  return false;
}

const isDrawn = ({ draw, from, to }: NonNullable<CompiledRule["share"]>, seed: number): boolean => {
  const drawn = mixed(mixed(seed) ^ draw) % DRAW_SIZE;
  return drawn >= from && drawn < to;
};
