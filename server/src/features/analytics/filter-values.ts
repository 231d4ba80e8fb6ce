import { z } from "@hono/zod-openapi";

/**
 * One value or several with commas between. The empty one is a value too, so that a client whose variable is empty is not
 * told everything instead.
 */
export const FilterValues = z
  .string()
  .max(1000)
  .transform((text) => text.split(","))
  .optional();
