import { randomBytes } from "node:crypto";
import { handleHost } from "#platform/addresses.ts";
import type { Config } from "#platform/config/config.ts";
import { createDemoClient, type DemoClient, type Reply } from "./demo-client.ts";
import { LINKS, REFERRERS, SOURCES, USER_AGENTS, VISITOR_ADDRESSES } from "./demo-data.ts";

const HANDLE = "acme";
const EMAIL = "demo@example.com";
const VISITS = 400;

/** Fills an empty installation through the public API as a person and their visitors would, and says how to go on. */
export async function runDemo({ addresses }: Config, port: number): Promise<string> {
  const call = createDemoClient(port);
  const password = randomBytes(12).toString("base64url");
  const signup = await call("POST", "/v2/auth/signup", { body: { email: EMAIL, password, name: "Demo" } });
  if (signup.status === 409) {
    return `  The demonstration is there already. For a new one stop, empty the data folder and start again.\n`;
  }
  mustBe(signup, 201);
  const login = mustBe(await call("POST", "/v2/auth/login", { body: { email: EMAIL, password } }), 200);
  const jwt = String(login["accessToken"]);
  mustBe(
    await call("POST", "/v2/handles", { token: jwt, body: { handle: HANDLE, displayName: "Acme" } }),
    201,
  );
  const scopes = ["links.*", "analytics.*"];
  const body = { name: "demo", scopes };
  const created = mustBe(await call("POST", `/v2/handles/${HANDLE}/tokens`, { token: jwt, body }), 201);
  const token = String(created["token"]);
  for (const [slug, destinationUrl, title, tags] of LINKS) {
    const path = `/v2/public/handles/${HANDLE}/links/${slug}`;
    mustBe(await call("PUT", path, { token, body: { destinationUrl, title, tags } }), 201);
  }
  await visit(call, handleHost(addresses, HANDLE));
  return instructions(`http://localhost:${port}`, `http://${handleHost(addresses, HANDLE)}`, token, password);
}

/** The same visits each time: what a demonstration shows should not surprise whoever shows it. */
async function visit(call: DemoClient, host: string): Promise<void> {
  const slugs = LINKS.flatMap(([slug, , , , weight]) => Array<string>(weight).fill(slug));
  const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;
  for (let n = 0; n < VISITS; n++) {
    const mixed = Math.imul(n + 1, 2_654_435_761) >>> 4;
    const source = pick(SOURCES, mixed >>> 7);
    const referrer = pick(REFERRERS, mixed >>> 9);
    await call("GET", `/${pick(slugs, mixed)}${source && `?utm_source=${source}`}`, {
      headers: {
        host,
        "user-agent": pick(USER_AGENTS, mixed >>> 3),
        "x-forwarded-for": pick(VISITOR_ADDRESSES, mixed >>> 5),
        "accept-language": pick(["en-US,en", "de-DE,de", "fr-FR,fr", "ja-JP"], mixed >>> 11),
        ...(referrer !== "" && { referer: referrer }),
      },
    });
  }
}

function mustBe({ status, body }: Reply, wanted: number): Reply["body"] {
  if (status !== wanted) throw new Error(`The demonstration stopped at ${status}: ${JSON.stringify(body)}`);
  return body;
}

const instructions = (api: string, site: string, token: string, password: string) => `
  The demonstration is ready: handle ${HANDLE}, ${LINKS.length} links, ${VISITS} visits.

  Sign in as ${EMAIL} with the password ${password}
  Its personal access token (links.*, analytics.*), shown this once:

    ${token}

  Try it:

    curl -sS "${api}/v2/public/handles/${HANDLE}/links?limit=3" \\
      -H "Authorization: Bearer ${token}"

    curl -sS "${api}/v2/public/handles/${HANDLE}/analytics?funnel=true&groupBy=country" \\
      -H "Authorization: Bearer ${token}"

    curl -sS -X PUT "${api}/v2/public/handles/${HANDLE}/links/new-launch" \\
      -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" \\
      -d '{"destinationUrl":"https://example.com/launch","title":"New Launch"}'

    curl -sSi "${site}/new-launch"
`;
