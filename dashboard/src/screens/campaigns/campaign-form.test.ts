import { expect, test } from "vitest";
import type { Schemas } from "#api/schemas.ts";
import { bodyOfNew, changeOfCampaign, formOfCampaign, idOf } from "./campaign-form.ts";

const campaign = {
  campaignId: "spring",
  name: "Spring",
  description: null,
  goalType: "LEAD_CAPTURE",
  status: "DRAFT",
  primarySlug: "offer",
  conversionEvent: "lead",
  trackingTemplateKey: "goal-lead-capture",
} as Schemas["Campaign"];

test("an id follows a name, whatever letters that has", () => {
  expect(idOf("  Frühling & Sommer 2026! ")).toBe("fruhling-sommer-2026");
  expect(idOf("!!!")).toBe("");
});

test("a new campaign names a link or makes one, never both", () => {
  const form = {
    name: "Spring",
    campaignId: undefined,
    goalType: "NEWSLETTER" as const,
    makesLink: true,
    destinationUrl: "https://example.com/",
    slug: "",
    primarySlug: "left",
    isActive: false,
  };
  expect(bodyOfNew(form)).toEqual({
    campaignId: "spring",
    name: "Spring",
    goalType: "NEWSLETTER",
    status: "DRAFT",
    primaryLink: { destinationUrl: "https://example.com/" },
  });
  expect(bodyOfNew({ ...form, campaignId: "own", makesLink: false })).toEqual({
    campaignId: "own",
    name: "Spring",
    goalType: "NEWSLETTER",
    status: "DRAFT",
    primarySlug: "left",
  });
});

test("only what was touched is sent, and what was emptied is cleared", () => {
  const before = formOfCampaign(campaign);
  expect(changeOfCampaign(before, before)).toEqual({});
  expect(before.conversionEvent).toBe("");
  expect(changeOfCampaign(before, { ...before, trackingTemplateKey: "", name: "Summer" })).toEqual({
    name: "Summer",
    trackingTemplateKey: null,
  });
});
