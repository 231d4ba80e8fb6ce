import type { Schemas } from "#api/schemas.ts";

type Campaign = Schemas["Campaign"];
export const GOALS = [
  "PRODUCT_SALE",
  "LEAD_CAPTURE",
  "NEWSLETTER",
  "AFFILIATE_CLICKOUT",
  "APP_INSTALL",
] as const satisfies readonly Campaign["goalType"][];

/** What a campaign's conversion is called where nobody has said otherwise. */
export const EVENTS: Readonly<Record<Campaign["goalType"], string>> = {
  PRODUCT_SALE: "purchase",
  LEAD_CAPTURE: "lead",
  NEWSLETTER: "subscribe",
  AFFILIATE_CLICKOUT: "clickout",
  APP_INSTALL: "install",
};

/** A campaign that is to be made. Its id follows its name until somebody writes one. */
export type NewCampaign = {
  readonly name: string;
  readonly campaignId: string | undefined;
  readonly goalType: Campaign["goalType"];
  readonly makesLink: boolean;
  readonly destinationUrl: string;
  readonly slug: string;
  readonly primarySlug: string;
  readonly isActive: boolean;
};

/** An id that a name suggests: small letters, digits and hyphens, empty where nothing is left of it. */
export const idOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 64)
    .replace(/^-+|-+$/g, "");

/** What the API is asked to make. */
export function bodyOfNew(form: NewCampaign): Schemas["CreateCampaign"] {
  const { name, campaignId, goalType, makesLink, destinationUrl, slug, primarySlug, isActive } = form;
  return {
    campaignId: campaignId ?? idOf(name),
    name: name.trim() || null,
    goalType,
    status: isActive ? "ACTIVE" : "DRAFT",
    ...(makesLink
      ? { primaryLink: { destinationUrl, ...(slug && { slug }) } as Schemas["InlineLink"] }
      : { primarySlug }),
  };
}

/** A campaign as it is edited; an empty event is the goal's own. */
export type CampaignForm = {
  readonly name: string;
  readonly description: string;
  readonly goalType: Campaign["goalType"];
  readonly primarySlug: string;
  readonly conversionEvent: string;
  readonly trackingTemplateKey: string;
};

export const formOfCampaign = (campaign: Campaign): CampaignForm => ({
  name: campaign.name ?? "",
  description: campaign.description ?? "",
  goalType: campaign.goalType,
  primarySlug: campaign.primarySlug,
  conversionEvent: campaign.conversionEvent === EVENTS[campaign.goalType] ? "" : campaign.conversionEvent,
  trackingTemplateKey: campaign.trackingTemplateKey ?? "",
});

/** What differs, as the API takes it: what was not touched is not sent, what was emptied is cleared. */
export function changeOfCampaign(before: CampaignForm, after: CampaignForm): Schemas["CampaignChange"] {
  const isOther = (key: keyof CampaignForm) => before[key] !== after[key];
  const cleared = ["name", "description", "conversionEvent", "trackingTemplateKey"] as const;
  return {
    ...Object.fromEntries(cleared.flatMap((key) => (isOther(key) ? [[key, after[key].trim() || null]] : []))),
    ...(isOther("goalType") && { goalType: after.goalType }),
    ...(isOther("primarySlug") && { primarySlug: after.primarySlug }),
  };
}
