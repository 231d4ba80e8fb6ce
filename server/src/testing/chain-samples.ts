import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const chainRuleBody = { trigger: "exit", decision: { action: "popup" } };

async function chainRule(owner: Client, handle: string): Promise<string> {
  await owner.put(`/v2/handles/${handle}/chain-rules/greet`, chainRuleBody);
  return "/chain-rules/greet";
}

async function chainSession(owner: Client, handle: string): Promise<string> {
  const sessionId = `session-of-${handle}`;
  await owner.post(`/v2/handles/${handle}/chain/signals`, { sessionId, signals: [{ signalKey: "view" }] });
  return `/chain/${sessionId}`;
}

async function visitorSegments(owner: Client, handle: string): Promise<string> {
  const path = `/visitors/visitor-of-${handle}/segments`;
  await owner.put(`/v2/handles/${handle}${path}`, { segments: ["vip"] });
  return path;
}

let count = 0;
const fresh = (prefix: string) => `${prefix}-${++count}`;

/** For each operation of chains and of what is known of visitors a request that succeeds. */
export const CHAIN_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> = {
  submitPublicSignals: async (_, handle) => ({
    path: "/v2/public/chain/signals",
    body: { handle, sessionId: fresh("session"), signals: [{ signalKey: "view" }] },
    status: 202,
  }),
  resolvePublicChain: async (_, handle) => ({
    path: "/v2/public/chain/resolve",
    body: { handle, sessionId: fresh("session"), trigger: "exit" },
    status: 200,
  }),
  prefetchPublicChain: async (_, handle) => ({
    path: "/v2/public/chain/prefetch",
    body: { handle, sessionId: fresh("session"), triggers: ["exit"] },
    status: 200,
  }),
  submitSignals: async () => ({
    path: "/chain/signals",
    body: { sessionId: fresh("session"), signals: [{ type: "view" }] },
    status: 202,
  }),
  resolveChain: async () => ({
    path: "/chain/resolve",
    body: { sessionId: fresh("session"), trigger: "exit" },
    status: 200,
  }),
  prefetchChain: async () => ({
    path: "/chain/prefetch",
    body: { sessionId: fresh("session"), triggers: ["exit"] },
    status: 200,
  }),
  getChainSession: async (...who) => ({ path: await chainSession(...who), status: 200 }),
  listChainRules: async () => ({ path: "/chain-rules", status: 200 }),
  getChainRule: async (...who) => ({ path: await chainRule(...who), status: 200 }),
  upsertChainRule: async (owner, handle) => {
    await owner.put(`/v2/handles/${handle}/chain-rules/replaced`, chainRuleBody);
    return { path: "/chain-rules/replaced", body: chainRuleBody, status: 200 };
  },
  deleteChainRule: async (...who) => ({ path: await chainRule(...who), status: 204 }),
  previewChain: async () => ({
    path: "/chain/preview",
    body: { trigger: "exit", signals: [{ signalKey: "view" }] },
    status: 200,
  }),
  getVisitorSegments: async (...who) => ({ path: await visitorSegments(...who), status: 200 }),
  replaceVisitorSegments: async () => ({
    path: "/visitors/replaced/segments",
    body: { segments: ["vip"] },
    status: 200,
  }),
  eraseVisitor: async (...who) => ({
    path: (await visitorSegments(...who)).replace("/segments", ""),
    status: 204,
  }),
};
