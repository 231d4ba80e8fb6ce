import { createFileMailer, type FileMailConfig } from "./file-mailer.ts";
import type { MailQueueOptions } from "./mail-queue.ts";
import type { Mailer } from "./mailer.ts";
import type { SmtpConfig } from "./smtp-mailer.ts";

export type MailConfig =
  | ({ readonly kind: "smtp" } & SmtpConfig)
  | ({ readonly kind: "file" } & FileMailConfig);

/** The mailer that the operator configured. */
export async function openMailer(config: MailConfig, options: MailQueueOptions): Promise<Mailer> {
  if (config.kind === "file") return createFileMailer(config, options);
  const { createSmtpMailer } = await import("./smtp-mailer.ts"); // Loaded only where it is used.
  return createSmtpMailer(config, options);
}
