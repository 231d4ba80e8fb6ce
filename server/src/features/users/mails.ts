import { type Addresses, dashboardOrigin } from "#platform/addresses.ts";
import type { Mail } from "#platform/mail/mailer.ts";

/** A token travels behind the `#`, which browsers send to no server: neither logs nor referrers have it. */
const link = (addresses: Addresses, page: string, token: string) =>
  `${dashboardOrigin(addresses)}/${page}#token=${token}`;

export const resetMail = (addresses: Addresses, to: string, token: string): Mail => ({
  to,
  subject: "Set a new password",
  text: `Somebody, hopefully you, asked to set a new password for ${addresses.publicDomain}.

${link(addresses, "reset-password", token)}

The link works once, within the next hour. If it was not you, do nothing: your password is unchanged.
`,
});

export const invitationMail = (addresses: Addresses, to: string, token: string): Mail => ({
  to,
  subject: `You are invited to ${addresses.publicDomain}`,
  text: `You are invited to make an account at ${addresses.publicDomain}, with this e-mail address.

${link(addresses, "signup", token)}

The link works once, within the next seven days.
`,
});

export const passwordChangedMail = (addresses: Addresses, to: string): Mail => ({
  to,
  subject: "Your password was changed",
  text: `The password of your account at ${addresses.publicDomain} was changed, and other sessions were ended.

If it was not you, set a new one now: ${dashboardOrigin(addresses)}/forgot-password
`,
});
