import { join } from "node:path";
import type { Addresses } from "#platform/addresses.ts";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { parseUrl } from "./parse-url.ts";

export type MailSettings = { readonly from: string } & (
  | { readonly kind: "smtp"; readonly url: string }
  | { readonly kind: "file"; readonly folder: string }
);

/** Where mail goes: to a server, or into a folder where there is none. */
export function parseMail(env: Env, dataDir: string, { publicDomain }: Addresses): MailSettings {
  const from = env.MAIL_FROM ?? `Switchyard <no-reply@${publicDomain.replace(/:\d+$/, "")}>`;
  if (!/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(from)) {
    throw new ConfigError(
      "MAIL_FROM",
      `is "${from}", and must be an address such as Acme <links@example.com>`,
    );
  }
  const url = parseUrl(env, "SMTP_URL", ["smtp:", "smtps:"]);
  if (url !== undefined) return { kind: "smtp", from, url };
  return { kind: "file", from, folder: join(dataDir, "mailbox") };
}
