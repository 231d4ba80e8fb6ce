import { useEffect, useState } from "react";
import { authorizedFetch } from "#session/authorized-fetch.ts";
import { hasSession, listenToSession } from "#session/session.ts";
import { parseEvents } from "./parse-events.ts";

/** What a visitor did, as the stream tells it. */
export type LiveEvent = {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly slug: string;
  readonly bot: string;
  readonly country: string;
  readonly device: string;
  readonly browser: string;
  readonly source: string;
};

type Live = { readonly events: readonly LiveEvent[]; readonly isOpen: boolean };

const KEPT = 100;
const AGAIN_MS = 2000;

/** What happens in a handle while it is watched, newest first. A stream that breaks off goes on where it was. */
export function useLiveEvents(handle: string): Live {
  const [live, setLive] = useState<Live>({ events: [], isOpen: false });
  useEffect(() => {
    const leaving = new AbortController();
    // Whoever signs out leaves first, rather than being cut off by the server.
    const unlisten = listenToSession(() => hasSession() || leaving.abort());
    void follow(handle, leaving.signal, setLive);
    return () => {
      unlisten();
      leaving.abort();
    };
  }, [handle]);
  return live;
}

async function follow(
  handle: string,
  signal: AbortSignal,
  set: (change: (live: Live) => Live) => void,
): Promise<void> {
  let last = "";
  while (!signal.aborted) {
    try {
      for await (const { id, event, data } of stream(handle, last, signal)) {
        if (id !== "") last = id;
        set((live) => ({
          events: event === "message" || event === "gap" ? live.events : added(live.events, data),
          isOpen: true,
        }));
      }
    } catch {
      // It is opened again below, for as long as somebody watches.
    }
    if (signal.aborted) return;
    set((live) => ({ ...live, isOpen: false }));
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

function added(events: readonly LiveEvent[], data: string): readonly LiveEvent[] {
  const event = JSON.parse(data) as LiveEvent;
  return [event, ...events.filter(({ id }) => id !== event.id)].slice(0, KEPT);
}

async function* stream(handle: string, last: string, signal: AbortSignal) {
  const headers = { accept: "text/event-stream", ...(last !== "" && { "last-event-id": last }) };
  const path = `/v2/handles/${encodeURIComponent(handle)}/analytics/live`;
  const { ok, body } = await authorizedFetch(new Request(path, { headers, signal }));
  if (!ok || body === null) throw new Error("The stream was refused.");
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const { events, rest } = parseEvents(text + part.value);
    text = rest;
    yield* events;
  }
}
