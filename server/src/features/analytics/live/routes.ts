import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { openLiveStream } from "./open-live-stream.ts";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // A proxy that gathers an answer before it passes it on would show nothing for minutes.
  "x-accel-buffering": "no",
};

export const liveOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.streamLiveEvents, async ({ actor, query, caller }) => {
    const { slug: slugs, kind: kinds, includeBots } = query;
    // The header first: a browser that comes back sends it with the address that it began with.
    const lastEventId = caller.lastEventId || query.lastEventId || undefined;
    const body = openLiveStream(deps, actor, { slugs, kinds, includeBots }, lastEventId);
    return { status: 200, headers: HEADERS, body };
  }),
];
