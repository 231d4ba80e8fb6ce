import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { eraseVisitor } from "./erase-visitor.ts";
import { getRetention } from "./get-retention.ts";
import { setRetention } from "./set-retention.ts";

export const retentionOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.getRetention, async ({ actor }) => ({ status: 200, body: await getRetention(deps, actor) })),

  bind(contract.setRetention, async ({ actor, body }) => ({
    status: 200,
    body: await setRetention(deps, actor, body.eventsDays),
  })),

  bind(contract.eraseVisitor, async ({ actor, params: { visitorId } }) => {
    const { erasureId, isDone } = await eraseVisitor(deps, actor, visitorId);
    return isDone ? { status: 204 as const } : { status: 202 as const, body: { erasureId } };
  }),
];
