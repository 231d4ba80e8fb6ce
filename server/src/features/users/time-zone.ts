import { z } from "@hono/zod-openapi";

/** A zone of the IANA database, as it is written there. Offsets are none: they know of no summer. */
export const TimeZone = z
  .string()
  .max(64)
  .transform((text, context) => {
    const zone = canonical(text);
    if (zone !== undefined) return zone;
    context.addIssue({ code: "custom", message: "Name a time zone such as Europe/Berlin." });
    return z.NEVER;
  });

function canonical(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return undefined;
  }
}
