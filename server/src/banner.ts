import { getDomain } from "tldts";
import { apiOrigin, handleOrigin } from "#platform/addresses.ts";
import type { Config } from "#platform/config/config.ts";

/** What a person reads when the program has started: where it is, and on an empty database what to do first. */
export function banner(
  { addresses, dataDir, signup, database }: Config,
  port: number,
  isEmpty: boolean,
): string {
  const api = addresses.publicDomain.startsWith("localhost")
    ? `http://localhost:${port}`
    : apiOrigin(addresses);
  const engine = /^postgres/.test(database) ? "PostgreSQL" : "SQLite";
  const lines = [
    "",
    `  Switchyard is running.`,
    "",
    `  API        ${api}/v2`,
    `  Reference  ${api}/docs`,
    `  Links      ${handleOrigin(addresses, "{handle}")}/{slug}`,
    `  Data       ${dataDir} (${engine})`,
    "",
  ];
  if (isShared(addresses)) {
    lines.push(
      `  Warning: what handles serve lives under the same domain as the API (${addresses.publicDomain}).`,
      `  Set SITES_DOMAIN to another domain, so that no tenant's page can reach for its cookies.`,
      "",
    );
  }
  if (!isEmpty) return lines.join("\n");
  const body = `{"email":"you@example.com","password":"at least twelve characters"}`;
  return [
    ...lines,
    `  There is no account yet. Create the first one${signup === "open" ? "" : ", which any SIGNUP policy allows"}:`,
    "",
    `    curl -sS -X POST ${api}/v2/auth/signup \\`,
    `      -H "Content-Type: application/json" -d '${body}'`,
    "",
    `  Or stop, and fill an empty installation with a demonstration: npm start -- --demo`,
    "",
  ].join("\n");
}

/**
 * Both are under one domain that somebody can register, which is how far a cookie reaches. On a machine of one's own that
 * endangers nobody.
 */
function isShared({ publicDomain, sitesDomain }: Config["addresses"]): boolean {
  const [one, other] = [publicDomain, sitesDomain].map((domain) => domain.replace(/:\d+$/, ""));
  if (one === undefined || other === undefined || /(?:^|\.)localhost$/.test(one)) return false;
  const site = (host: string) => getDomain(host, { allowPrivateDomains: true }) ?? host;
  return site(one) === site(other);
}
