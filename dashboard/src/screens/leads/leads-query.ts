import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { type LeadFilter, questionOf } from "./lead-filter.ts";

const AGAIN_MS = 15_000;

/** Leads that fit a filter, the newest first, fifty at a time; looked at again while nobody has gone far down. */
export const leadsQuery = (handle: string, filter: LeadFilter) =>
  infiniteQueryOptions({
    queryKey: ["leads", handle, "list", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { ...questionOf(filter), limit: 50, ...(pageParam && { nextToken: pageParam }) };
      return ask(api.GET("/v2/handles/{handle}/leads", { params: { path: { handle }, query }, signal }));
    },
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });

/** One lead, as it is now. */
export const leadQuery = (handle: string, leadId: string) =>
  queryOptions({
    queryKey: ["leads", handle, "one", leadId],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/leads/{leadId}", { params: { path: { handle, leadId } }, signal })),
  });
