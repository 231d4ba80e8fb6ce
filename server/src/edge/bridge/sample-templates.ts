import type { TrackingTemplate } from "#kernel/tracking-template.ts";

const base = { key: "key", enabled: true, requiresConsent: true };

/** For tests: a template of each kind. */
export const SAMPLE_TEMPLATES: { readonly [K in TrackingTemplate["kind"]]: TrackingTemplate & { kind: K } } =
  {
    meta_pixel: { ...base, kind: "meta_pixel", parameters: { pixelId: "12345", eventName: "PageView" } },
    gtm_event: { ...base, kind: "gtm_event", parameters: { containerId: "GTM-ABC123", eventName: "go" } },
    ga4_event: { ...base, kind: "ga4_event", parameters: { measurementId: "G-ABC123", eventName: "go" } },
    utm: { ...base, kind: "utm", parameters: { utm_source: "mail" } },
    custom_webhook: { ...base, kind: "custom_webhook", parameters: { url: "https://hook.example:8443/a?b" } },
  };
