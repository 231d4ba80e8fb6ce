import type { TextKey } from "#text/t.ts";

type ScopeFamily = { readonly family: string; readonly label: TextKey; readonly scopes: readonly string[] };

/** What a token can be given, by family. Each has its sentence in the catalogue of texts, as `scope.` and its name. */
export const SCOPE_FAMILIES: readonly ScopeFamily[] = [
  { family: "links.*", label: "scopes.links", scopes: ["links.read", "links.write"] },
  { family: "analytics.*", label: "scopes.analytics", scopes: ["analytics.read"] },
  { family: "webhooks.*", label: "scopes.webhooks", scopes: ["webhooks.read", "webhooks.write"] },
  { family: "files.*", label: "scopes.files", scopes: ["files.read", "files.write"] },
  {
    family: "site.deployments.*",
    label: "scopes.sites",
    scopes: ["site.deployments.read", "site.deployments.write"],
  },
  { family: "pages.*", label: "scopes.pages", scopes: ["pages.read", "pages.write"] },
  {
    family: "tracking.templates.*",
    label: "scopes.tracking",
    scopes: ["tracking.templates.read", "tracking.templates.write"],
  },
  {
    family: "chain.*",
    label: "scopes.chain",
    scopes: ["chain.read", "chain.resolve.read", "chain.signal.write"],
  },
  { family: "personalization.*", label: "scopes.personalization", scopes: ["personalization.read"] },
  {
    family: "routing.context_origins.*",
    label: "scopes.origins",
    scopes: ["routing.context_origins.read", "routing.context_origins.write"],
  },
  {
    family: "",
    label: "scopes.other",
    scopes: ["audit.read", "usage.read", "mcp.connect", "functions.invoke"],
  },
];
