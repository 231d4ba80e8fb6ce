import { z } from "@hono/zod-openapi";
import { timeZoneNamed } from "#kernel/time-zone.ts";

/** A zone of the IANA database, as it is written there. */
export const TimeZone = z
  .string()
  .max(64)
  .transform((text, context) => {
    const zone = timeZoneNamed(text);
    if (zone !== undefined) return zone;
    context.addIssue({ code: "custom", message: "Name a time zone such as Europe/Berlin." });
    return z.NEVER;
  });
