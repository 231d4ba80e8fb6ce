import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDemoClient } from "#demo/demo-client.ts";
import { freePort } from "#testing/free-port.ts";
import { type Expected, type LeadPost, leadPosts } from "./lead-posts.ts";
import { Program } from "./program.ts";
import { verifyLeads } from "./verify-leads.ts";

type Options = {
  readonly posts: number;
  /** How often the program is killed without warning meanwhile. */
  readonly kills: number;
  readonly random: () => number;
};

export type FloodReport = {
  /** What did not hold, in words. */
  readonly broken: readonly string[];
  readonly answers: Readonly<Record<string, number>>;
  readonly leads: number;
  readonly repeated: number;
  readonly seconds: number;
};

const CLIENTS = 32;
const ACCOUNT = { email: "owner@example.com", password: "correct horse battery staple" };
export const TRUSTED = "https://shop.example";

/**
 * Strangers send leads of every kind, good and bad, while the program is killed again and again; who gets no answer sends
 * the same once more, as the form script does. Afterwards there is each lead that was acknowledged, once, and no other.
 */
export async function leadFlood({ posts, kills, random }: Options): Promise<FloodReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "leads-"));
  const program = new Program(await freePort(), dataDir);
  await program.start();
  try {
    const owner = await openHandle(program.port);
    const expected: Expected = { leads: new Map(), spam: new Set() };
    const queue = leadPosts(posts, random, expected);
    const report = { broken: [] as string[], answers: {} as Record<string, number>, repeated: 0 };
    const begun = performance.now();
    let done = 0;
    let nextKill = Math.floor(posts / (kills + 1));
    let reviving: Promise<unknown> | undefined;
    const kill = async () => {
      await program.end("SIGKILL");
      await program.start();
      reviving = undefined;
    };
    const client = async () => {
      for (let post = queue.shift(); post !== undefined; post = queue.shift()) {
        let status = await send(program.port, post);
        for (; status === 0; report.repeated += 1) {
          await reviving;
          status = await send(program.port, post);
        }
        report.answers[status] = (report.answers[status] ?? 0) + 1;
        if (status !== post.status) report.broken.push(`${post.what}: ${status} instead of ${post.status}`);
        done += 1;
        if (done >= nextKill && nextKill < posts && kills > 0) {
          nextKill += Math.floor(posts / (kills + 1));
          reviving = kill();
        }
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await reviving;
    const seconds = (performance.now() - begun) / 1000;
    report.broken.push(...(await verifyLeads(owner, expected)));
    return { ...report, leads: expected.leads.size, seconds };
  } finally {
    await program.end("SIGTERM");
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** 0 where there was no answer. */
async function send(port: number, { path, body, headers }: LeadPost): Promise<number> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body, headers });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}

async function openHandle(port: number) {
  const call = createDemoClient(port);
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const { body } = await call("POST", "/v2/auth/login", { body: ACCOUNT });
  const token = String(body["accessToken"]);
  for (const handle of ["acme", "other"]) await call("POST", "/v2/handles", { token, body: { handle } });
  await call("PUT", "/v2/handles/acme/context-origins", { token, body: { origins: [TRUSTED] } });
  const link = { slug: "offer", destinationUrl: "https://shop.example/" };
  const campaign = { campaignId: "flood", goalType: "LEAD_CAPTURE", primaryLink: link };
  await call("POST", "/v2/handles/acme/campaigns", { token, body: campaign });
  return {
    get: async (path: string) => (await call("GET", `/v2/handles/${path}`, { token })).body,
    text: async (path: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`http://127.0.0.1:${port}/v2/handles/${path}`, { headers })).text();
    },
  };
}

export type Owner = Awaited<ReturnType<typeof openHandle>>;
