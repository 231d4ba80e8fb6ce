import type { Access } from "#kernel/access.ts";
import type { Actor, AnonymousActor, HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { ClickContext } from "#platform/context/context-tokens.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate, type Outcome } from "#platform/mutate.ts";
import { assignSegments, ENGAGED } from "#platform/visits/assign-segments.ts";
import * as contract from "./contract.ts";
import { type Conversion, conversionEvent, isAnonymous } from "./conversion.ts";
import type { SentConversion } from "./conversion-body.ts";
import { findConversionId, insertConversion } from "./conversion-store.ts";
import { findOwner } from "./owner-store.ts";
import { invalidCtx, readContext } from "./read-context.ts";
import { requireAllowedOrigin } from "./require-allowed-origin.ts";

/** Built in: assigned to whoever has converted. */
const CONVERTED = "converted";
const DAY_MS = 86_400_000;
const AHEAD_MS_MAX = 300_000;

export type Recorded = { readonly conversionId: string; readonly deduplicated: boolean };

/** From anyone who holds a token, if it is no page or one that the handle trusts. */
export async function reportConversion(
  deps: ControlDeps,
  actor: AnonymousActor,
  sent: SentConversion,
  caller: Caller,
): Promise<Recorded> {
  await deps.limits.count("conversion", addressKey(caller.address));
  const { context, owner } = await readContext(deps, sent.ctx);
  await requireAllowedOrigin(deps, owner, caller.origin);
  return record(deps, actor, contract.reportConversion, context, sent);
}

/** From a member, or a machine of the handle's own. Another handle's token is no token here. */
export async function recordConversion(
  deps: ControlDeps,
  actor: HandleActor,
  sent: SentConversion,
): Promise<Recorded> {
  const { context } = await readContext(deps, sent.ctx);
  if (context.handleId !== actor.handleId) throw invalidCtx();
  return record(deps, actor, contract.recordConversion, context, sent);
}

async function record(
  deps: ControlDeps,
  actor: Actor,
  access: Access,
  context: ClickContext,
  sent: SentConversion,
): Promise<Recorded> {
  const { handleId } = context;
  requirePossible(context, sent.occurredAt, deps.clock.now());
  // A key stays used for ever, so what is known of it without a transaction is true.
  const known = await findConversionId(deps.db.read, handleId, sent.idempotencyKey);
  if (known !== undefined) return { conversionId: known, deduplicated: true };
  return mutate<Recorded>(deps, actor, access, async (tx, now) => {
    const read = readerOf(tx);
    if ((await findOwner(read, handleId)) === undefined) throw invalidCtx();
    const conversion = conversionOf(context, sent, now);
    if (await insertConversion(tx, handleId, sent.idempotencyKey, conversion)) {
      return outcomeOf(tx, context, conversion, sent.metadata ?? "", now);
    }
    const conversionId = await findConversionId(read, handleId, sent.idempotencyKey);
    if (conversionId === undefined) throw new Error("A key is taken that no conversion has.");
    return { result: { conversionId, deduplicated: true }, audit: null };
  });
}

const conversionOf = ({ slug, clickId }: ClickContext, sent: SentConversion, now: Date): Conversion => ({
  conversionId: newId("cnv", now.getTime()),
  slug,
  clickId,
  eventType: sent.eventType,
  value: sent.value,
  currency: sent.currency ?? null,
  occurredAt: sent.occurredAt ?? now,
  receivedAt: now,
});

/** Everything that follows from a conversion that is new. */
async function outcomeOf(
  tx: Tx,
  context: ClickContext,
  conversion: Conversion,
  metadata: string,
  now: Date,
): Promise<Outcome<Recorded>> {
  const { handleId, session } = context;
  const { conversionId, slug, clickId, eventType, value, currency, occurredAt } = conversion;
  const isKnown = !isAnonymous(context) && session !== "";
  const hasChanged = isKnown && (await assignSegments(tx, handleId, session, [ENGAGED, CONVERTED], now));
  const event = conversionEvent(context, conversion, metadata);
  const payload = {
    conversionId,
    slug,
    clickId,
    eventType,
    value,
    currency,
    occurredAt: occurredAt.toISOString(),
    campaignId: context.campaign === "" ? null : context.campaign,
    variantId: context.variant === "" ? null : context.variant,
    metadata: event.metadata === "" ? null : JSON.parse(event.metadata),
  };
  const details = { slug, eventType, value, currency };
  return {
    result: { conversionId, deduplicated: false },
    audit: { action: "conversion.record", target: conversionId, handleId, details },
    events: [{ type: "conversion.recorded", payload }],
    visits: [event],
    ...(hasChanged && { visitors: [{ handleId, visitorId: session }] }),
  };
}

/** Clocks differ, and a browser's may be a day off; what is further away is a mistake, and would be counted in a wrong month. */
function requirePossible({ clickedAt }: ClickContext, occurredAt: Date | undefined, now: Date): void {
  if (occurredAt === undefined) return;
  const at = occurredAt.getTime();
  if (at > now.getTime() + AHEAD_MS_MAX) throw impossible("It lies in the future.");
  if (at <= clickedAt - DAY_MS) throw impossible("It lies more than a day before the click.");
}

function impossible(message: string): AppError {
  const details = [{ path: "occurredAt", message }];
  return new AppError("invalid_payload", `occurredAt: ${message}`, { details: { details } });
}
