import { AppError } from "#kernel/errors.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import { mutate } from "#platform/mutate.ts";
import { assignSegments, ENGAGED } from "#platform/visits/assign-segments.ts";
import type { Asking } from "./asking.ts";
import type { ChainDeps } from "./chain-deps.ts";
import { SIGNAL_TRIGGER } from "./chain-rule.ts";
import type { CompiledChainRules } from "./compile-chain-rules.ts";
import { readFacts } from "./read-facts.ts";
import { resolveChain } from "./resolve-chain.ts";
import { segmentsOf } from "./segments-of.ts";
import { type KeptSignal, SIGNALS_MAX } from "./signal.ts";
import { signalEvent } from "./signal-event.ts";
import { type Rejection, type SentSignal, sortSignals } from "./sort-signals.ts";
import { appendSignals, findSession } from "./store.ts";

export type SignalsTaken = { readonly accepted: number; readonly rejected: readonly Rejection[] };

/**
 * Takes what is good and has room; each signal taken reaches the event log once. The room is counted in the transaction,
 * so that however many speak at once, a session never holds more than its 200.
 */
export async function submitSignals(
  deps: ChainDeps,
  asking: Asking,
  sent: readonly unknown[],
): Promise<SignalsTaken> {
  const { actor, access, handleId, sessionId } = asking;
  await deps.limits.count("chainSession", `${handleId}/${sessionId}`);
  const { good, rejected } = sortSignals(sent, deps.clock.now());
  if (good.length === 0) return { accepted: 0, rejected };
  const rules = await deps.rules.get(handleId);
  return mutate(deps, actor, access, async (tx, now) => {
    const held = (await findSession(readerOf(tx), handleId, sessionId))?.signals ?? 0;
    if (held >= SIGNALS_MAX) throw sessionFull();
    const taken = good.slice(0, SIGNALS_MAX - held).map((signal) => keep(signal, now));
    await appendSignals(tx, handleId, sessionId, held, taken, now);
    const segments = [ENGAGED, ...(await segmentsEarned(tx, asking, rules, now))];
    const isChanged = await assignSegments(tx, handleId, sessionId, segments, now);
    return {
      result: {
        accepted: taken.length,
        rejected: [...rejected, ...good.slice(taken.length).map(noRoom)].sort(byPlace),
      },
      audit: null, // The event log is the record of what visitors do.
      visits: taken.map((signal) => signalEvent(handleId, sessionId, signal)),
      visitors: isChanged ? [{ handleId, visitorId: sessionId }] : [],
    };
  });
}

/** What every matching rule of the trigger `signal` assigns, now that the signals are there. */
async function segmentsEarned(
  tx: Tx,
  asking: Asking,
  rules: CompiledChainRules,
  now: Date,
): Promise<readonly string[]> {
  if (!rules.has(SIGNAL_TRIGGER)) return [];
  const facts = await readFacts(readerOf(tx), asking, now);
  const { matched } = resolveChain(rules, SIGNAL_TRIGGER, facts);
  return matched.flatMap(({ decision }) => segmentsOf(decision));
}

const keep = (signal: SentSignal, now: Date): KeptSignal => ({
  signalKey: signal.signalKey,
  signalValue: signal.signalValue ?? null,
  confidence: signal.confidence,
  source: signal.source ?? null,
  metadata: signal.metadata ?? null,
  occurredAt: signal.occurredAt ?? now.getTime(),
  receivedAt: now.getTime(),
});

const noRoom = ({ index }: SentSignal): Rejection => ({ index, reason: "session_full" });
const byPlace = (one: Rejection, other: Rejection) => one.index - other.index;

/** Trying again does not help: a session never empties. */
const sessionFull = () =>
  new AppError("rate_limited", `This session has its ${SIGNALS_MAX} signals; go on with a new one.`);
