import { type Attempt, makeAttempt } from "#platform/delivery/attempt.ts";
import { signDelivery } from "#platform/delivery/sign-delivery.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findEndpoint } from "./endpoint-store.ts";
import type { Job } from "./queue-store.ts";
import { openSecret } from "./secret.ts";
import { listSealed } from "./secret-store.ts";

/** What every attempt has beside its signatures. */
export const plainHeaders = (eventType: string, attempt: number): Readonly<Record<string, string>> => ({
  "content-type": "application/json",
  "user-agent": "Switchyard-Webhooks/2",
  "x-arjun-event-type": eventType,
  "x-arjun-attempt": String(attempt),
});

/**
 * One attempt at one delivery, signed with the secrets that hold at this moment; `undefined` where there is nobody to
 * send to any more. Asks the database each time, so that a change, a rotation or a revocation holds from the next
 * attempt on.
 */
export async function sendDelivery(
  deps: ControlDeps,
  job: Job,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Attempt | undefined> {
  const { db, clock, seal, outbound } = deps;
  const at = clock.now();
  const url = await findEndpoint(db.read, job.endpointId);
  if (url === undefined) return undefined;
  const sealed = await listSealed(db.read, job.endpointId, at);
  const [newest, ...older] = sealed.map((one) => openSecret(seal, job.endpointId, one));
  if (newest === undefined) throw new Error("A webhook has no secret.");
  const parts = { id: job.eventId, timestamp: Math.floor(at.getTime() / 1000), body: job.body };
  const span = deps.tracing?.begin("webhook attempt", { kind: "client" });
  const headers = {
    ...plainHeaders(job.eventType, job.attempts + 1),
    ...signDelivery([newest, ...older], parts),
    ...(span && { traceparent: span.traceparent }),
  };
  const options = { at, timeoutMs, signal };
  const attempt = await makeAttempt(outbound, { url, headers, body: job.body }, options);
  span?.end(attributesOf(job, attempt), attempt.error !== null);
  return attempt;
}

/** Not where to: addresses of endpoints have secrets in them. */
const attributesOf = (job: Job, { error, status }: Attempt) => ({
  "switchyard.delivery_id": job.deliveryId,
  "switchyard.event_type": job.eventType,
  "switchyard.attempt": job.attempts + 1,
  "switchyard.outcome": error ?? "delivered",
  ...(status !== null && { "http.response.status_code": status }),
});
