import { createHmac } from "node:crypto";

/** What is signed of one attempt, in the bytes that are sent. */
export type SignedParts = {
  /** The same for every attempt, so that a receiver knows what it has had. */
  readonly id: string;
  /** Seconds, of this attempt: receivers refuse what is older than five minutes. */
  readonly timestamp: number;
  readonly body: string;
};

const PREFIX = "whsec_";

/**
 * Both families of signatures. `webhook-signature` (Standard Webhooks 1.0) has one for each secret, so that during a
 * rotation receivers with either of them go on; its keys are the bytes that a secret's base64 stands for.
 * `x-arjun-signature` has room for one: the secret that has been known for longest, which every receiver still has; its
 * key is the secret's whole text. `secrets` are the ones that hold, newest first.
 */
export function signDelivery(
  secrets: readonly [string, ...string[]],
  { id, timestamp, body }: SignedParts,
): Readonly<Record<string, string>> {
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  });
  const oldest = secrets.at(-1) ?? secrets[0];
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
    "x-arjun-signature": `sha256=${createHmac("sha256", oldest).update(body).digest("hex")}`,
  };
}
