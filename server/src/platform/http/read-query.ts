import type { ApiContext } from "./answer-with.ts";
import type { Operation } from "./operation.ts";
import { refusedInput } from "./parse-input.ts";

/**
 * The query parameters, each given once: of two, one would be left out without a word. An operation that has none of its
 * own reads none, and what it hands on to a function is the address as it was sent.
 */
export function readQuery(c: ApiContext, { request }: Operation): Readonly<Record<string, string>> {
  if (request?.query === undefined) return c.req.query();
  const repeated = Object.entries(c.req.queries()).filter(([, values]) => values.length > 1);
  if (repeated.length === 0) return c.req.query();
  const details = repeated.map(([path]) => ({ path, message: "It was given more than once." }));
  throw refusedInput("invalid_payload", details);
}
