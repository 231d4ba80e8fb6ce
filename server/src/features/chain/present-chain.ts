import type { z } from "@hono/zod-openapi";
import type { ChainRule } from "./chain-rule.ts";
import type { ChainRuleBody } from "./chain-rule-body.ts";
import type { WholeSession } from "./get-chain-session.ts";
import type { ChainPreview } from "./preview-chain.ts";
import type { Resolution } from "./resolve-chain.ts";
import type { KeptSignal } from "./signal.ts";
import type { SignalsTaken } from "./submit-signals.ts";

export const presentTaken = ({ accepted, rejected }: SignalsTaken) => ({
  accepted,
  rejected: rejected.map(({ details, ...rejection }) => ({
    ...rejection,
    ...(details !== undefined && { details: [...details] }),
  })),
});

export const presentResolution = ({ decision, ruleId, matched }: Resolution) => ({
  decision,
  ruleId,
  matched: matched.map((rule) => rule.ruleId),
});

export const presentPreview = ({ decision, ruleId, trace }: ChainPreview) => ({
  decision,
  ruleId,
  trace: trace.map((one) => ({
    ruleId: one.ruleId,
    failed: typeof one.failed === "number" ? `all.${one.failed}` : one.failed,
  })),
});

export const presentDecisions = (resolutions: ReadonlyMap<string, Resolution>) => ({
  decisions: Object.fromEntries(
    [...resolutions].map(([trigger, { decision, ruleId }]) => [trigger, { decision, ruleId }]),
  ),
});

export const presentSession = ({ signals, segments, firstSeenAt, lastSeenAt }: WholeSession) => ({
  signals: signals.map(presentSignal),
  segments: [...segments],
  counts: countsOf(signals),
  firstSeenAt: instant(firstSeenAt),
  lastSeenAt: instant(lastSeenAt),
});

const presentSignal = ({ occurredAt, receivedAt, ...signal }: KeptSignal) => ({
  ...signal,
  occurredAt: instant(occurredAt),
  receivedAt: instant(receivedAt),
});

function countsOf(signals: readonly KeptSignal[]): Record<string, number> {
  const byKey = Map.groupBy(signals, ({ signalKey }) => signalKey);
  return Object.fromEntries([...byKey].map(([key, group]) => [key, group.length]));
}

/** A rule is stored as its schema shows it; only what is read-only in the types is not in the schema's. */
export const presentRule = ({ createdAt, updatedAt, ...rule }: ChainRule): z.input<typeof ChainRuleBody> => ({
  ...(rule as Omit<z.input<typeof ChainRuleBody>, "createdAt" | "updatedAt">),
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

const instant = (ms: number) => new Date(ms).toISOString();
