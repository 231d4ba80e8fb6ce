import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The deployments of a handle, the newest first, fifty at a time. */
export const deploymentsQuery = (handle: string) =>
  infiniteQueryOptions({
    queryKey: ["sites", handle, "deployments"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam && { nextToken: pageParam }) };
      return ask(
        api.GET("/v2/handles/{handle}/site-deployments", { params: { path: { handle }, query }, signal }),
      );
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });

/** What the root of a handle's host shows, and where that is. */
export const siteModeQuery = (handle: string) =>
  queryOptions({
    queryKey: ["sites", handle, "mode"],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/site-mode", { params: { path: { handle } }, signal })),
  });
