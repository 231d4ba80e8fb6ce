import { listEvents } from "#features/webhooks/index.ts";
import { AppError } from "#kernel/errors.ts";

/** What nobody can want a mail of: too many, or about one webhook alone. */
const NO_MAIL: ReadonlySet<string> = new Set(["link.clicked", "webhook.test"]);

/** The whole catalogue, with whether an event can be sent by mail. */
export const CATALOGUE = listEvents().map((event) => ({
  ...event,
  channels: NO_MAIL.has(event.type) ? (["webhook"] as const) : (["webhook", "email"] as const),
}));

export const MAILED_TYPES: ReadonlySet<string> = new Set(
  CATALOGUE.flatMap(({ type }) => (NO_MAIL.has(type) ? [] : [type])),
);

/** What the owner is told of who has not said otherwise: what waits for somebody to do something. */
const OWNER_EVENT_TYPES: readonly string[] = [
  ...(["token.expiring", "webhook.disabled", "link.unhealthy"] as const),
  "lead.captured",
];

export const SUBSCRIPTIONS_MAX = 50;

/** `PENDING`: it was not confirmed by whoever has the address. `UNSUBSCRIBED`: they want nothing of this handle. */
export const STATUSES = ["ACTIVE", "PENDING", "UNSUBSCRIBED"] as const;
export type Status = (typeof STATUSES)[number];

export type EmailSubscription = {
  /** `nsb_…` */
  readonly subscriptionId: string;
  /** Trimmed, in small letters. One subscription an address. */
  readonly email: string;
  readonly eventTypes: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** What an address has said of a handle, epoch milliseconds. */
export type AddressSaid = {
  readonly confirmationSentAt: number | null;
  readonly confirmedAt: number | null;
  readonly unsubscribedAt: number | null;
};
export const NOTHING_SAID: AddressSaid = {
  confirmationSentAt: null,
  confirmedAt: null,
  unsubscribedAt: null,
};

/** Nothing but a confirmation is ever sent to an address that is not `ACTIVE`. */
export function statusOf({ confirmedAt, unsubscribedAt }: AddressSaid, isMembers: boolean): Status {
  if (unsubscribedAt !== null) return "UNSUBSCRIBED";
  return confirmedAt !== null || isMembers ? "ACTIVE" : "PENDING";
}

export type Settings = {
  readonly ownerEventTypes: readonly string[];
  /** Nothing is sent, and what occurs meanwhile is not sent later. */
  readonly paused: boolean;
  readonly version: number;
};
export const DEFAULT_SETTINGS: Settings = { ownerEventTypes: OWNER_EVENT_TYPES, paused: false, version: 0 };

/** The same for one that was never there and another handle's. */
export const noSuchSubscription = () => new AppError("not_found", "There is no such subscription.");
