import { getRequestListener } from "@hono/node-server";
import pino from "pino";
import { expect } from "vitest";
import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { AskWarehouse } from "#platform/deps.ts";
import type { EventListener } from "#platform/event-log/event-log.ts";
import { listen } from "#platform/http/listen.ts";
import { LiveEvents } from "#platform/live-events/live-events.ts";
import { clickEvent } from "./click-event.ts";
import { openLive } from "./open-live.ts";
import { startControl } from "./start-control.ts";

const SOON = { timeout: 10_000, interval: 10 };

type Options = { readonly askWarehouse?: AskWarehouse };

/** The control plane behind a socket, whose live events are what a test records and whose clock a test moves. */
export async function startLive({ askWarehouse = async () => [] }: Options = {}) {
  const listeners = new Set<EventListener>();
  const events = {
    listen: (listener: EventListener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
  const warnings: unknown[] = [];
  const started: { control?: Awaited<ReturnType<typeof startControl>> } = {};
  const clock = { now: () => started.control?.now() ?? new Date(0) };
  const log = pino({ level: "warn" }, { write: (line) => void warnings.push(JSON.parse(line)) });
  const liveEvents = new LiveEvents({ events, askWarehouse, clock, log });
  const control = await startControl({ override: { liveEvents, askWarehouse } });
  started.control = control;
  const { text: token } = await control.token(["analytics.read"]);
  const answer = getRequestListener(control.api.fetch);
  const listening = await listen((incoming, outgoing) => void answer(incoming, outgoing), 0, "127.0.0.1");
  return {
    control,
    warnings,
    listeners,
    port: listening.port,
    record: (list: readonly VisitEvent[]) => {
      for (const listener of listeners) listener(list);
    },
    /** One of `acme`, now. */
    click: (given: Partial<VisitEvent> = {}): VisitEvent => {
      const at = given.at ?? control.now().getTime();
      return clickEvent({ id: newId("evt", at), at, handleId: "hdl_acme", ...given });
    },
    open: (options: Partial<Parameters<typeof openLive>[2]> = {}, handle = "acme") =>
      openLive(listening.port, handle, { token, ...options }),
    /** The same, once it has begun: what happens from now on is in it. */
    opened: async (query = "", headers: Record<string, string> = {}) => {
      const stream = await openLive(listening.port, "acme", { token, query, headers });
      await expect.poll(() => stream.seen.lastId, SOON).not.toBe("");
      return stream;
    },
    [Symbol.asyncDispose]: async () => {
      await liveEvents[Symbol.asyncDispose]();
      await listening.close();
      await control[Symbol.asyncDispose]();
    },
  };
}
