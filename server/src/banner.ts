import { apiOrigin, dashboardOrigin, handleOrigin } from "#platform/addresses.ts";
import type { Config } from "#platform/config/config.ts";
import { isPostgres } from "#platform/database/open-database.ts";
import { sharesDomain } from "#platform/shares-domain.ts";

/** What a person reads when the program has started: where it is, and on an empty database what to do first. */
export function banner(
  { addresses, dataDir, signup, database }: Config,
  port: number,
  isEmpty: boolean,
): string {
  const api = addresses.publicDomain.startsWith("localhost")
    ? `http://localhost:${port}`
    : apiOrigin(addresses);
  const app = addresses.publicDomain.startsWith("localhost") ? `${api}/app/` : dashboardOrigin(addresses);
  const engine = isPostgres(database) ? "PostgreSQL" : "SQLite";
  const lines = [
    "",
    `  Switchyard is running.`,
    "",
    `  Dashboard  ${app}`,
    `  API        ${api}/v2`,
    `  Reference  ${api}/docs`,
    `  Links      ${handleOrigin(addresses, "{handle}")}/{slug}`,
    `  Data       ${dataDir} (${engine})`,
    "",
  ];
  if (sharesDomain(addresses)) {
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
    `  There is no account yet. Create the first one in the dashboard, or at a shell${signup === "open" ? "" : ", which any SIGNUP policy allows"}:`,
    "",
    `    curl -sS -X POST ${api}/v2/auth/signup \\`,
    `      -H "Content-Type: application/json" -d '${body}'`,
    "",
    `  Or stop, and fill an empty installation with a demonstration: npm start -- --demo`,
    "",
  ].join("\n");
}
