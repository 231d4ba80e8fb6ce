import type { StripeConfig } from "#platform/payments/stripe-provider.ts";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { parseUrl } from "./parse-url.ts";

/** Stripe, with its key and the secret of its webhook or with neither. */
export function parseStripe(env: Env): StripeConfig | undefined {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = env;
  const apiBase = parseUrl(env, "STRIPE_API_BASE", ["https:", "http:"]);
  if (secretKey === undefined && webhookSecret === undefined) return undefined;
  if (secretKey === undefined) {
    throw new ConfigError("STRIPE_SECRET_KEY", "is missing, while STRIPE_WEBHOOK_SECRET is set");
  }
  if (webhookSecret === undefined) {
    throw new ConfigError("STRIPE_WEBHOOK_SECRET", "is missing, while STRIPE_SECRET_KEY is set");
  }
  return { secretKey, webhookSecret, apiBase };
}
