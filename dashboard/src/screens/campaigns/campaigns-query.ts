import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";

export type CampaignFilter = {
  readonly status: "" | Schemas["Campaign"]["status"];
  readonly goalType: "" | Schemas["Campaign"]["goalType"];
};

/** Campaigns that fit a filter, each with how it was when it was last looked at. */
export const campaignsQuery = (handle: string, { status, goalType }: CampaignFilter) =>
  infiniteQueryOptions({
    queryKey: ["campaigns", handle, "list", { status, goalType }],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const chosen = { ...(status && { status }), ...(goalType && { goalType }) };
      const query = { ...chosen, limit: 100, ...(pageParam && { nextToken: pageParam }) };
      return ask(api.GET("/v2/handles/{handle}/campaigns", { params: { path: { handle }, query }, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });

/** One campaign, as it is saved. */
export const campaignQuery = (handle: string, campaignId: string) =>
  queryOptions({
    queryKey: ["campaigns", handle, "one", campaignId],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/campaigns/{campaignId}", {
          params: { path: { handle, campaignId } },
          signal,
        }),
      ),
  });

/** How a campaign is now; looked at again every half minute while it is shown. */
export const healthQuery = (handle: string, campaignId: string) =>
  queryOptions({
    queryKey: ["campaigns", handle, "health", campaignId],
    refetchInterval: 30_000,
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/campaigns/{campaignId}/health", {
          params: { path: { handle, campaignId } },
          signal,
        }),
      ),
  });

/** What has come of a campaign in the last thirty days. */
export const numbersQuery = (handle: string, campaignId: string) =>
  queryOptions({
    queryKey: ["campaigns", handle, "numbers", campaignId],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/campaigns/{campaignId}/analytics", {
          params: { path: { handle, campaignId } },
          signal,
        }),
      ),
  });

/** The tracking templates of a handle. */
export const templatesQuery = (handle: string) =>
  queryOptions({
    queryKey: ["tracking-templates", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/tracking-templates", { params: { path: { handle } }, signal })),
  });
