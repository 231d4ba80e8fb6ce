/** The tables of this feature, and what of others' it reads. The comments are in the migration. */
export type NotificationTables = {
  readonly email_subscriptions: {
    readonly subscription_id: string;
    readonly handle_id: string;
    readonly email: string;
    readonly event_types: string;
    readonly created_by: string;
    readonly created_at: number;
  };
  readonly notification_addresses: {
    readonly handle_id: string;
    readonly email: string;
    readonly confirmation_sent_at: number | null;
    readonly confirmed_at: number | null;
    readonly unsubscribed_at: number | null;
  };
  readonly notification_settings: {
    readonly handle_id: string;
    readonly owner_event_types: string;
    readonly paused: number;
    readonly version: number;
    readonly updated_at: number;
  };
  readonly notification_items: ItemRow;
  readonly notification_mails: MailRow;
  readonly notification_days: { readonly day: string; readonly email: string; readonly mails: number };
  readonly outbox: {
    readonly id: string;
    readonly handle_id: string;
    readonly type: string;
    readonly payload: string;
    readonly at: number;
    readonly notified_at: number | null;
  };
};

export type ItemRow = {
  readonly handle_id: string;
  readonly email: string;
  readonly event_id: string;
  readonly type: string;
  readonly payload: string;
  readonly occurred_at: number;
  readonly at: number;
  readonly mail_id: string | null;
};

export type MailKind = "events" | "confirmation" | "test";

export type MailRow = {
  readonly mail_id: string;
  readonly handle_id: string;
  readonly email: string;
  readonly kind: MailKind;
  readonly created_at: number;
  readonly next_at: number | null;
  readonly claim: string | null;
  readonly failures: number;
  readonly sent_at: number | null;
  readonly given_up: string | null;
};
