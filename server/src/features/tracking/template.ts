import type { Policy } from "#kernel/policy.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";

export type TemplateKind = TrackingTemplate["kind"];

const UTM_KEYS = ["utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"] as const;
const PARAMETER_KEYS = ["pixelId", "containerId", "measurementId", "eventName", ...UTM_KEYS, "url"] as const;
type ParameterKey = (typeof PARAMETER_KEYS)[number];
type Sent = { readonly [K in ParameterKey]?: string | undefined };

/** Which parameters each kind has: those it needs, and what the others are when they are not sent. */
const KINDS: Readonly<Record<TemplateKind, { needs: readonly ParameterKey[]; defaults: Sent }>> = {
  meta_pixel: { needs: ["pixelId"], defaults: { eventName: "PageView" } },
  gtm_event: { needs: ["containerId"], defaults: { eventName: "link_click" } },
  ga4_event: { needs: ["measurementId"], defaults: { eventName: "link_click" } },
  utm: { needs: [], defaults: Object.fromEntries(UTM_KEYS.map((key) => [key, undefined])) },
  custom_webhook: { needs: ["url"], defaults: {} },
};
export const TEMPLATE_KINDS = Object.keys(KINDS) as [TemplateKind, ...TemplateKind[]];

export const TEMPLATES_MAX = 100;

/** As the API shows it: parameters by their names there. */
export type Template = {
  readonly templateKey: string;
  readonly kind: TemplateKind;
  readonly parameters: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly requiresConsent: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type TemplateFields = Pick<Template, "kind" | "parameters" | "enabled" | "requiresConsent">;

type Change = {
  readonly kind: TemplateKind;
  readonly parameters: Sent;
  readonly enabled: boolean;
  readonly requiresConsent?: boolean | undefined;
};

/** What a kind needs and was not sent, and what it was sent and does not have. */
export function faultsOf({
  kind,
  parameters,
}: Change): readonly { readonly path: string[]; readonly message: string }[] {
  const { needs, defaults } = KINDS[kind];
  const sent = PARAMETER_KEYS.filter((key) => parameters[key] !== undefined);
  const missing = needs.filter((key) => parameters[key] === undefined);
  const strange = sent.filter((key) => !needs.includes(key) && !Object.hasOwn(defaults, key));
  return [
    ...missing.map((key) => ({ path: ["parameters", key], message: `A template of kind ${kind} needs it.` })),
    ...strange.map((key) => ({ path: ["parameters", key], message: `A template of kind ${kind} has none.` })),
    ...(kind === "utm" && sent.length === 0
      ? [{ path: ["parameters"], message: "A template of kind utm needs one or more of its parameters." }]
      : []),
  ];
}

/** All of a template that was sent, with what was left out; of a change without faults. */
export function fieldsOf({ kind, parameters, enabled, requiresConsent }: Change): TemplateFields {
  const whole = { ...KINDS[kind].defaults, ...parameters };
  const given = Object.entries(whole).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    kind,
    parameters: Object.fromEntries(given),
    enabled,
    requiresConsent: requiresConsent ?? kind !== "utm",
  };
}

/** What the edge reads: the enabled ones by their keys. */
export const policyTemplates = (templates: readonly Template[]): Policy["templates"] =>
  Object.fromEntries(
    templates.filter(({ enabled }) => enabled).map((one) => [one.templateKey, toKernel(one)]),
  );

/** Its parameters were checked by kind when they were written. */
const toKernel = ({ templateKey: key, kind, parameters, enabled, requiresConsent }: Template) =>
  ({
    key,
    enabled,
    requiresConsent,
    kind,
    parameters: kind === "utm" ? inQuery(parameters) : parameters,
  }) as TrackingTemplate;

/** `utmSource` is `utm_source` in a URL. */
const inQuery = (parameters: Template["parameters"]) =>
  Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [key.replace(/^utm/, "utm_").toLowerCase(), value]),
  );
