import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The newest link of a handle, if there is one. */
export const firstLinksQuery = (handle: string) =>
  queryOptions({
    queryKey: ["links", handle, "newest"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/links", {
          params: { path: { handle }, query: { limit: 1, sort: "-createdAt" } },
          signal,
        }),
      ),
  });
