import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError, type Limit } from "#kernel/errors.ts";

/** Everything that is limited, and how far. Counted in each process by itself. */
export const LIMITS = {
  /** Wrong passwords for one account from one address. A stranger elsewhere cannot lock its owner out. */
  login: { quota: 5, windowSeconds: 900 },
  /** Wrong passwords from one address, whatever the account. */
  loginAddress: { quota: 50, windowSeconds: 900 },
  signup: { quota: 30, windowSeconds: 3600 },
  passwordReset: { quota: 10, windowSeconds: 3600 },
  invitation: { quota: 100, windowSeconds: 3600 },
  leakReport: { quota: 60, windowSeconds: 60 },
  /** Wrong passwords for one link from one address, and for one link from anywhere. */
  linkPassword: { quota: 10, windowSeconds: 900 },
  linkPasswordAll: { quota: 1000, windowSeconds: 3600 },
  /** Context questions and conversions from one address. */
  context: { quota: 600, windowSeconds: 60 },
  conversion: { quota: 600, windowSeconds: 60 },
  /** Leads from one address, and for one handle from anywhere. */
  lead: { quota: 30, windowSeconds: 60 },
  leadHandle: { quota: 1200, windowSeconds: 60 },
  /** Signals of one session, and requests for any from one address. */
  chainSession: { quota: 60, windowSeconds: 60 },
  chainAddress: { quota: 120, windowSeconds: 60 },
  /** Questions to DNS for the domains of one handle. */
  domainProof: { quota: 60, windowSeconds: 3600 },
  /** Questions of a proxy in front whether a host may have a certificate. */
  tlsQuestion: { quota: 1200, windowSeconds: 60 },
  /** Requests for probes of the links of one handle. */
  linkProbe: { quota: 60, windowSeconds: 60 },
  /** Files of one handle's events, and of its past. */
  analyticsExport: { quota: 120, windowSeconds: 3600 },
  analyticsImport: { quota: 60, windowSeconds: 3600 },
  /** Test events for the webhooks of one handle. */
  webhookTest: { quota: 60, windowSeconds: 60 },
  /** Calls of one function, whoever makes them. */
  functionCall: { quota: 600, windowSeconds: 60 },
  /** Deployments of one handle's site. */
  siteDeployment: { quota: 300, windowSeconds: 3600 },
  /** Confirmations and unsubscriptions from one address, and trial mails of one handle. */
  mailLink: { quota: 120, windowSeconds: 60 },
  mailTrial: { quota: 20, windowSeconds: 3600 },
  /** Files announced by one handle. */
  fileTicket: { quota: 300, windowSeconds: 60 },
  /** Pages of one handle that are looked at before they are saved; each is kept for a day. */
  pageDraft: { quota: 300, windowSeconds: 60 },
  /** Mails with a link to a file: asked for by one address, and of one file to one mailbox. */
  fileLink: { quota: 10, windowSeconds: 900 },
  /** Sign-in links of visitors, and purchases, asked for from one address; and links for one e-mail address from there. */
  visitorLink: { quota: 60, windowSeconds: 3600 },
  visitorLinkEmail: { quota: 5, windowSeconds: 900 },
  checkout: { quota: 60, windowSeconds: 3600 },
  /** Ways to the payment provider for the plan of one account. */
  billing: { quota: 60, windowSeconds: 3600 },
  /** Bad tokens from one address. */
  badCredential: { quota: 300, windowSeconds: 60 },
} as const satisfies Record<string, Omit<Limit, "name">>;

export type LimitName = keyof typeof LIMITS;

export type Limits = {
  /** Counts one more; throws 429 `rate_limited` when that is too many. */
  readonly count: (name: LimitName, key: string) => Promise<void>;
  /** Throws as `count` would, without counting. */
  readonly check: (name: LimitName, key: string) => Promise<void>;
  readonly forget: (name: LimitName, key: string) => Promise<void>;
};

/** Limits kept in memory: what one process has seen since it started. */
export function createLimits(): Limits {
  const limiters = new Map<LimitName, RateLimiterMemory>();
  for (const [name, { quota, windowSeconds }] of Object.entries(LIMITS) as [
    LimitName,
    Omit<Limit, "name">,
  ][]) {
    limiters.set(name, new RateLimiterMemory({ points: quota, duration: windowSeconds, keyPrefix: name }));
  }
  const limiter = (name: LimitName) => limiters.get(name) ?? unknownLimit(name);
  return {
    count: async (name, key) => {
      await limiter(name)
        .consume(key)
        .catch((thrown) => {
          throw thrown instanceof RateLimiterRes ? limitPassed(name, thrown.msBeforeNext) : thrown;
        });
    },
    check: async (name, key) => {
      const state = await limiter(name).get(key);
      if (state !== null && state.consumedPoints >= LIMITS[name].quota) {
        throw limitPassed(name, state.msBeforeNext);
      }
    },
    forget: async (name, key) => void (await limiter(name).delete(key)),
  };
}

/** For whoever limits elsewhere, in front of this program. */
export const noLimits: Limits = { count: async () => {}, check: async () => {}, forget: async () => {} };

function unknownLimit(name: string): never {
  throw new Error(`No limit is called ${name}.`);
}

function limitPassed(name: LimitName, ms: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(ms / 1000));
  return new AppError("rate_limited", `Too many tries. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
    limit: { name, ...LIMITS[name] },
  });
}
