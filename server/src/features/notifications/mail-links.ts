import { AppError } from "#kernel/errors.ts";
import { apiOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Recipient } from "./item-store.ts";

type Deps = Pick<ControlDeps, "addresses" | "seal" | "clock">;

/** What a link is good for; a token of one is none of the other. */
type Purpose = "confirm" | "unsubscribe";

const DAY_MS = 86_400_000;
/** A mail may be read years later, and must still be able to be the last. */
const LASTS_MS: Readonly<Record<Purpose, number | null>> = { confirm: 7 * DAY_MS, unsubscribe: null };

const contextOf = (purpose: Purpose) => `notifications.${purpose}`;

/** An address that only we can have written, about this handle and this address of mail. */
export function mailLink({ addresses, seal, clock }: Deps, purpose: Purpose, to: Recipient): string {
  const lasts = LASTS_MS[purpose];
  const until = lasts === null ? null : clock.now().getTime() + lasts;
  const token = seal.seal(JSON.stringify([to.handleId, to.email, until]), contextOf(purpose));
  return `${apiOrigin(addresses)}/v2/public/notifications/${purpose}?token=${encodeURIComponent(token)}`;
}

/** Whom a link is about; throws 400 for one that we have not written, and one that is over. */
export function readMailLink({ seal, clock }: Deps, purpose: Purpose, token: string): Recipient {
  const [handleId, email, until] = open(seal, purpose, token);
  if (typeof handleId !== "string" || typeof email !== "string") throw badLink();
  if (typeof until === "number" && until <= clock.now().getTime()) throw badLink();
  return { handleId, email };
}

function open(seal: Deps["seal"], purpose: Purpose, token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(seal.open(token, contextOf(purpose)));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function badLink(): AppError {
  const message = "This link does not work, or does not work any more.";
  return new AppError("invalid_payload", message, { details: { details: [{ path: "token", message }] } });
}
