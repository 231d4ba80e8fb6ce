import type { HealthCheck } from "#features/analytics/index.ts";
import type { ShownLink } from "#features/links/index.ts";
import { type Campaign, GOALS } from "./campaign.ts";

/** What is known of a campaign beside what visitors have done. */
export type CampaignParts = {
  readonly campaign: Campaign;
  /** The primary link; `undefined` where it was deleted. */
  readonly link: ShownLink | undefined;
  /** Whether links may use the campaign's template. */
  readonly isTemplateUsable: boolean;
  /** What visitors see of the campaign's page; `undefined` for a campaign without one. */
  readonly page: PageStanding | undefined;
};

/** The versions of a page's structure, and whether visitors see the page at all. */
export type PageStanding = {
  readonly slug: string;
  readonly version: number;
  readonly publishedVersion: number | null;
  readonly isVisible: boolean;
};

type Verdict = Pick<HealthCheck, "status" | "message" | "nextStep">;
const pass = (message: string): Verdict => ({ status: "PASS", message, nextStep: null });
const pending = (message: string, nextStep: string): Verdict => ({ status: "PENDING", message, nextStep });
const fail = (message: string, nextStep: string): Verdict => ({ status: "FAIL", message, nextStep });

/** The checks that look at how the campaign is set up. */
export function campaignChecks(parts: CampaignParts): HealthCheck[] {
  const { campaign, link } = parts;
  return [
    { name: "status", ...statusVerdict(campaign) },
    { name: "primaryLink", ...linkVerdict(campaign, link) },
    ...(link === undefined || GOALS[campaign.goalType].reachedBy !== "conversions"
      ? []
      : [{ name: "attribution", ...attributionVerdict(link) }]),
    ...(campaign.trackingTemplateKey === null
      ? []
      : [{ name: "trackingTemplate", ...templateVerdict(parts) }]),
    ...(parts.page === undefined ? [] : [{ name: "page", ...pageVerdict(parts.page) }]),
  ];
}

function statusVerdict({ status }: Campaign): Verdict {
  if (status === "ACTIVE") return pass("The campaign is active.");
  return pending(`The campaign is ${status}.`, "Set its status to ACTIVE when it begins.");
}

function linkVerdict({ campaignId }: Campaign, link: ShownLink | undefined): Verdict {
  if (link === undefined) {
    return fail("The primary link was deleted.", "Bring it back, or name another primarySlug.");
  }
  const { slug, status } = link;
  if (link.campaignId !== campaignId) {
    return fail(
      `The link ${slug} is not in this campaign.`,
      `Set the campaignId of the link to ${campaignId}.`,
    );
  }
  if (status === "LIVE") return pass(`The link ${slug} leads visitors on.`);
  if (status === "SCHEDULED") {
    return pending(
      `The link ${slug} begins at ${link.scheduledStartAt}.`,
      "Wait, or clear its scheduledStartAt.",
    );
  }
  return fail(`The link ${slug} leads nobody on: it is ${status}.`, NEXT[status]);
}

const NEXT = {
  DISABLED: "Switch the link on.",
  EXPIRED: "Move its scheduledEndAt or expiresAt, or name another primarySlug.",
  EXHAUSTED: "Raise its maxClicks, or name another primarySlug.",
} as const;

function attributionVerdict({ slug, trackingPolicy }: ShownLink): Verdict {
  if (trackingPolicy.appendContextParam) return pass("The destination is told of each click.");
  return fail(
    `The link ${slug} does not tell its destination of the click, so no conversion can name it.`,
    "Set trackingPolicy.appendContextParam of the link to true.",
  );
}

function templateVerdict({
  campaign: { trackingTemplateKey: key },
  isTemplateUsable,
}: CampaignParts): Verdict {
  if (isTemplateUsable) return pass(`The tracking template ${key} is in use.`);
  return fail(
    `There is no enabled tracking template ${key}.`,
    "Enable the template, or name another trackingTemplateKey.",
  );
}

function pageVerdict({ slug, version, publishedVersion, isVisible }: PageStanding): Verdict {
  if (publishedVersion === null) {
    return pending("The campaign's page was never published.", "Publish its site structure.");
  }
  if (!isVisible) return fail(`Visitors do not see the page ${slug}.`, "Publish its site structure again.");
  if (publishedVersion === version) return pass(`Visitors see the page ${slug} as it was written last.`);
  return pending(
    `Visitors see version ${publishedVersion} of the page ${slug}, and ${version} is written.`,
    "Publish the site structure.",
  );
}
