import type { Allowed } from "#edge/page.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import { TAG_SCRIPTS, type TagKind } from "./tag-scripts.ts";

/** A template that has something to run. */
export type TagTemplate = Extract<TrackingTemplate, { readonly kind: TagKind }>;

/** What a BRIDGE page runs: a script of ours, what it is told, and whom it may reach. */
export type Tag = {
  readonly script: string;
  readonly data: Readonly<Record<string, string>>;
  readonly allowed: Allowed;
};

/** Meta's own events; any other name is a custom one, which has a call of its own. */
const META_EVENTS = new Set([
  ...["AddPaymentInfo", "AddToCart", "AddToWishlist", "CompleteRegistration", "Contact", "CustomizeProduct"],
  ...["Donate", "FindLocation", "InitiateCheckout", "Lead", "PageView", "Purchase", "Schedule", "Search"],
  ...["StartTrial", "SubmitApplication", "Subscribe", "ViewContent"],
]);

const TAG_MANAGER = "https://www.googletagmanager.com";
/** https://developers.google.com/tag-platform/security/guides/csp, without the advertising hosts. */
const GOOGLE = `${TAG_MANAGER} https://*.google-analytics.com https://analytics.google.com https://*.analytics.google.com`;

type Click = { readonly slug: string; readonly ctx: string };

/** `null` for a webhook that no page can be let reach. What a tag manager adds beyond its vendor's own hosts stays shut out. */
export function tagOf(template: TagTemplate, { slug, ctx }: Click): Tag | null {
  switch (template.kind) {
    case "meta_pixel": {
      const { pixelId, eventName } = template.parameters;
      const method = META_EVENTS.has(eventName) ? "track" : "trackCustom";
      return tag(
        "meta_pixel",
        "https://connect.facebook.net",
        { pixelId, eventName, method },
        {
          "connect-src": "https://connect.facebook.net https://www.facebook.com",
          "img-src": "https://www.facebook.com",
        },
      );
    }
    case "gtm_event": {
      const { containerId, eventName } = template.parameters;
      return tag("gtm_event", TAG_MANAGER, { containerId, eventName, slug }, googleHosts);
    }
    case "ga4_event": {
      const { measurementId, eventName } = template.parameters;
      return tag("ga4_event", TAG_MANAGER, { measurementId, eventName, slug }, googleHosts);
    }
    case "custom_webhook": {
      const url = webhookUrl(template.parameters.url);
      if (url === null) return null;
      const data = { url: url.href, slug, ...(ctx === "" ? {} : { ctx }) };
      return tag("custom_webhook", null, data, { "connect-src": url.origin });
    }
  }
}

const googleHosts: Allowed = { "connect-src": GOOGLE, "img-src": GOOGLE };

function tag(kind: TagKind, scripts: string | null, data: Tag["data"], reached: Allowed): Tag {
  const { text, source } = TAG_SCRIPTS[kind];
  const sources = scripts === null ? source : `${source} ${scripts}`;
  return { script: text, data, allowed: { "script-src": sources, ...reached } };
}

/** `null` for a host whose name could say more in a policy than a host: `https://a;b` would begin a directive. */
function webhookUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && url.protocol === "https:" && /^[a-z0-9.-]+$/.test(url.hostname) ? url : null;
}
