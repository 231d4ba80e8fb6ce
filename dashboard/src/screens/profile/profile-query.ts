import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** What a handle shows of itself. */
export const profileQuery = (handle: string) =>
  queryOptions({
    queryKey: ["profile", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/profile", { params: { path: { handle } }, signal })),
  });

/** The links and addresses that its root shows below that. */
export const linkPageQuery = (handle: string) =>
  queryOptions({
    queryKey: ["link-page", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/link-page", { params: { path: { handle } }, signal })),
  });
