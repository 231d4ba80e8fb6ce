import type { CampaignLinks } from "./campaign-links-store.ts";
import type { Freshness } from "./freshness.ts";
import { rate } from "./metrics.ts";
import type { Quality } from "./quality.ts";

const STATUSES = ["PASS", "WARN", "FAIL"] as const;
type HealthStatus = (typeof STATUSES)[number];

export type HealthCheck = {
  readonly name: "clicks" | "conversions" | "bots" | "freshness" | "destinations";
  readonly status: HealthStatus;
  readonly message: string;
};

export type CampaignHealth = { readonly status: HealthStatus; readonly checks: HealthCheck[] };

/** So many qualified clicks without one conversion are worth a look at how conversions are reported. */
const CONVERSION_DUE = 100;

/** Its status is that of the worst of its checks. Destinations are judged where at least one has been looked at. */
export function campaignHealthOf(
  quality: Quality,
  freshness: Freshness,
  links: CampaignLinks,
): CampaignHealth {
  const checks = [
    clicksCheck(quality),
    conversionsCheck(quality),
    botsCheck(quality),
    freshnessCheck(freshness),
    ...(links.checked === 0 ? [] : [destinationsCheck(links)]),
  ];
  const worst = Math.max(...checks.map(({ status }) => STATUSES.indexOf(status)));
  return { status: STATUSES[worst] ?? "FAIL", checks };
}

function clicksCheck({ clicks, botClicks }: Quality): HealthCheck {
  const qualified = clicks - botClicks;
  const message = `${qualified} qualified ${qualified === 1 ? "click" : "clicks"} in this range.`;
  return { name: "clicks", status: qualified === 0 ? "FAIL" : "PASS", message };
}

function conversionsCheck({ clicks, botClicks, conversions }: Quality): HealthCheck {
  const isDue = clicks - botClicks >= CONVERSION_DUE;
  const message =
    conversions > 0 || !isDue
      ? `${conversions} ${conversions === 1 ? "conversion" : "conversions"} in this range.`
      : `No conversion in this range, of ${clicks - botClicks} qualified clicks.`;
  return { name: "conversions", status: conversions === 0 && isDue ? "WARN" : "PASS", message };
}

function botsCheck({ clicks, botClicks }: Quality): HealthCheck {
  const share = rate(botClicks, clicks);
  const status = share > 0.5 ? "FAIL" : share > 0.2 ? "WARN" : "PASS";
  return { name: "bots", status, message: `${Math.round(share * 100)} % of the clicks were made by bots.` };
}

const FRESHNESS = {
  FRESH: { status: "PASS", message: "All events are counted." },
  STALE: { status: "WARN", message: "Some events wait to be counted." },
  UNKNOWN: { status: "WARN", message: "It is not known whether all events are counted." },
} as const;

const freshnessCheck = ({ status }: Freshness): HealthCheck => ({ name: "freshness", ...FRESHNESS[status] });

function destinationsCheck({ checked, failing }: CampaignLinks): HealthCheck {
  const status = failing === 0 ? "PASS" : failing === checked ? "FAIL" : "WARN";
  return {
    name: "destinations",
    status,
    message: `${failing} of ${checked} checked destinations failed when last looked at.`,
  };
}
