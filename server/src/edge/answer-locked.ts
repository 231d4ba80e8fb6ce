import { AppError } from "#kernel/errors.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { type Answer, recordedAs, withCookie } from "./answer.ts";
import { passwordPage } from "./bridge/password-page.ts";
import { unlockedPage } from "./bridge/unlocked-page.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { isUnlocked, unlockCookie } from "./unlocking.ts";
import type { Visit } from "./visit.ts";

/**
 * A link that asks for a password first. Wrong ones are counted for each address by itself, so that nobody can lock others
 * out; what is open stays so for half an hour, or until the password is changed.
 */
export async function answerLocked(
  visit: Visit,
  passwordHash: string,
  tools: EdgeTools,
  open: () => Answer | Promise<Answer>,
): Promise<Answer> {
  if (isUnlocked(visit, passwordHash, tools.seal, tools.cookies)) return open();
  const form = visit.form === null ? undefined : await visit.form();
  const password = form?.get("password");
  if (password === undefined || password === null) {
    return recordedAs("impression", passwordPage({ slug: visit.slug, isWrong: false }));
  }
  const who = `${visit.handleId}/${visit.slug}/${addressKey(visit.address)}`;
  const wait = await secondsToWait(tools, who);
  if (wait > 0) return passwordPage({ slug: visit.slug, isWrong: true, retryAfterSeconds: wait });
  if (!(await tools.passwords.verify(passwordHash, password))) {
    await tools.limits.count("linkPassword", who).catch(ignoreLimit);
    return passwordPage({ slug: visit.slug, isWrong: true });
  }
  await tools.limits.forget("linkPassword", who);
  // A page and no redirect: browsers let a form lead only where its page allows, redirects included.
  return withCookie(unlockedPage(visit.target), unlockCookie(visit, passwordHash, tools.seal, tools.cookies));
}

async function secondsToWait({ limits }: EdgeTools, who: string): Promise<number> {
  try {
    await limits.check("linkPassword", who);
    return 0;
  } catch (thrown) {
    return ignoreLimit(thrown);
  }
}

function ignoreLimit(thrown: unknown): number {
  if (thrown instanceof AppError && thrown.code === "rate_limited") return thrown.retryAfterSeconds ?? 1;
  throw thrown;
}
