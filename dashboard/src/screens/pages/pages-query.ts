import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The pages of a handle by their slugs, a hundred at a time. */
export const pagesQuery = (handle: string) =>
  infiniteQueryOptions({
    queryKey: ["pages", handle, "list"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 100, ...(pageParam && { nextToken: pageParam }) };
      return ask(api.GET("/v2/handles/{handle}/pages", { params: { path: { handle }, query }, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });

/** One page, as it was written last. */
export const pageQuery = (handle: string, pageSlug: string) =>
  queryOptions({
    queryKey: ["pages", handle, "one", pageSlug],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/pages/{pageSlug}", { params: { path: { handle, pageSlug } }, signal }),
      ),
  });
