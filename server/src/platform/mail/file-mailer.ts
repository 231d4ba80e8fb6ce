import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createMailQueue, type MailQueueOptions } from "./mail-queue.ts";
import type { Mail, Mailer } from "./mailer.ts";

export type FileMailConfig = { readonly folder: string; readonly from: string };

/**
 * Mail for an installation without a mail server: each a file that only this program's user can read, and a line in the
 * log that says for whom and where. What is in it, such as a link to set a password, is in the file alone.
 */
export function createFileMailer({ folder, from }: FileMailConfig, options: MailQueueOptions): Mailer {
  return createMailQueue(
    {
      deliver: async (mail) => {
        const at = new Date();
        const file = join(folder, `${at.toISOString().replaceAll(":", "-")}-${randomUUID().slice(0, 8)}.eml`);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(`${file}.part`, write(mail, from, at), { mode: 0o600 });
        await rename(`${file}.part`, file); // Whoever watches the folder never sees half a mail.
        options.log.info({ to: mail.to, file }, "mail written to a file: no SMTP_URL is set");
      },
      isFinal: () => false,
      close: () => {},
    },
    options,
  );
}

/** Unencoded, so that a long link can be copied out of it. */
function write({ to, subject, text, headers: more, messageId }: Mail, from: string, at: Date): string {
  const headers = {
    from,
    to,
    subject,
    date: at.toUTCString(),
    ...(messageId !== undefined && { "message-id": `<${messageId}>` }),
    ...more,
    "mime-version": "1.0",
    "content-type": "text/plain; charset=utf-8",
    "content-transfer-encoding": "8bit",
  };
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${value.replaceAll(/[\r\n]+/g, " ")}`,
  );
  return `${lines.join("\n")}\n\n${text}`;
}
