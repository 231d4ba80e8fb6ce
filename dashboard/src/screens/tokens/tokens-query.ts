import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The tokens of a handle; with those that work no more where `all`. */
export const tokensQuery = (handle: string, all: boolean) =>
  queryOptions({
    queryKey: ["tokens", handle, all],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/tokens", {
          params: { path: { handle }, query: all ? { include: "inactive" as const } : {} },
          signal,
        }),
      ),
  });
