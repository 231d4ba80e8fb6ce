import type { z } from "@hono/zod-openapi";

/** An event that can be subscribed to: what it means, and its payload. */
export type EventDefinition = {
  readonly summary: string;
  readonly payload: z.ZodObject;
  readonly example: Readonly<Record<string, unknown>>;
};
