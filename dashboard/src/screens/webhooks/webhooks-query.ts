import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The webhooks of a handle. */
export const webhooksQuery = (handle: string) =>
  queryOptions({
    queryKey: ["webhooks", handle],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/webhooks", {
          params: { path: { handle }, query: { limit: 1000 } },
          signal,
        }),
      ),
  });

/** The newest deliveries of a webhook; looked at again every few seconds while they are shown. */
export const deliveriesQuery = (handle: string, subscriptionId: string) =>
  queryOptions({
    queryKey: ["webhooks", handle, subscriptionId, "deliveries"],
    refetchInterval: 5000,
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/webhooks/{subscriptionId}/deliveries", {
          params: { path: { handle, subscriptionId }, query: { limit: 100 } },
          signal,
        }),
      ),
  });
