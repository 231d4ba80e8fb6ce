import type { SystemActor } from "#kernel/actor.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Attempt } from "#platform/delivery/attempt.ts";
import type { Concluded } from "#platform/delivery/courier.ts";
import { retryDelay } from "#platform/delivery/retry-schedule.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { LoggedAttempt } from "./delivery-store.ts";
import { disable, findOwner, findStandings, setFailingSince } from "./endpoint-store.ts";
import { type Job, saveFailure, saveSuccess } from "./queue-store.ts";
import type { DisabledReason } from "./webhook.ts";

export type Result = Concluded<Job, Attempt>;
type Random = () => number;
type Standings = Awaited<ReturnType<typeof findStandings>>;

const RECORDER: SystemActor = { kind: "system", job: "webhooks.deliver" };
const FAILING_MS_MAX = 5 * 86_400_000;
/** Of one delivery that is shown. */
const HISTORY_MAX = 30;
const GONE = 410;

/**
 * Writes down what came of attempts, all in one transaction, but for those that end in disabling a webhook: each of them
 * commits together with the event that tells of it. Recording again what was recorded changes nothing that matters.
 */
export async function recordResults(
  deps: ControlDeps,
  results: readonly Result[],
  random: Random,
): Promise<void> {
  const ending = await mutate(deps, RECORDER, { auth: "none" }, async (tx, now) => {
    const ids = [...new Set(results.map(({ job }) => job.endpointId))];
    const standings = await findStandings(readerOf(tx), ids);
    const ending = results.filter((result) => endingOf(result, standings, now) !== undefined);
    const others = results.filter((result) => !ending.includes(result));
    for (const result of others) await save(tx, result, random, now);
    await saveStandings(tx, others, standings, now);
    return { result: ending, audit: null };
  });
  for (const result of ending) await recordEnding(deps, result, random);
}

/** Why this result disables its webhook, if it does. */
function endingOf({ job, result }: Result, standings: Standings, now: Date): "gone" | "failing" | undefined {
  const standing = standings.get(job.endpointId);
  if (standing === undefined || !standing.enabled || result.error === null) return undefined;
  if (result.status === GONE) return "gone";
  const { failingSince } = standing;
  return failingSince !== null && now.getTime() - failingSince >= FAILING_MS_MAX ? "failing" : undefined;
}

async function save(tx: Tx, { job, result }: Result, random: Random, now: Date): Promise<void> {
  const { error, status, durationMs, at } = result;
  const attempt: LoggedAttempt = {
    attempt: job.attempts + 1,
    at: at.toISOString(),
    durationMs,
    status,
    error,
  };
  const history: LoggedAttempt[] = JSON.parse(job.history);
  const failures = error === null ? job.failures : job.failures + 1;
  const row = {
    failures,
    attempts: attempt.attempt,
    history: JSON.stringify([...history.slice(1 - HISTORY_MAX), attempt]),
    answer_headers: JSON.stringify(result.answerHeaders),
    answer_body: result.answerBody,
  };
  if (error === null) return saveSuccess(tx, job, row, now);
  const delay = status === GONE ? null : retryDelay(failures, result.retryAfterMs, random);
  await saveFailure(tx, job, row, delay === null ? null : now.getTime() + delay, now);
}

/** One success ends all failures before it; of an endpoint that did nothing new nothing is written. */
async function saveStandings(
  tx: Tx,
  results: readonly Result[],
  standings: Standings,
  now: Date,
): Promise<void> {
  for (const [endpointId, own] of Map.groupBy(results, ({ job }) => job.endpointId)) {
    const standing = standings.get(endpointId);
    if (standing === undefined) continue;
    const hasSucceeded = own.some(({ result }) => result.error === null);
    const since = hasSucceeded ? null : (standing.failingSince ?? now.getTime());
    if (since !== standing.failingSince) await setFailingSince(tx, endpointId, since);
  }
}

async function recordEnding(deps: ControlDeps, ended: Result, random: Random): Promise<void> {
  const { endpointId: subscriptionId, handleId } = ended.job;
  const told = await mutate(deps, RECORDER, { auth: "none" }, async (tx, now) => {
    const read = readerOf(tx);
    const standings = await findStandings(read, [subscriptionId]);
    const reason = endingOf(ended, standings, now);
    await save(tx, ended, random, now);
    if (reason === undefined) return { result: undefined, audit: null };
    await disable(tx, subscriptionId, reason, now);
    const since = standings.get(subscriptionId)?.failingSince ?? now.getTime();
    const payload = { subscriptionId, reason, failingSince: new Date(since).toISOString() };
    return {
      result: { reason, owner: await findOwner(read, handleId) },
      audit: { action: "webhook.disable", target: subscriptionId, handleId, details: { reason } },
      events: [{ type: "webhook.disabled", payload }],
    };
  });
  if (told?.owner === undefined) return;
  const { email, handle } = told.owner;
  deps.mailer.send({ to: email, ...mailOf(handle, subscriptionId, told.reason) });
}

const WHY: Readonly<Record<Exclude<DisabledReason, "member">, string>> = {
  gone: "its endpoint answered 410 Gone",
  failing: "its endpoint has failed for five days",
};

const mailOf = (handle: string, subscriptionId: string, reason: keyof typeof WHY) => ({
  subject: `A webhook of ${handle} was disabled`,
  text: [
    `The webhook ${subscriptionId} of ${handle} was disabled, because ${WHY[reason]}.`,
    "",
    "What occurs from now on is kept for thirty days. Enable the webhook again when its endpoint answers, and replay",
    `the time it has missed: POST /v2/handles/${handle}/webhooks/${subscriptionId}/replay`,
  ].join("\n"),
});
