import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createDemoClient } from "#demo/demo-client.ts";
import { sendTo } from "./send-to.ts";

const HANDLE = "keeper";
const ACCOUNT = { email: "keeper@example.com", password: "a long enough password" };
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const CLICKS = 7;

/** What was put into a program, and must be in whatever becomes of it. */
export type Filled = {
  readonly token: string;
  readonly revoked: string;
  readonly clicks: number;
  readonly files: readonly { readonly publicUrl: string; readonly sha256: string }[];
  /** Texts that nothing sealed may show. */
  readonly secrets: readonly string[];
  /** Under which the addresses in here are right. */
  readonly domain: { readonly PUBLIC_DOMAIN: string };
};

/** An account, a handle, tokens, a link with clicks, files, and a site, through the API. */
export async function fillProgram(port: number): Promise<Filled> {
  const call = createDemoClient(port);
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const session = await call("POST", "/v2/auth/login", { body: ACCOUNT });
  const jwt = String(session.body["accessToken"]);
  await call("POST", "/v2/handles", { token: jwt, body: { handle: HANDLE } });
  const mint = async () => {
    const made = await call("POST", `/v2/handles/${HANDLE}/tokens`, {
      token: jwt,
      body: { name: "keep", scopes: ["*"] },
    });
    return made.body as { token: string; tokenId: string };
  };
  const [{ token }, doomed] = [await mint(), await mint()];
  await call("DELETE", `/v2/handles/${HANDLE}/tokens/${doomed.tokenId}`, { token: jwt });
  const body = { destinationUrl: "https://example.com/kept", title: "Kept üß" };
  await call("PUT", `/v2/public/handles/${HANDLE}/links/kept-link`, { token, body });
  const headers = { host: `${HANDLE}.localhost:${port}`, "user-agent": AGENT };
  for (let click = 0; click < CLICKS; click++) await call("GET", "/kept-link", { headers });
  const files = [await sendFile(port, token, "one"), await sendFile(port, token, "two")];
  await deploy(port, token);
  return {
    ...{ token, revoked: doomed.token, clicks: CLICKS, files },
    secrets: [ACCOUNT.email, "Kept", "example.com/kept", HANDLE],
    domain: { PUBLIC_DOMAIN: `localhost:${port}` },
  };
}

async function sendFile(port: number, token: string, text: string) {
  const content = Buffer.alloc(70_000, text);
  const sha256 = hash("sha256", content);
  const body = { fileName: `${text}.bin`, sizeBytes: content.length, sha256 };
  const made = await createDemoClient(port)("POST", `/v2/public/handles/${HANDLE}/files`, { token, body });
  const { uploadUrl, publicUrl } = made.body as { uploadUrl: string; publicUrl: string };
  await sendTo(port, uploadUrl, { method: "PUT", body: content });
  return { publicUrl, sha256 };
}

const PAGE = "<!doctype html><title>Kept</title><p>kept";

async function deploy(port: number, token: string): Promise<void> {
  const call = createDemoClient(port);
  const base = `/v2/public/handles/${HANDLE}/site-deployments`;
  const files = [{ path: "index.html", sizeBytes: PAGE.length, sha256: hash("sha256", PAGE) }];
  const made = await call("POST", base, { token, body: { files, activate: true } });
  const { deploymentId, putUrls } = made.body as { deploymentId: string; putUrls: Record<string, string> };
  for (const url of Object.values(putUrls))
    await sendTo(port, url, { method: "PUT", body: Buffer.from(PAGE) });
  await call("POST", `${base}/${deploymentId}/complete`, { token });
}

/** What a program does not have of it, in words; waits until what was on its way has been counted. */
export async function whatIsMissing(port: number, filled: Filled): Promise<readonly string[]> {
  const call = createDemoClient(port);
  const { token, revoked, files, domain } = filled;
  const missing: string[] = [];
  const base = `/v2/public/handles/${HANDLE}`;
  const link = await call("GET", `${base}/links/kept-link`, { token });
  if (link.body["title"] !== "Kept üß") missing.push(`the link: ${link.status}`);
  const { status } = await call("GET", `${base}/token`, { token: revoked });
  if (status !== 401) missing.push(`the revoked token answers ${status}`);
  if ((await call("POST", "/v2/auth/login", { body: ACCOUNT })).status !== 200) missing.push("the account");
  for (const { publicUrl, sha256 } of files) {
    const { headers } = await sendTo(port, publicUrl);
    const { content } = await sendTo(port, headers.location ?? publicUrl);
    if (hash("sha256", content) !== sha256) missing.push(`the file ${publicUrl}`);
  }
  const site = await sendTo(port, `http://${HANDLE}.${domain.PUBLIC_DOMAIN}/`);
  if (site.content.toString() !== PAGE) missing.push(`the site: ${site.status}`);
  const clicks = await countedClicks(port, token, filled.clicks);
  if (clicks !== filled.clicks) missing.push(`clicks: ${clicks} of ${filled.clicks}`);
  return missing;
}

async function countedClicks(port: number, token: string, expected: number): Promise<number> {
  let clicks = -1;
  for (let tries = 0; tries < 100 && clicks !== expected; tries++) {
    const path = `/v2/public/handles/${HANDLE}/analytics`;
    const { body } = await createDemoClient(port)("GET", path, { token });
    clicks = (body as { totals?: { clicks: number } }).totals?.clicks ?? -1;
    if (clicks !== expected) await sleep(100);
  }
  return clicks;
}
