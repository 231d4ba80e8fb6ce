import { createFileMailer, type FileMailConfig } from "./file-mailer.ts";
import type { MailQueueOptions } from "./mail-queue.ts";
import type { Mailer } from "./mailer.ts";
import { createSmtpMailer, type SmtpConfig } from "./smtp-mailer.ts";

export type MailConfig =
  | ({ readonly kind: "smtp" } & SmtpConfig)
  | ({ readonly kind: "file" } & FileMailConfig);

/** The mailer that the operator configured. */
export function openMailer(config: MailConfig, options: MailQueueOptions): Mailer {
  return config.kind === "smtp" ? createSmtpMailer(config, options) : createFileMailer(config, options);
}
