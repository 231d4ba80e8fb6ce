import { z } from "@hono/zod-openapi";
import { defineOperation } from "#platform/http/operation.ts";
import { Slug } from "./slug.ts";

const Hex = z.string().regex(/^[0-9A-Fa-f]{6}$/, "A color is six hexadecimal digits, such as 1a2b3c.");

export const getLinkQr = defineOperation({
  id: "getLinkQr",
  method: "get",
  path: "/links/{slug}/qr",
  summary: "The QR code of a link's public address",
  description:
    "`image/svg+xml` or `image/png`, with an ETag. `size` is in pixels and `margin` in modules; `level` is how much of " +
    "the code may be covered or soiled: L 7 %, M 15 %, Q 25 %, H 30 %.",
  role: "CREATOR",
  scope: "links.read",
  request: {
    params: z.object({ slug: Slug }),
    query: z.strictObject({
      format: z.enum(["svg", "png"]).default("svg"),
      size: z.coerce.number().int().min(64).max(2048).default(512),
      margin: z.coerce.number().int().min(0).max(10).default(4),
      level: z.enum(["L", "M", "Q", "H"]).default("M"),
      color: Hex.default("000000"),
      background: Hex.default("ffffff"),
    }),
  },
  responses: { 200: "stream" },
  errors: ["invalid_slug", "not_found"],
});
