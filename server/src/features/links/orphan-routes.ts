import { parseRange } from "#features/analytics/index.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { listOrphans } from "./list-orphans.ts";
import * as contract from "./orphan-contract.ts";

export const orphanOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listOrphans, async ({ actor, query: { from, to, ...rest } }) => {
    const range = parseRange(from, to, "UTC", "month", deps.clock.now());
    const orphans = await listOrphans(deps, actor, { ...range, ...rest });
    const body = {
      orphans: orphans.map((orphan) => ({ ...orphan, lastSeenAt: orphan.lastSeenAt.toISOString() })),
    };
    return { status: 200, body };
  }),
];
