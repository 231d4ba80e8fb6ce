import { z } from "@hono/zod-openapi";
import { DestinationUrl } from "#platform/routing/destination-url.ts";
import { faultsOf, TEMPLATE_KINDS } from "./template.ts";

export const TemplateKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{1,63}$/, "A templateKey is 2 to 64 of a-z, 0-9, _ and -, the first no _ or -.");

const Utm = z.string().trim().min(1).max(200).optional();

/** The host goes into the page's policy, where a name with other characters could say more than a host. */
const WebhookUrl = DestinationUrl.refine(
  (text) => {
    const url = URL.parse(text);
    return url !== null && url.protocol === "https:" && /^[a-z0-9.-]+$/.test(url.hostname);
  },
  {
    error: "It must be https, at a host of letters, digits, dots and hyphens.",
    when: ({ issues }) => issues.length === 0,
  },
);

/** Those of all kinds; which of them one kind has and needs is `faultsOf`'s to say. */
const Parameters = z
  .strictObject({
    pixelId: z
      .string()
      .regex(/^\d{5,20}$/, "A pixelId is 5 to 20 digits.")
      .optional(),
    containerId: z
      .string()
      .regex(/^GTM-[A-Z0-9]{4,12}$/, "A containerId looks like GTM-ABC1234.")
      .optional(),
    measurementId: z
      .string()
      .regex(/^G-[A-Z0-9]{4,16}$/, "A measurementId looks like G-ABC1234567.")
      .optional(),
    eventName: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "An eventName is 1 to 40 letters, digits and _, a letter first.")
      .optional(),
    utmSource: Utm,
    utmMedium: Utm,
    utmCampaign: Utm,
    utmTerm: Utm,
    utmContent: Utm,
    url: WebhookUrl.optional(),
  })
  .openapi("TrackingTemplateParameters", {
    description:
      "`meta_pixel`: pixelId, eventName (PageView). `gtm_event`: containerId, eventName (link_click). " +
      "`ga4_event`: measurementId, eventName (link_click). `utm`: one or more of utmSource, utmMedium, " +
      "utmCampaign, utmTerm and utmContent. `custom_webhook`: url. In brackets, what an event is called that is not named.",
  });

const fields = {
  kind: z.enum(TEMPLATE_KINDS),
  parameters: Parameters,
  enabled: z.boolean().default(true),
  requiresConsent: z.boolean().optional().openapi({
    description: "Whether its tags wait until the visitor has agreed; true unless sent, for `utm` false.",
  }),
};

const changeBody = z.strictObject(fields).superRefine(addFaults);
export const TrackingTemplateChange = changeBody.openapi("TrackingTemplateChange");

export const CreateTrackingTemplateBody = z
  .strictObject({ templateKey: TemplateKey, ...fields })
  .superRefine(addFaults)
  .openapi("CreateTrackingTemplate");

function addFaults(change: z.output<typeof changeBody>, context: z.RefinementCtx): void {
  for (const { path, message } of faultsOf(change)) context.addIssue({ code: "custom", path, message });
}

const instant = z.string().openapi({ format: "date-time" });

export const TrackingTemplateBody = z
  .object({
    templateKey: TemplateKey,
    kind: z.enum(TEMPLATE_KINDS),
    parameters: z.record(z.string(), z.string()),
    enabled: z.boolean(),
    requiresConsent: z.boolean(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("TrackingTemplate");
