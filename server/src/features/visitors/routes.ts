import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { getVisitorSegments } from "./get-visitor-segments.ts";
import { replaceVisitorSegments } from "./replace-visitor-segments.ts";

export const visitorOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.getVisitorSegments, async ({ actor, params: { visitorId } }) => {
    const segments = await getVisitorSegments(deps, actor, visitorId);
    return { status: 200, body: present(visitorId, segments) };
  }),

  bind(contract.replaceVisitorSegments, async ({ actor, params: { visitorId }, body }) => {
    const segments = await replaceVisitorSegments(deps, actor, visitorId, body.segments);
    return { status: 200, body: present(visitorId, segments) };
  }),
];

const present = (visitorId: string, segments: readonly string[]) => ({ visitorId, segments: [...segments] });
