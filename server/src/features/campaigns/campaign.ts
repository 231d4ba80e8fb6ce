import { AppError } from "#kernel/errors.ts";

export const GOAL_TYPES = [
  "PRODUCT_SALE",
  "LEAD_CAPTURE",
  "NEWSLETTER",
  "AFFILIATE_CLICKOUT",
  "APP_INSTALL",
] as const;
export type GoalType = (typeof GOAL_TYPES)[number];

export const CAMPAIGN_STATUSES = ["DRAFT", "ACTIVE", "PAUSED"] as const;

/** All that a caller decides about a campaign. */
export type CampaignFields = {
  readonly name: string | null;
  readonly description: string | null;
  readonly goalType: GoalType;
  /** Says who works on it; its links lead on whatever it is. */
  readonly status: (typeof CAMPAIGN_STATUSES)[number];
  readonly primarySlug: string;
  readonly conversionEvent: string;
  readonly trackingTemplateKey: string | null;
};

export type Campaign = CampaignFields & {
  readonly campaignId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

type Preset = {
  readonly conversionEvent: string;
  readonly template: { readonly key: string; readonly utmMedium: string };
  /** What reaches the goal: a form that was sent, a conversion that was reported, or the click itself. */
  readonly reachedBy: "leads" | "conversions" | "clicks";
};

const preset = (
  conversionEvent: string,
  name: string,
  utmMedium: string,
  reachedBy: Preset["reachedBy"],
) => ({
  conversionEvent,
  template: { key: `goal-${name}`, utmMedium },
  reachedBy,
});

/** What a campaign has that says nothing else. */
export const GOALS: Readonly<Record<GoalType, Preset>> = {
  PRODUCT_SALE: preset("purchase", "product-sale", "sale", "conversions"),
  LEAD_CAPTURE: preset("lead", "lead-capture", "lead", "leads"),
  NEWSLETTER: preset("subscribe", "newsletter", "email", "leads"),
  AFFILIATE_CLICKOUT: preset("clickout", "affiliate-clickout", "affiliate", "clicks"),
  APP_INSTALL: preset("install", "app-install", "app", "conversions"),
};

/** The same for one that was never there and another handle's. */
export const noSuchCampaign = () => new AppError("not_found", "There is no such campaign.");

/** 400 `invalid_payload` about one field. */
export function invalidCampaign(path: string, message: string): AppError {
  return new AppError("invalid_payload", `${path}: ${message}`, {
    details: { details: [{ path, message }] },
  });
}
