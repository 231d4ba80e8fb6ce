import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The files of a handle, the newest first, a hundred at a time. */
export const filesQuery = (handle: string) =>
  infiniteQueryOptions({
    queryKey: ["files", handle],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 100, ...(pageParam && { nextToken: pageParam }) };
      return ask(api.GET("/v2/handles/{handle}/files", { params: { path: { handle }, query }, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });
