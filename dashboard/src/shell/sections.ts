import type { LinkProps } from "@tanstack/react-router";
import { t } from "#text/t.ts";

type Item = { readonly to: LinkProps["to"]; readonly path: string; readonly label: string };
type Section = { readonly label: string; readonly items: readonly Item[] };

/** The menu of a handle, without what this role may not see. */
export function sections(role: "CREATOR" | "OPERATOR" | "OWNER" | undefined): readonly Section[] {
  const isOperator = role === "OPERATOR" || role === "OWNER";
  const operators: readonly Item[] = [
    { to: "/$handle/settings/tokens", path: "settings/tokens", label: t("tokens.title") },
    { to: "/$handle/webhooks", path: "webhooks", label: t("webhooks.title") },
    { to: "/$handle/functions", path: "functions", label: t("functions.title") },
    {
      to: "/$handle/settings/notifications",
      path: "settings/notifications",
      label: t("notifications.title"),
    },
    { to: "/$handle/audit", path: "audit", label: t("audit.title") },
  ];
  const everybody: readonly Item[] = [
    { to: "/$handle/settings/team", path: "settings/team", label: t("team.title") },
    { to: "/$handle/settings/profile", path: "settings/profile", label: t("profile.title") },
    { to: "/$handle/domains", path: "domains", label: t("domains.title") },
    { to: "/$handle/settings/usage", path: "settings/usage", label: t("usage.title") },
  ];
  return [
    {
      label: t("nav.measure"),
      items: [
        { to: "/$handle/analytics", path: "analytics", label: t("analytics.title") },
        { to: "/$handle/links", path: "links", label: t("links.title") },
        { to: "/$handle/campaigns", path: "campaigns", label: t("campaigns.title") },
      ],
    },
    {
      label: t("nav.content"),
      items: [
        { to: "/$handle/files", path: "files", label: t("files.title") },
        { to: "/$handle/sites", path: "sites", label: t("sites.title") },
        { to: "/$handle/pages", path: "pages", label: t("pages.title") },
      ],
    },
    {
      label: t("nav.audience"),
      items: [
        { to: "/$handle/leads", path: "leads", label: t("leads.title") },
        { to: "/$handle/personalization", path: "personalization", label: t("personal.title") },
        { to: "/$handle/chain", path: "chain", label: t("chain.title") },
      ],
    },
    { label: t("nav.settings"), items: [...(isOperator ? operators : []), ...everybody] },
  ];
}
