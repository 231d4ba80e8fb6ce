import { createEdgeVisitors } from "#features/page-visitors/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { beginCheckout } from "./begin-checkout.ts";

const NOBODY: AnonymousActor = { kind: "anonymous", signal: new AbortController().signal };

type Wanted = Parameters<typeof beginCheckout>[2];

/** All that a handle's host asks about pages that not everybody may read: who reads, and where one is bought. */
export const createEdgePages = (deps: ControlDeps) => ({
  ...createEdgeVisitors(deps),
  buy: async (page: Wanted, visitor: { readonly email: string } | null, address: string) =>
    (await beginCheckout(deps, NOBODY, page, visitor?.email ?? null, address)).url,
});
