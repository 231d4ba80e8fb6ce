import type { Mail } from "#platform/mail/mailer.ts";

/** The name of the file is somebody's text, so it stands in quotes and nowhere else. */
export const linkMail = (to: string, fileName: string, url: string): Mail => ({
  to,
  subject: "Your link to a file",
  text: `Somebody, hopefully you, asked to open the file "${fileName}".

${url}

The link works once, within the next 15 minutes. If it was not you, do nothing.
`,
});
