import { covers } from "./choose-scopes.ts";

const TRIES = [
  ["links.read", "links"],
  ["analytics.read", "analytics?funnel=true"],
  ["webhooks.read", "webhooks"],
  ["personalization.read", "personalization-rules"],
  ["audit.read", "audit-events"],
  ["usage.read", "usage-meters"],
] as const;

/** A line for a shell that shows a new token at work, with the first thing that its scopes let it read. */
export function curlLine(origin: string, handle: string, token: string, scopes: readonly string[]): string {
  const [, path = "token"] = TRIES.find(([scope]) => covers(scopes, scope)) ?? [];
  return `curl -sS "${origin}/v2/public/handles/${handle}/${path}" \\\n  -H "Authorization: Bearer ${token}"`;
}
