import type { CampaignLinks } from "./campaign-links-store.ts";
import { rate } from "./metrics.ts";
import type { Freshness } from "./read-freshness.ts";

/** From the best to the worst. PENDING: not finished, or nothing has happened yet. */
const STATUSES = ["PASS", "PENDING", "FAIL"] as const;
export type HealthStatus = (typeof STATUSES)[number];

export type HealthCheck = {
  readonly name: string;
  readonly status: HealthStatus;
  readonly message: string;
  /** What to do about it; `null` where nothing is. */
  readonly nextStep: string | null;
};

/** What has come of a campaign. `results`: what reaches its goal; `undefined` where that is not known. */
export type CampaignTraffic = {
  readonly clicks: number;
  readonly botClicks: number;
  readonly results: number | undefined;
};

/** So many qualified clicks without one result are worth a look at how results are reported. */
const RESULT_DUE = 100;

/** The status of a campaign is that of the worst of its checks. */
export const worstOf = (checks: readonly HealthCheck[]): HealthStatus =>
  STATUSES[Math.max(0, ...checks.map(({ status }) => STATUSES.indexOf(status)))] ?? "FAIL";

/** The checks that look at what visitors have done. Destinations are judged where at least one has been looked at. */
export const trafficChecks = (
  traffic: CampaignTraffic,
  freshness: Freshness,
  links: CampaignLinks,
): HealthCheck[] => [
  clicksCheck(traffic),
  ...(traffic.results === undefined ? [] : [resultsCheck(traffic, traffic.results)]),
  botsCheck(traffic),
  freshnessCheck(freshness),
  ...(links.checked === 0 ? [] : [destinationsCheck(links)]),
];

const passed = (name: string, message: string): HealthCheck => ({
  name,
  status: "PASS",
  message,
  nextStep: null,
});

function clicksCheck({ clicks, botClicks }: CampaignTraffic): HealthCheck {
  const qualified = clicks - botClicks;
  const check = passed("clicks", `${counted(qualified, "qualified click")} in this range.`);
  const nextStep = "Share the campaign's link where its visitors are.";
  return qualified > 0 ? check : { ...check, status: "PENDING", nextStep };
}

function resultsCheck({ clicks, botClicks }: CampaignTraffic, results: number): HealthCheck {
  const qualified = clicks - botClicks;
  const check = passed(
    "conversions",
    `${counted(results, "conversion or lead", "conversions and leads")} in this range.`,
  );
  if (results > 0) return check;
  if (qualified < RESULT_DUE) {
    return { ...check, status: "PENDING", nextStep: "Wait for the first, or try one with test-conversion." };
  }
  return {
    ...check,
    status: "FAIL",
    message: `No conversion and no lead in this range, of ${qualified} qualified clicks.`,
    nextStep:
      "Check that the destination reports conversions with the context token, or that its form is sent.",
  };
}

function botsCheck({ clicks, botClicks }: CampaignTraffic): HealthCheck {
  const share = rate(botClicks, clicks);
  const check = passed("bots", `${Math.round(share * 100)} % of the clicks were made by bots.`);
  if (share <= 0.2) return check;
  const nextStep = "Look in analytics, grouped by referrer, at where the bots come from.";
  return { ...check, status: share > 0.5 ? "FAIL" : "PASS", nextStep };
}

const WAIT = "Ask again in some minutes; where it stays like this, look at the operator's health page.";

function freshnessCheck({ status }: Freshness): HealthCheck {
  if (status === "FRESH") return passed("freshness", "All events are counted.");
  const message =
    status === "STALE"
      ? "Some events wait to be counted."
      : "It is not known whether all events are counted.";
  return { name: "freshness", status: "PENDING", message, nextStep: WAIT };
}

function destinationsCheck({ checked, failing }: CampaignLinks): HealthCheck {
  const message = `${failing} of ${checked} checked destinations failed when last looked at.`;
  const check = passed("destinations", message);
  const nextStep = "See which in links/health-check, and correct their destinationUrl.";
  return failing === 0 ? check : { ...check, status: "FAIL", nextStep };
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
