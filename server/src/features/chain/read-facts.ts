import type { Reader } from "#platform/database/database.ts";
import { findSegments } from "#platform/visits/assign-segments.ts";
import type { Asking } from "./asking.ts";
import type { ChainFacts } from "./resolve-chain.ts";
import { listSignals } from "./store.ts";

/** All that rules can ask of a session, as `read` has it. */
export async function readFacts(
  read: Reader,
  { handleId, sessionId, country, device }: Omit<Asking, "actor" | "access">,
  now: Date,
): Promise<ChainFacts> {
  const signals = await listSignals(read, handleId, sessionId);
  const segments = await findSegments(read, handleId, sessionId);
  return { signals, segments, country, device, now: now.getTime() };
}
