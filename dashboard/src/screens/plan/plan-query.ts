import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";

/** Where whoever is signed in stands. */
export type Billing = Schemas["BillingSummary"];

export const planQuery = queryOptions({
  queryKey: ["plan"],
  queryFn: ({ signal }) => ask(api.GET("/v2/billing/summary", { signal })),
});
