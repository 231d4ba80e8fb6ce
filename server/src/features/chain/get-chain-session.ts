import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findSegments } from "#platform/visits/assign-segments.ts";
import type { KeptSignal } from "./signal.ts";
import { findSession, listKeptSignals, type Session } from "./store.ts";

export type WholeSession = Omit<Session, "signals"> & {
  readonly signals: readonly KeptSignal[];
  readonly segments: readonly string[];
};

/** A session that has sent a signal; all that has come of it. */
export async function getChainSession(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  sessionId: string,
): Promise<WholeSession> {
  const session = await findSession(db.read, handleId, sessionId);
  if (session === undefined) throw new AppError("not_found", "There is no such session.");
  const signals = await listKeptSignals(db.read, handleId, sessionId);
  const segments = await findSegments(db.read, handleId, sessionId);
  return { ...session, signals, segments };
}
