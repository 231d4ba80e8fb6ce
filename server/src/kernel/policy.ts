import type { HandleRule } from "./routing-rule.ts";
import type { TrackingTemplate } from "./tracking-template.ts";

/** A path with places, such as `/p/:sku`, and the link that visitors of it follow. */
export type PathRoute = { readonly template: string; readonly slug: string };

/** What holds for all links of a handle, as the edge reads it. Each part is written as a whole by whoever owns it. */
export type Policy = {
  /** The enabled ones, in the order in which they are asked. */
  readonly rules: readonly HandleRule[];
  /** By key; only the enabled. */
  readonly templates: Readonly<Record<string, TrackingTemplate>>;
  /** Hosts, with all that is below them, to which no visitor is sent. */
  readonly blockedDomains: readonly string[];
  readonly paths: readonly PathRoute[];
};
export type PolicyPart = keyof Policy;

export const NO_POLICY: Policy = { rules: [], templates: {}, blockedDomains: [], paths: [] };
