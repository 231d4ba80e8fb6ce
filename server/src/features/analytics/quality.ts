import { rate } from "./metrics.ts";
import type { Freshness } from "./read-freshness.ts";

/** What is known of the events behind an answer, bots among them. */
export type Quality = {
  readonly clicks: number;
  readonly botClicks: number;
  /** Of qualified clicks. */
  readonly unknownCountries: number;
  readonly unknownAgents: number;
  readonly conversions: number;
  /** Conversions of visitors who refused to be measured, so that they lead to no session. */
  readonly deniedConversions: number;
  readonly leads: number;
};

export type Confidence = { readonly score: number; readonly reasons: string[] };

/** How many qualified clicks are few, and what that costs. */
const SAMPLES = [
  { below: 30, points: 40 },
  { below: 100, points: 25 },
  { below: 1000, points: 10 },
] as const;

type Deduction = { readonly points: number; readonly reason: string };

/**
 * From 100 downwards: what speaks against relying on the numbers is subtracted, each with its reason. Nothing at all was
 * seen: 0. The rules are told to callers in the operation's description.
 */
export function confidenceOf(quality: Quality, freshness: Freshness): Confidence {
  if (quality.clicks === 0) return { score: 0, reasons: ["There was no click."] };
  const deductions = [...sampleDeductions(quality), ...shareDeductions(quality), ...ageDeductions(freshness)];
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  return { score: Math.max(0, 100 - lost), reasons: deductions.map(({ reason }) => reason) };
}

function sampleDeductions({ clicks, botClicks }: Quality): Deduction[] {
  const qualified = clicks - botClicks;
  const sample = SAMPLES.find(({ below }) => qualified < below);
  if (sample === undefined) return [];
  const reason = `There were fewer than ${sample.below} qualified clicks (${qualified}).`;
  return [{ points: sample.points, reason }];
}

function shareDeductions(quality: Quality): Deduction[] {
  const { clicks, botClicks, unknownCountries, unknownAgents, conversions, deniedConversions } = quality;
  const qualified = clicks - botClicks;
  const bots = rate(botClicks, clicks);
  const shares = [
    { is: bots > 0.2, points: bots > 0.5 ? 30 : 15, share: bots, of: "clicks were made by bots" },
    ...[
      { share: rate(unknownCountries, qualified), of: "qualified clicks came from an unknown country" },
      { share: rate(unknownAgents, qualified), of: "qualified clicks came from an unknown browser" },
      { share: rate(deniedConversions, conversions), of: "conversions were of visitors who refused consent" },
    ].map(({ share, of }) => ({ is: share > 0.2, points: 10, share, of })),
  ];
  return shares
    .filter(({ is }) => is)
    .map(({ points, share, of }) => ({ points, reason: `${Math.round(share * 100)} % of ${of}.` }));
}

function ageDeductions({ status, slaMinutes }: Freshness): Deduction[] {
  if (status === "FRESH") return [];
  return status === "STALE"
    ? [{ points: 25, reason: `Events of more than ${slaMinutes} minutes ago are not counted yet.` }]
    : [{ points: 10, reason: "It is not known whether all events are counted." }];
}
