import type { DisabledReason } from "./webhook.ts";

export const DELIVERY_STATUSES = ["PENDING", "SUCCEEDED", "FAILED"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export type SubscriptionRow = {
  readonly subscription_id: string;
  readonly handle_id: string;
  readonly endpoint_url: string;
  readonly event_types: string;
  readonly slugs: string | null;
  readonly campaign_ids: string | null;
  readonly description: string | null;
  readonly enabled: number;
  readonly disabled_reason: DisabledReason | null;
  readonly disabled_at: number | null;
  readonly failing_since: number | null;
  readonly wants_clicks: number;
  readonly created_by: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly version: number;
  readonly deleted_at: number | null;
};

export type DeliveryRow = {
  readonly subscription_id: string;
  readonly delivery_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly failures: number;
  readonly attempts: number;
  readonly history: string;
  readonly answer_headers: string | null;
  readonly answer_body: string | null;
  readonly next_at: number | null;
  readonly claim: string | null;
  readonly created_at: number;
  readonly completed_at: number | null;
};

export type OutboxRow = {
  readonly id: string;
  readonly handle_id: string;
  readonly type: string;
  readonly payload: string;
  readonly at: number;
  readonly dispatched_at: number | null;
};

/** The tables of this feature, and what of others' it reads. The comments are in the migration. */
export type WebhookTables = {
  readonly webhook_subscriptions: SubscriptionRow;
  readonly webhook_secrets: {
    readonly subscription_id: string;
    readonly number: number;
    readonly sealed: string;
    readonly expires_at: number | null;
  };
  readonly webhook_deliveries: DeliveryRow;
  readonly webhook_replays: {
    readonly replay_id: string;
    readonly subscription_id: string;
    readonly handle_id: string;
    readonly after_at: number;
    readonly after_id: string;
    readonly until_at: number;
  };
  readonly outbox: OutboxRow;
  /** What of a link an event may leave out. */
  readonly links: { readonly handle_id: string; readonly slug: string; readonly campaign_id: string | null };
};
