import { AppError } from "#kernel/errors.ts";

export const DISABLED_REASONS = ["member", "gone", "failing"] as const;
/** `gone`: it answered 410. `failing`: five days of failures only. */
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** What a subscriber wants to be told of. `null`: whatever an event is about. */
export type Interest = {
  /** Event types, or `*` alone. */
  readonly eventTypes: readonly string[];
  /** Only what is about one of these links, or these campaigns: an event that names none is then not wanted. */
  readonly slugs: readonly string[] | null;
  readonly campaignIds: readonly string[] | null;
};

export type Webhook = Interest & {
  /** `whk_…` */
  readonly subscriptionId: string;
  readonly endpointUrl: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;
  readonly disabledAt: Date | null;
  /** Since when there have been failures only; `null` after a success. */
  readonly failingSince: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

/** What the audit trail may say of an endpoint: many of them are secrets from the path on. */
export const originOf = (endpointUrl: string): string => URL.parse(endpointUrl)?.origin ?? "";

/** In one handle, whether or not they are enabled. */
export const WEBHOOKS_MAX = 50;

/** The same for one that was never there, one that is deleted, and another handle's. */
export const noSuchWebhook = () => new AppError("not_found", "There is no such webhook.");
export const noSuchDelivery = () => new AppError("not_found", "There is no such delivery.");

/** Throws 409 where nothing would be sent. */
export function requireEnabled({ enabled }: Webhook): void {
  if (!enabled) throw new AppError("conflict", "This webhook is disabled. Enable it first.");
}
