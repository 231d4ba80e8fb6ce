import { verify } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";

/** What of a request is signed, and the signatures. */
type Signed = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: string;
};

/**
 * Whether a library that receivers use believes this delivery. It asks the clock of the machine, and refuses what is
 * older than five minutes; `now` is what it is told.
 */
export function isStandard(secret: string, { headers, raw }: Signed, now: Date): boolean {
  const realNow = Date.now;
  Date.now = () => now.getTime();
  try {
    new Webhook(secret).verify(raw, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  } finally {
    Date.now = realNow;
  }
}

/** The same of the other family of headers, whose key is the whole text of the secret. */
export const isArjun = (secret: string, { headers, raw }: Signed): Promise<boolean> =>
  verify(secret, raw, String(headers["x-arjun-signature"]));
