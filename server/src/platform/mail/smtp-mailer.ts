import { createTransport } from "nodemailer";
import { createMailQueue, type MailQueueOptions } from "./mail-queue.ts";
import type { Mailer } from "./mailer.ts";

export type SmtpConfig = {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  readonly url: string;
  readonly from: string;
};

const CONNECT_MS_MAX = 10_000;
const SILENCE_MS_MAX = 30_000;

/** Mail through an SMTP server, over at most three connections. What the server refuses for good is not tried again. */
export function createSmtpMailer({ url, from }: SmtpConfig, options: MailQueueOptions): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 3,
      connectionTimeout: CONNECT_MS_MAX,
      greetingTimeout: CONNECT_MS_MAX,
      socketTimeout: SILENCE_MS_MAX,
    },
    { from, headers: { "auto-submitted": "auto-generated" } },
  );
  return createMailQueue(
    {
      deliver: async ({ to, subject, text, html, headers, messageId }) => {
        // As an address and nothing but one: a comma in it must not become a second recipient.
        await transport.sendMail({
          to: { name: "", address: to },
          subject,
          text,
          ...(html !== undefined && { html }),
          ...(headers !== undefined && { headers }),
          ...(messageId !== undefined && { messageId: `<${messageId}>` }),
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      },
      isFinal: (cause) => isFinalReply(cause),
      close: () => transport.close(),
    },
    options,
  );
}

/** SMTP says with 5xx that trying again is useless. A wrong login says the same and is put right in the configuration. */
function isFinalReply(cause: unknown): boolean {
  return cause instanceof Error && "responseCode" in cause && Number(cause.responseCode) >= 500;
}
