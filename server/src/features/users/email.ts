import { z } from "@hono/zod-openapi";

const LENGTH_MAX = 254;

/** An address as accounts are known by: trimmed and in lower case, so that one person has one account. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(LENGTH_MAX)
  .pipe(z.email("This is not an e-mail address."));

/** The same of what someone typed to sign in: a wrong form is no account's address, which needs no answer of its own. */
export const TypedEmail = z.string().trim().toLowerCase().max(LENGTH_MAX);
