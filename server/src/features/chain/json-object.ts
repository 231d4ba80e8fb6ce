import { z } from "@hono/zod-openapi";

/** Any JSON object whose text, in UTF-8, is no longer than that. */
export const jsonObject = (bytesMax: number) =>
  z
    .record(z.string(), z.unknown())
    .refine((value) => isWithin(value, bytesMax), `It must be no longer than ${bytesMax} bytes of JSON.`);

/** Whether the JSON of a value is no longer than that in UTF-8. */
export const isWithin = (value: unknown, bytesMax: number): boolean =>
  Buffer.byteLength(JSON.stringify(value)) <= bytesMax;
